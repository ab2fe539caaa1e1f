import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActivityPlan } from './activity.ts';
import {
  agendaOf,
  BOARD_PAGES,
  formatBoardQuery,
  heldAsPlanned,
  parseBoardQuery,
  periodOf,
  timeToRecord,
  weekOf,
} from './agenda.ts';

/** A Wednesday, in Shanghai. */
const NOW = '2026-11-25T16:00:00+08:00';

function plan(planId: number, more: Partial<ActivityPlan> = {}): ActivityPlan {
  return {
    planId,
    kind: 'cleanup',
    kindZh: '环境卫生大扫除',
    kindEn: 'Clean-up',
    siteId: 2,
    siteName: '甲一院',
    areaId: 4,
    areaName: '甲社区',
    unitId: 3,
    unitName: '甲社区居委会',
    startsAt: '2026-11-06T15:00:00+08:00',
    recurs: 'weekly',
    until: null,
    note: null,
    nextAt: '2026-11-27T15:00:00+08:00',
    overdueAt: null,
    mayRecord: true,
    ...more,
  };
}

describe('periods in the city’s time', () => {
  it.each([
    [NOW, '2026-11-23T00:00:00+08:00', '2026-11-30T00:00:00+08:00'],
    // Sunday 23:59 and Monday 00:00 in Shanghai, told in UTC.
    ['2026-11-22T15:59:00Z', '2026-11-16T00:00:00+08:00', '2026-11-23T00:00:00+08:00'],
    ['2026-11-22T16:00:00Z', '2026-11-23T00:00:00+08:00', '2026-11-30T00:00:00+08:00'],
  ])('the week of %s', (now, from, to) => {
    expect(weekOf(now)).toEqual({ from, to });
  });

  it.each([
    ['week', NOW, '2026-11-23T00:00:00+08:00', '2026-11-30T00:00:00+08:00'],
    ['month', NOW, '2026-11-01T00:00:00+08:00', '2026-11-26T00:00:00+08:00'],
    [
      'last_month',
      '2026-01-05T10:00:00+08:00',
      '2025-12-01T00:00:00+08:00',
      '2026-01-01T00:00:00+08:00',
    ],
    ['year', NOW, '2025-11-26T00:00:00+08:00', '2026-11-26T00:00:00+08:00'],
  ] as const)('%s at %s', (id, now, from, to) => {
    expect(periodOf(id, now)).toEqual({ from, to });
  });
});

describe('the agenda', () => {
  it('has one’s own overdue first, what recurs before what does not, then this week, then later', () => {
    const plans = [
      plan(1, { nextAt: '2026-11-30T00:00:00+08:00' }),
      plan(2, { nextAt: '2026-11-29T23:59:00+08:00' }),
      plan(3, { recurs: 'once', overdueAt: '2026-11-02T09:00:00+08:00', nextAt: null }),
      plan(4, { overdueAt: '2026-11-20T15:00:00+08:00' }),
      plan(8, { overdueAt: '2026-11-01T15:00:00+08:00', mayRecord: false }),
      plan(5, { overdueAt: '2026-11-13T15:00:00+08:00' }),
      plan(6, { nextAt: '2026-11-25T18:00:00+08:00' }),
      // It ran out, and its last time was recorded.
      plan(7, { nextAt: null }),
    ];
    const { overdue, thisWeek, later } = agendaOf(plans, NOW);
    const ids = (list: readonly ActivityPlan[]) => list.map(({ planId }) => planId);
    expect([ids(overdue), ids(thisWeek), ids(later)]).toEqual([[5, 4, 3, 8], [6, 2], [1]]);
  });
});

describe('what may be recorded now', () => {
  const overdueAt = '2026-11-20T15:00:00+08:00';
  it.each([
    ['the overdue time', plan(1, { overdueAt }), overdueAt],
    [
      'today’s, though its hour has not come',
      plan(1, { nextAt: '2026-11-25T23:30:00+08:00' }),
      '2026-11-25T23:30:00+08:00',
    ],
    ['not tomorrow’s', plan(1, { nextAt: '2026-11-26T00:00:00+08:00' }), undefined],
  ])('%s', (_, one, wanted) => {
    expect(timeToRecord(one, NOW)?.plannedAt).toBe(wanted);
  });

  it('is taken to have been held as planned, never in the future', () => {
    expect(heldAsPlanned(overdueAt, NOW)).toBe(overdueAt);
    expect(heldAsPlanned('2026-11-25T16:00:01+08:00', NOW)).toBe(NOW);
  });
});

describe('what the panel’s tab says', () => {
  it('opens with the plans and needs no word for that', () => {
    const usual = { page: 'plans', kind: null, unitId: null, areaId: null };
    expect(parseBoardQuery(null)).toEqual(usual);
    expect(parseBoardQuery('inspect')).toEqual(usual);
    expect(formatBoardQuery(parseBoardQuery(null))).toBeNull();
    expect(formatBoardQuery({ ...parseBoardQuery(null), page: 'counts' })).toBe('counts');
    expect(parseBoardQuery('held-cleanup-u12-a45')).toEqual({
      page: 'held',
      kind: 'cleanup',
      unitId: 12,
      areaId: 45,
    });
  });

  it('reads what it wrote', () => {
    const query = fc.record({
      page: fc.constantFrom(...BOARD_PAGES),
      kind: fc.option(fc.constantFrom('publicity', 'cleanup', 'persuasion', 'leaflets', 'a_b')),
      unitId: fc.option(fc.nat(0x7fffffff)),
      areaId: fc.option(fc.nat(0x7fffffff)),
    });
    fc.assert(
      fc.property(query, (one) => {
        expect(parseBoardQuery(formatBoardQuery(one))).toEqual(one);
      }),
    );
  });
});
