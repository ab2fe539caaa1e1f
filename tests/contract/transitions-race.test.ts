import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity, people } from '../support/lifecycle-city';

/**
 * Two people at once, on PostgreSQL: one transaction is held open after its step while the other
 * asks, so that the second certainly waits at the lock; then the first commits.
 */
let backend: TestBackend;
const clients: pg.Client[] = [];

const office = 2;
const colleague = 3;
const social = 6;
const patrol = 10;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  await layOutCity(backend.sql);
});
afterAll(async () => {
  for (const client of clients) await client.end();
  await backend.close();
});

/** A connection that acts as a member. */
async function connect(memberId: number): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: backend.databaseUrl });
  clients.push(client);
  await client.connect();
  const { userId } = people.find(({ id }) => id === memberId)!;
  await client.query(
    `select set_config('request.jwt.claim.sub', $1, false), set_config('request.jwt.claims', $2, false),
       set_config('role', 'authenticated', false)`,
    [userId, JSON.stringify({ sub: userId, role: 'authenticated' })],
  );
  return client;
}

interface Standing {
  readonly id: number;
  readonly state: string;
  readonly eventId: number;
  readonly repeated: boolean;
}

async function step(client: pg.Client, call: string): Promise<Standing> {
  const { rows } = await client.query<{ answer: Standing }>(`select public.${call} as answer`);
  return rows[0]!.answer;
}

/** Of a site, or of a position without one, where only the issue's own row can be locked. */
async function reported(siteId: number | null): Promise<number> {
  const place = siteId === null ? 'lon => 103.03, lat => 29.91' : `site_id => ${siteId}`;
  const client = await connect(patrol);
  const { id } = await step(
    client,
    `report_issue('${randomUUID()}', 19, ${place}, description => '积水')`,
  );
  return id;
}

/** Waits until the database says that a connection waits for a lock; no time is guessed. */
async function untilItWaits(client: pg.Client): Promise<void> {
  const { processID } = client as unknown as { processID: number };
  for (;;) {
    const [row] = await backend.sql.query<{ waits: boolean }>(
      `select cardinality(pg_blocking_pids($1)) > 0 as waits`,
      [processID],
    );
    if (row?.waits === true) return;
  }
}

/** The second asks while the first has stepped and not committed; then the first commits. */
async function atOnce(
  [first, firstCall]: readonly [pg.Client, string],
  [second, secondCall]: readonly [pg.Client, string],
): Promise<[PromiseSettledResult<Standing>, PromiseSettledResult<Standing>]> {
  await first.query('begin');
  const won = await step(first, firstCall);
  const waiting = Promise.allSettled([step(second, secondCall)]);
  await untilItWaits(second);
  await first.query('commit');
  const [lost] = await waiting;
  return [{ status: 'fulfilled', value: won }, lost];
}

async function eventsOf(issueId: number): Promise<string[]> {
  const rows = await backend.sql.query<{ kind: string }>(
    'select kind::text from public.issue_events where issue_id = $1 order by recorded_at, id',
    [issueId],
  );
  return rows.map(({ kind }) => kind);
}

function refusal(outcome: PromiseSettledResult<Standing>): string {
  if (outcome.status === 'fulfilled') return `took the step: ${outcome.value.state}`;
  const { message, hint, code } = outcome.reason as pg.DatabaseError;
  return `${code} ${message} | ${hint}`;
}

