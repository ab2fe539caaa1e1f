import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addDays } from '../../src/domain/time/local-time';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity, people } from '../support/lifecycle-city';

/**
 * A plan's life at random: drafted, published, walked with phones that know it and phones that do not, day
 * after day. Whatever was done once stays done once, in every version that is walked from then on.
 */
let backend: TestBackend;
let client: pg.Client;

const CAPTAIN = 10;
const TEAM = 6;
const CREW = 1;
const FROM = '2031-03-03';
const DAYS = 4;
const SITES = [1, 2, 3];

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  await layOutCity(backend.sql);
  await backend.sql.exec(
    `insert into public.patrol_crews (id, unit_id, name, member_ids, start_point, mode)
     values (${CREW}, ${TEAM}, '王巡查一组', '{${CAPTAIN}}', 'SRID=4326;POINT(103.02 29.91)', 'foot')`,
  );
  client = new pg.Client({ connectionString: backend.databaseUrl });
  await client.connect();
  const { userId } = people.find(({ id }) => id === CAPTAIN)!;
  await client.query(
    `select set_config('request.jwt.claim.sub', $1, false), set_config('request.jwt.claims', $2, false),
       set_config('role', 'authenticated', false)`,
    [userId, JSON.stringify({ sub: userId, role: 'authenticated' })],
  );
});
afterAll(async () => {
  await client.end();
  await backend.close();
});

interface Stop {
  readonly id: number;
  readonly siteId: number;
  readonly arrivesAt: string;
  readonly standing: { readonly state: 'open' | 'done' | 'skipped' };
}
interface Plan {
  readonly id: number;
  readonly revision: number;
  readonly version: number;
  readonly routes: readonly { readonly date: string; readonly stops: readonly Stop[] }[];
}

async function ask<Answer>(call: string, ...parameters: unknown[]): Promise<Answer> {
  const { rows } = await client.query<{ answer: Answer }>(
    `select public.${call} as answer`,
    parameters,
  );
  return rows[0]!.answer;
}

type Step =
  /** Publishes for each day the sites of a set of bits, from an hour on. */
  | { readonly kind: 'publish'; readonly sites: readonly number[]; readonly hour: number }
  /** Of a version counted back from the current one. */
  | { readonly kind: 'done' | 'skipped'; readonly back: number; readonly pick: number }
  | { readonly kind: 'inspect'; readonly siteId: number }
  | { readonly kind: 'night' };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('publish' as const),
    sites: fc.array(fc.oneof(fc.constant(3), fc.nat(7)), { minLength: DAYS, maxLength: DAYS }),
    hour: fc.integer({ min: 7, max: 9 }),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('done' as const, 'skipped' as const),
      back: fc.nat(2),
      pick: fc.nat(2),
    }),
  },
  fc.record({ kind: fc.constant('inspect' as const), siteId: fc.constantFrom(...SITES) }),
  fc.constant({ kind: 'night' as const }),
);

class Life {
  private today = 0;
  private plan: Plan | undefined;
  /** `day site` of every visit that was told to be done. */
  private readonly done = new Set<string>();
  private past = '';

  private get date(): string {
    return addDays(FROM, this.today);
  }

  async take(step: Step): Promise<void> {
    await client.query(`select set_config('chuangcheng.clock', $1, false)`, [
      `${this.date} 21:00+08`,
    ]);
    if (step.kind === 'publish') await this.publish(step.sites, step.hour);
    else if (step.kind === 'night') this.today = Math.min(this.today + 1, DAYS - 1);
    else if (this.plan === undefined) return;
    else if (step.kind === 'inspect') await this.inspect(step.siteId);
    else await this.record(step.kind, step.back, step.pick);
    await this.look(step.kind === 'night');
  }

