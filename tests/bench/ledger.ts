/**
 * Pages of the ledger under every filter and sort, and their counts, on PostgreSQL with 100,000 sites,
 * 1,000,000 issues and 8,000,000 events. Filling takes some minutes.
 */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { LEDGER_SORTS, type LedgerFilters } from '../../src/domain/issues/ledger-query';
import type { LedgerCursor, LedgerPage } from '../../src/domain/issues/ledger';
import { rounded, withLargeCity, type LargeCity, type Persona } from '../support/large-city';

const PERSONAS: readonly Persona[] = ['office', 'leader', 'department', 'community'];
const PAGE_SIZE = 100;
const MARK_MILLISECONDS = 50;

/** One of each filter, and what an office would put together; with the same for a plain select. */
const QUESTIONS: readonly (readonly [LedgerFilters, string])[] = [
  [{}, 'true'],
  [{ states: ['assigned', 'in_progress'] }, `i.state in ('assigned', 'in_progress')`],
  [{ states: ['reported'] }, `i.state = 'reported'`],
  [{ states: ['closed'] }, `i.state = 'closed'`],
  [{ states: ['rejected', 'merged'] }, `i.state in ('rejected', 'merged')`],
  [{ codes: [11] }, 'i.code = 11'],
  [{ types: ['hotel'] }, `i.site_id in (select id from public.sites where type = 'hotel')`],
  [{ areaId: 2 }, 'i.area_id between 101 and 150'],
  [{ areaId: 130 }, 'i.area_id = 130'],
  [{ unitId: 40 }, 'i.lead_unit_id = 40'],
  [{ unitId: 3 }, 'i.lead_unit_id = 3'],
  [{ sources: ['digital'] }, `i.source = 'digital'`],
  [{ text: '飞线' }, `i.description like '%飞线%'`],
  [{ text: '12345-77' }, `i.source_number like '12345-77%'`],
  [{ text: '阳光社区' }, `i.site_id in (select id from public.sites where name like '%阳光社区%')`],
  [
    { text: '阳光社区88' },
    `i.site_id in (select id from public.sites where name like '%阳光社区88%')`,
  ],
  [{ due: 'overdue' }, `i.state in ('assigned', 'in_progress') and i.deadline_at <= now()`],
  [
    { due: 'today' },
    `i.state in ('assigned', 'in_progress') and i.deadline_at::date = now()::date`,
  ],
  [
    { due: 'week' },
    `i.state in ('assigned', 'in_progress') and i.deadline_at < now() + interval '7 days'`,
  ],
  [{ waitingForMe: true }, `i.state in ('reported', 'accepted', 'returned', 'awaiting_check')`],
  [{ siteIds: [8, 16, 24, 1001] }, 'i.site_id in (8, 16, 24, 1001)'],
  [
    { reportedFrom: '2026-01-01T00:00:00+08:00', reportedTo: '2026-02-01T00:00:00+08:00' },
    `i.reported_at >= '2026-01-01 00:00+08' and i.reported_at < '2026-02-01 00:00+08'`,
  ],
  [{ supervised: true }, 'i.supervised'],
  [{ veto: true }, 'i.code in (14, 15)'],
  [{ recheckDue: true }, `i.state = 'closed' and i.recheck_due_at <= now()`],
  [{ reportedByMe: true }, 'i.reported_by = 1'],
  [
    { areaId: 2, states: ['closed'], sources: ['hotline'], codes: [11, 13, 22] },
    `i.area_id between 101 and 150 and i.state = 'closed' and i.source = 'hotline' and i.code in (11, 13, 22)`,
  ],
  [
    { types: ['courtyard'], veto: true, states: ['assigned', 'in_progress'] },
    `i.site_type = 'courtyard' and i.code in (14, 15) and i.state in ('assigned', 'in_progress')`,
  ],
];

const KEYS: Readonly<Record<(typeof LEDGER_SORTS)[number], string>> = {
  number: 'i.number',
  reported: 'i.reported_at',
  deadline: 'i.deadline_at',
  state: 'i.state',
  area: 'i.area_id',
  unit: 'i.lead_unit_id',
  site: 'i.site_id',
  indicator: 'i.code',
  closed: 'i.closed_at',
};

interface Timing {
  readonly milliseconds: number;
  readonly what: string;
}

