import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ISSUE_STATES } from '../../src/domain/issues/vocabulary';
import type { WorkCalendar } from '../../src/domain/issues/clocks';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity, readWorld } from '../support/lifecycle-city';
import { STEPS } from '../support/lifecycle-guards';
import { playLife, Tally } from '../support/lifecycle-player';
import type { World } from '../support/lifecycle-world';

/**
 * Random lives of issues, played in the database and in a model written from domain.md: after every
 * step both agree on whether it was allowed and on everything that the issue's row says. Each life
 * is rolled back. A failure prints its seed and the whole life.
 */
const deep = process.env['DEEP'] === '1';
const lives = Number(process.env['LIVES'] ?? (deep ? 500 : 40));
const stepsPerLife = 40;
const firstSeed = Number(process.env['SEED'] ?? 1);

describe.each(['embedded', 'postgres'] as const)('random lives of issues, %s', (database) => {
  let backend: TestBackend;
  let world: World;
  let calendar: WorkCalendar;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    await layOutCity(backend.sql);
    ({ world, calendar } = await readWorld(backend.sql));
  });
  afterAll(() => backend.close());

  it('go the same way in the database and in the model', { timeout: 3_600_000 }, async () => {
    const tally = new Tally();
    for (let seed = firstSeed; seed < firstSeed + lives; seed++) {
      const undone = new Error('the life is undone');
      await backend.sql
        .transaction(async (sql) => {
          const disagreement = await playLife(sql, world, calendar, seed, stepsPerLife, tally);
          throw disagreement === null ? undone : new Error(disagreement);
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error;
        });
    }
    if (process.env['TELL'] === '1') console.log(tally);
    // The lives went everywhere, or they would prove little.
    expect([...tally.states].sort()).toEqual([...ISSUE_STATES].sort());
    expect(STEPS.filter((step) => !tally.taken.has(step))).toEqual([]);
    expect(tally.refused.size).toBeGreaterThan(60);
    expect(tally.repeated).toBeGreaterThan(lives);
  });
});
