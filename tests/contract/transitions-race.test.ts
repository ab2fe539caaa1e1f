import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend';
import { layOutCity } from '../support/lifecycle-city';
import { ask, refusal, TwoAtOnce, type Answer } from '../support/two-at-once';

let backend: TestBackend;
let two: TwoAtOnce;

const office = 2;
const colleague = 3;
const social = 6;
const patrol = 10;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  two = new TwoAtOnce(backend);
  await layOutCity(backend.sql);
});
afterAll(async () => {
  await two.end();
  await backend.close();
});

interface Standing extends Answer {
  readonly id: number;
  readonly state: string;
  readonly eventId: number;
  readonly repeated: boolean;
}

const connect = (memberId: number) => two.connect(memberId);
const atOnce = (...asked: Parameters<TwoAtOnce['atOnce']>) => two.atOnce<Standing>(...asked);

/** Of a site, or of a position without one, where only the issue's own row can be locked. */
async function reported(siteId: number | null): Promise<number> {
  const place = siteId === null ? 'lon => 103.03, lat => 29.91' : `site_id => ${siteId}`;
  const client = await connect(patrol);
  const { id } = await ask<Standing>(
    client,
    `report_issue('${randomUUID()}', 19, ${place}, description => '积水')`,
  );
  return id;
}

async function eventsOf(issueId: number): Promise<string[]> {
  const rows = await backend.sql.query<{ kind: string }>(
    'select kind::text from public.issue_events where issue_id = $1 order by recorded_at, id',
    [issueId],
  );
  return rows.map(({ kind }) => kind);
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
    expect(won).toMatchObject({ state: 'accepted', repeated: false });
    expect(refusal(lost)).toMatch(
      /^P0001 问题 \d{4}-\d{6} 现为“已受理”，须为“已上报”；此间\d{4}-\d\d-\d\d \d\d:\d\d由office2“受理” \| issue \S+ is accepted; it must be reported; meanwhile accepted by office2 at \d{4}-\d\d-\d\d \d\d:\d\d$/,
    );
    expect(await eventsOf(id)).toEqual(['reported', 'accepted']);
  });

  it('one starts while the office redirects: the unit is told that it is no longer its own', async () => {
    const id = await reported(2);
    const one = await connect(office);
    const unit = await connect(social);
    await ask<Standing>(one, `accept_issue(${id}, '${randomUUID()}', 1)`);
    await ask<Standing>(one, `assign_issue(${id}, '${randomUUID()}', 2, 3)`);
    const [won, lost] = await atOnce(
      [one, `assign_issue(${id}, '${randomUUID()}', 3, 8, reason => '属城管')`],
      [unit, `start_issue(${id}, '${randomUUID()}', 3)`],
    );
    expect(won).toMatchObject({ state: 'assigned' });
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
    await ask<Standing>(one, `accept_issue(${id}, '${randomUUID()}', 1)`);
    const waiting = ask<Standing>(other, `reject_issue(${id}, '${randomUUID()}', 1, '重复上报')`);
    await two.untilItWaits(other);
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
    expect(won).toMatchObject({ state: 'merged' });
    expect(refusal(lost)).toMatch(/^P0001 请选择另一件未被并案或不予受理的问题/);
    expect(await eventsOf(b)).toEqual(['reported']);
  });

  it('a merge into an issue that a tick holds waits for no one who waits for it', async () => {
    const [low, high] = [await reported(2), await reported(5)];
    const one = await connect(office);
    const tick = await two.connectServer();
    // As a tick does it: site after site in one transaction, the issue locked with its site.
    await tick.query('begin');
    await tick.query('select private.lock_site(2)');
    await tick.query('select from public.issues where id = $1 for no key update', [low]);
    const merged = await ask<Standing>(one, `merge_issue(${high}, '${randomUUID()}', 1, ${low})`);
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
    const [first, other] = await atOnce(
      [await connect(office), call],
      [await connect(office), call],
    );
    expect(other).toEqual({ status: 'fulfilled', value: { ...first, repeated: true } });
    expect(first.repeated).toBe(false);
    expect(await eventsOf(id)).toEqual(['reported', 'accepted']);
  });

  it('makes one report', async () => {
    const call = `report_issue('${randomUUID()}', 19, 2, description => '同一份上报')`;
    const [first, other] = await atOnce(
      [await connect(patrol), call],
      [await connect(patrol), call],
    );
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