export default async function bench(print: (figures: object) => void): Promise<void> {
  await withLargeCity(async (city) => {
    await city.backend.sql.exec(
      readFileSync(new URL('../support/large-ledger.sql', import.meta.url), 'utf8'),
    );
    await city.backend.sql.exec('vacuum analyze');
    await measureLedger(city, print);
  });
}

/** On a city that has been filled. */
export async function measureLedger(
  city: Pick<LargeCity, 'as' | 'owner'>,
  print: (figures: object) => void,
): Promise<void> {
  const against = await plainPages(await city.owner());
  for (const persona of PERSONAS) {
    const client = await city.as(persona);
    const pages: Timing[] = [];
    const jumps: Timing[] = [];
    const counts: Timing[] = [];
    for (const [filters] of QUESTIONS) {
      const asked = JSON.stringify(filters);
      // A first call fills the server's caches; the marks are for a ledger in use.
      await readPage(client, asked, 'deadline', false, null);
      for (const sort of LEDGER_SORTS) {
        for (const descending of [false, true]) {
          const what = `${asked} ${sort}${descending ? ' desc' : ''}`;
          const first = await readPage(client, asked, sort, descending, null);
          pages.push({ what, milliseconds: first.milliseconds });
          if (first.next === null) continue;
          const second = await readPage(client, asked, sort, descending, first.next);
          pages.push({ what: `${what} second`, milliseconds: second.milliseconds });
        }
        const jump = await readPage(client, asked, sort, false, { offset: 5_000 });
        jumps.push({ what: `${asked} ${sort} at 5,000`, milliseconds: jump.milliseconds });
      }
      const started = performance.now();
      await client.query('select public.ledger_counts($1)', [asked]);
      counts.push({ what: asked, milliseconds: performance.now() - started });
    }
    print({ persona, ...summary('page', pages), mark: MARK_MILLISECONDS, ...against });
    print({ persona, ...summary('jump to row 5,000', jumps), mark: MARK_MILLISECONDS });
    print({ persona, ...summary('counts', counts), mark: MARK_MILLISECONDS });
    const far: Timing[] = [];
    for (const offset of [100_000, 500_000, 900_000]) {
      const { milliseconds } = await readPage(client, '{}', 'deadline', false, { offset });
      far.push({ what: `row ${offset}`, milliseconds });
    }
    print({ persona, ...summary('jump far down the whole ledger', far), mark: MARK_MILLISECONDS });
    const started = performance.now();
    await client.query('select public.my_work()');
    print({ persona, what: 'work list', milliseconds: rounded(performance.now() - started) });
  }
}

async function readPage(
  client: pg.Client,
  filters: string,
  sort: string,
  descending: boolean,
  after: LedgerCursor | null,
): Promise<{ milliseconds: number; next: LedgerCursor | null }> {
  const started = performance.now();
  const { rows } = await client.query<{ page: LedgerPage }>(
    'select public.ledger_page($1, $2, $3, $4, $5) as page',
    [filters, sort, descending, after, PAGE_SIZE],
  );
  return { milliseconds: performance.now() - started, next: rows[0]?.page.next ?? null };
}

/** The same first pages as whoever writes SQL by hand would ask for them, without policies. */
async function plainPages(owner: pg.Client): Promise<object> {
  const times: Timing[] = [];
  for (const [, condition] of QUESTIONS) {
    for (const sort of LEDGER_SORTS) {
      const started = performance.now();
      await owner.query(
        `select i.* from public.issues i where ${condition} order by ${KEYS[sort]}, i.id limit ${PAGE_SIZE}`,
      );
      times.push({ what: `${condition} ${sort}`, milliseconds: performance.now() - started });
    }
  }
  const { p95Milliseconds, slowestMilliseconds } = summary('', times);
  return {
    against: 'owner, first pages by a plain select',
    againstP95Milliseconds: p95Milliseconds,
    againstSlowestMilliseconds: slowestMilliseconds,
  };
}

function summary(what: string, timings: readonly Timing[]) {
  const sorted = [...timings].sort((a, b) => a.milliseconds - b.milliseconds);
  const at = (share: number) =>
    rounded(sorted[Math.ceil(sorted.length * share) - 1]?.milliseconds ?? Number.NaN);
  return {
    what,
    samples: sorted.length,
    medianMilliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    slowestMilliseconds: at(1),
    slowest: sorted.at(-1)?.what ?? '',
  };
}