describe('two people at once', () => {
  it.each([
    ['at a site', 2],
    ['where no site is', null],
  ])('one accepts, the other is told who was faster, %s', async (_where, siteId) => {
    const id = await reported(siteId);
    const one = await connect(office);
    const other = await connect(colleague);
    const [won, lost] = await atOnce(
      [one, `accept_issue(${id}, '${randomUUID()}', 1)`],
      [other, `reject_issue(${id}, '${randomUUID()}', 1, '重复上报')`],
    );
    expect(won).toMatchObject({ value: { state: 'accepted', repeated: false } });
    expect(refusal(lost)).toMatch(
      /^P0001 问题 \d{4}-\d{6} 现为“已受理”，须为“已上报”；此间\d{4}-\d\d-\d\d \d\d:\d\d由office2“受理” \| issue \S+ is accepted; it must be reported; meanwhile accepted by office2 at \d{4}-\d\d-\d\d \d\d:\d\d$/,
    );
    expect(await eventsOf(id)).toEqual(['reported', 'accepted']);
  });

  it('one starts while the office redirects: the unit is told that it is no longer its own', async () => {
    const id = await reported(2);
    const one = await connect(office);
    const unit = await connect(social);
    await step(one, `accept_issue(${id}, '${randomUUID()}', 1)`);
    await step(one, `assign_issue(${id}, '${randomUUID()}', 2, 3)`);
    const [won, lost] = await atOnce(
      [one, `assign_issue(${id}, '${randomUUID()}', 3, 8, reason => '属城管')`],
      [unit, `start_issue(${id}, '${randomUUID()}', 3)`],
    );
    expect(won).toMatchObject({ value: { state: 'assigned' } });
    expect(refusal(lost)).toMatch(
      /^P0001 只有责任单位（城管局）可以办理；此间\S+ \S+由office2“交办” \| only the unit in charge may do this; meanwhile assigned by office2 at/,
    );
    expect(await eventsOf(id)).toEqual(['reported', 'accepted', 'assigned', 'assigned']);
  });

  it('whoever was refused before the other committed is not told of what did not happen', async () => {
    const id = await reported(2);
    const one = await connect(office);
    const other = await connect(colleague);
    await one.query('begin');
    await step(one, `accept_issue(${id}, '${randomUUID()}', 1)`);
    const waiting = step(other, `reject_issue(${id}, '${randomUUID()}', 1, '重复上报')`);
    await untilItWaits(other);
    await one.query('rollback');
    expect(await waiting).toMatchObject({ state: 'rejected' });
    expect(await eventsOf(id)).toEqual(['reported', 'rejected']);
  });

  it('two merge two issues into each other: one is merged, neither waits for ever', async () => {
    const [a, b] = [await reported(2), await reported(5)];
    const one = await connect(office);
    const other = await connect(colleague);
    const [won, lost] = await atOnce(
      [one, `merge_issue(${a}, '${randomUUID()}', 1, ${b})`],
      [other, `merge_issue(${b}, '${randomUUID()}', 1, ${a})`],
    );
    expect(won).toMatchObject({ value: { state: 'merged' } });
    expect(refusal(lost)).toMatch(/^P0001 请选择另一件未被并案或不予受理的问题/);
    expect(await eventsOf(b)).toEqual(['reported']);
  });

  it('a merge into an issue that a tick holds waits for no one who waits for it', async () => {
    const [low, high] = [await reported(2), await reported(5)];
    const one = await connect(office);
    const tick = new pg.Client({ connectionString: backend.databaseUrl });
    clients.push(tick);
    await tick.connect();
    // As a tick does it: site after site in one transaction, the issue locked with its site.
    await tick.query('begin');
    await tick.query('select private.lock_site(2)');
    await tick.query('select from public.issues where id = $1 for no key update', [low]);
    const merged = await step(one, `merge_issue(${high}, '${randomUUID()}', 1, ${low})`);
    await tick.query('select private.lock_site(5)');
    await tick.query('commit');
    expect(merged.state).toBe('merged');
  });
});

describe('one request twice at once', () => {
  it.each([
    ['at a site', 2],
    ['where no site is', null],
  ])('makes one event, and both are told the same, %s', async (_where, siteId) => {
    const id = await reported(siteId);
    const call = `accept_issue(${id}, '${randomUUID()}', 1)`;
    const [one, other] = await atOnce([await connect(office), call], [await connect(office), call]);
    const first = (one as PromiseFulfilledResult<Standing>).value;
    expect(other).toEqual({ status: 'fulfilled', value: { ...first, repeated: true } });
    expect(first.repeated).toBe(false);
    expect(await eventsOf(id)).toEqual(['reported', 'accepted']);
  });

  it('makes one report', async () => {
    const call = `report_issue('${randomUUID()}', 19, 2, description => '同一份上报')`;
    const [one, other] = await atOnce([await connect(patrol), call], [await connect(patrol), call]);
    const first = (one as PromiseFulfilledResult<Standing>).value;
    expect(other).toEqual({ status: 'fulfilled', value: { ...first, repeated: true } });
    const [row] = await backend.sql.query<{ count: number }>(
      `select count(*) from public.issues where description = '同一份上报'`,
    );
    expect(row?.count).toBe(1);
  });

  it('of two different people is the first one’s alone', async () => {
    const id = await reported(2);
    const call = `accept_issue(${id}, '${randomUUID()}', 1)`;
    const [, lost] = await atOnce([await connect(office), call], [await connect(colleague), call]);
    expect(refusal(lost)).toMatch(
      /^P0001 请求编号已用于其他办理 \| this client_id belongs to another step$/,
    );
    expect(await eventsOf(id)).toEqual(['reported', 'accepted']);
  });

  it('for two issues is the first one’s alone', async () => {
    const [a, b] = [await reported(2), await reported(5)];
    const clientId = randomUUID();
    const [, lost] = await atOnce(
      [await connect(office), `accept_issue(${a}, '${clientId}', 1)`],
      [await connect(office), `accept_issue(${b}, '${clientId}', 1)`],
    );
    expect(refusal(lost)).toMatch(/^P0001 请求编号已用于其他办理/);
    expect(await eventsOf(b)).toEqual(['reported']);
  });
});