  private async publish(sites: readonly number[], hour: number): Promise<void> {
    const routes = sites.flatMap((bits, day) => {
      const date = addDays(FROM, day);
      const chosen = SITES.filter((_, at) => (bits >> at) & 1);
      if (chosen.length === 0) return [];
      const stops = chosen.map((siteId, at) => ({
        siteId,
        arrivesAt: `${date}T${String(hour + at).padStart(2, '0')}:30:00+08:00`,
        serviceSeconds: 600,
      }));
      const departsAt = `${date}T07:00:00+08:00`;
      const returnsAt = `${date}T20:00:00+08:00`;
      return {
        day,
        crewId: CREW,
        departsAt,
        returnsAt,
        travelSeconds: 9,
        distanceMeters: 9,
        stops,
      };
    });
    if (!routes.some(({ day }) => day >= this.today)) return;
    const draft = { name: '示例', teamId: TEAM, from: FROM, days: DAYS, routes };
    const known = this.plan
      ? { id: this.plan.id, revision: this.plan.revision }
      : { clientId: randomUUID(), from: this.date, days: DAYS };
    // A first version does not begin in the past.
    if (this.plan === undefined && this.today > 0) return;
    const saved = await ask<Plan>('save_plan($1)', JSON.stringify({ ...draft, ...known }));
    this.plan = await ask<Plan>('publish_plan($1, $2)', saved.id, saved.revision);
  }

  private async record(kind: 'done' | 'skipped', back: number, pick: number): Promise<void> {
    const version = Math.max(1, this.plan!.version - back);
    const plan = await ask<Plan>('plan_of($1, $2)', this.plan!.id, version);
    const stops = plan.routes.filter(({ date }) => date === this.date).flatMap((r) => r.stops);
    const stop = stops[pick % Math.max(1, stops.length)];
    if (stop === undefined) return;
    const call = `record_stop($1, $2, $3, '锁门')`;
    const telling = ask(call, randomUUID(), stop.id, kind);
    if (kind === 'skipped' && stop.standing.state === 'done') {
      await expect(telling).rejects.toThrow(/完成/);
      return;
    }
    await telling;
    if (kind === 'done') this.done.add(`${this.date} ${stop.siteId}`);
  }

  private async inspect(siteId: number): Promise<void> {
    const seen = `${this.date} 10:00+08`;
    await backend.sql.query(
      `insert into public.inspections (site_id, kind, member_id, unit_id, catalogue_id, started_at, finished_at)
       values ($1, 'routine', ${CAPTAIN}, ${TEAM}, 1, $2, $2)`,
      [siteId, seen],
    );
    const planned = this.plan!.routes.some(
      ({ date, stops }) => date === this.date && stops.some((stop) => stop.siteId === siteId),
    );
    if (planned) this.done.add(`${this.date} ${siteId}`);
  }

  /** The current version says of each visit what was told; no day that is over has changed. */
  private async look(isNight: boolean): Promise<void> {
    if (this.plan === undefined) return;
    this.plan = await ask<Plan>('plan_of($1)', this.plan.id);
    const stops = this.plan.routes.flatMap(({ date, stops: own }) =>
      own.map((stop) => ({ ...stop, visit: `${date} ${stop.siteId}`, date })),
    );
    const done = stops.filter(({ standing }) => standing.state === 'done');
    expect(done.map(({ visit }) => visit).sort()).toEqual([...this.done].sort());
    // Nothing is there twice: a visit that is put back takes the place of one that is planned.
    expect(new Set(stops.map(({ visit }) => visit)).size).toBe(stops.length);
    for (const { stops: own } of this.plan.routes) {
      const hours = own.map(({ arrivesAt }) => Date.parse(arrivesAt));
      expect(hours).toEqual([...hours].sort((a, b) => a - b));
    }
    const past = stops
      .filter(({ date }) => date < this.date)
      .map(({ visit, arrivesAt, standing }) => `${visit} ${arrivesAt} ${standing.state}`)
      .sort()
      .join('\n');
    if (!isNight) expect(past).toBe(this.past);
    this.past = past;
  }

  async end(): Promise<void> {
    if (this.plan) await ask('withdraw_plan($1, $2)', this.plan.id, this.plan.revision);
  }
}

test('what was done once stays done once, through every version', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 25 }), async (steps) => {
      const life = new Life();
      try {
        for (const step of steps) await life.take(step);
      } finally {
        await life.end();
      }
    }),
    { numRuns: 80, seed: 20261123 },
  );
});
