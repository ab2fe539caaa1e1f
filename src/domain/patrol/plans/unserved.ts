import type { PlanSolution, UnassignedReason } from '../problem/problem.ts';
import type { UnservedVisit } from './plan.ts';

/** What keeps a visit out of every route, as people are told. */
export const UNSERVED_WORDS: Readonly<
  Record<UnassignedReason, { readonly zh: string; readonly en: string }>
> = {
  unreachable: { zh: '路网上到不了', en: 'Not reachable on the road network' },
  skills: { zh: '没有具备所需技能的班组', en: 'No crew has the skill it asks for' },
  capacity: { zh: '超出班组的承载', en: 'More than a crew can carry' },
  time_windows: { zh: '开放时段内排不进任何班次', en: 'No shift falls within its opening hours' },
  days: { zh: '间隔或可访日期不允许', en: 'Its gaps or allowed days leave no day' },
  pin: {
    zh: '固定的班组、日期或时刻排不进',
    en: 'The crew, day or hour it is pinned to has no room',
  },
  shift_too_short: { zh: '班次太短，容不下一次检查', en: 'Every shift is too short for one visit' },
  time: { zh: '各班次时间已满', en: 'The shifts are full' },
};

/** A site's visits that a plan leaves out for one reason. */
export interface LeftOut {
  readonly siteId: number;
  readonly visits: number;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Of a solution, and of the plan it goes on with what was left out before and is not tried again. */
export function leftOutOf(
  { unassigned }: PlanSolution,
  untried: readonly UnservedVisit[] = [],
): LeftOut[] {
  const found = unassigned.map(({ id, visits = 1, reason }): LeftOut => {
    return { siteId: id, visits, code: reason, ...UNSERVED_WORDS[reason] };
  });
  const before = new Map<string, LeftOut>();
  for (const { siteId, code, zh, en } of untried) {
    const visits = 1 + (before.get(`${siteId}/${code}`)?.visits ?? 0);
    before.set(`${siteId}/${code}`, { siteId, visits, code, zh, en });
  }
  return [...found, ...before.values()];
}

/** One by one, as they are saved. */
export function unservedVisits(leftOut: readonly LeftOut[]): Omit<UnservedVisit, 'siteName'>[] {
  return leftOut.flatMap(({ visits, ...each }) => Array.from({ length: visits }, () => each));
}
