import type { Indicator } from '../sites/indicator.ts';
import type { MemberRole } from '../members/who-am-i.ts';
import { ISSUE_SOURCES, type IssueSource } from './vocabulary.ts';

/** What is at a place where a problem is to be reported, as `report_place` tells it. */
export interface ReportPlace {
  /** The widest first. */
  readonly areas: readonly { readonly id: number; readonly name: string }[];
  /** Up to three that one sees within 100 m, the nearest first: it may belong there. */
  readonly sites: readonly NearSite[];
}

export interface NearSite {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly meters: number;
}

/** Who reports where no site stands; the others' problems are at their own sites. */
export function reportsPlaces(role: MemberRole): boolean {
  return !['sponsor', 'owner', 'assessor'].includes(role);
}

/** Where a report may come from: the office and leaders record what others passed on. */
export function sourcesOf(role: MemberRole): readonly IssueSource[] {
  return role === 'office' || role === 'leader' ? ISSUE_SOURCES : [];
}

/** What is looked at within the walls of a business, and nowhere else. */
const BUSINESSES: readonly string[] = ['hotel', 'supermarket'];

/** @param type of the site; null where none stands: what can be wrong in the street */
export function indicatorsFor(
  indicators: readonly Indicator[],
  type: string | null,
): readonly Indicator[] {
  return indicators.filter(({ appliesTo }) =>
    type === null ? appliesTo.some((one) => !BUSINESSES.includes(one)) : appliesTo.includes(type),
  );
}
