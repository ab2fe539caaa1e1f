import type { ClockKind, DayKind } from '../issues/clocks.ts';

export const RULE_KINDS = ['pass_fail', 'min_count', 'max_count', 'graded'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** An item of an edition of the catalogue. */
export interface CatalogueItem {
  readonly code: number;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Site types. */
  readonly appliesTo: readonly string[];
  readonly weight: number;
  readonly veto: boolean;
  readonly clock: ClockKind;
  /** The default deadline, in units of its clock. */
  readonly clockAmount: number;
  readonly validDays: number;
  readonly rule: RuleKind;
  /** min_count, max_count: the limit; graded: how many samples; pass_fail: none. */
  readonly ruleCount: number | null;
  readonly ruleCountByType: Readonly<Record<string, number>>;
  readonly hourSensitive: boolean;
}

export interface Edition {
  readonly id: number;
  readonly edition: string;
  readonly inForceFrom: string;
  readonly note: string | null;
  readonly standing: 'past' | 'in_force' | 'coming';
  readonly indicatorCount: number;
}

/** HH:MM, of the city's day; an end may be 24:00. */
export interface Stretch {
  readonly starts: string;
  readonly ends: string;
}

export const HOUR_BANDS = ['early', 'morning', 'noon', 'afternoon', 'evening', 'night'] as const;
export type HourBandId = (typeof HOUR_BANDS)[number];

export interface HourBand extends Stretch {
  readonly id: HourBandId;
}

export interface NamedDay {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly kind: DayKind;
  readonly name: string;
}

export interface DefaultUnitRule {
  readonly id: number;
  readonly code: number | null;
  readonly siteType: string | null;
  readonly areaId: number | null;
  readonly areaName: string | null;
  readonly unitId: number;
  readonly unitName: string;
}

export interface IssueWord {
  readonly kind: 'state' | 'event';
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** What the office edits. */
export interface OfficeSettings {
  readonly today: string;
  /** The latest first. */
  readonly editions: readonly Edition[];
  readonly workingHours: readonly Stretch[];
  readonly hourBands: readonly HourBand[];
  readonly calendarDays: readonly NamedDay[];
  readonly defaultUnits: readonly DefaultUnitRule[];
  readonly issueWords: readonly IssueWord[];
}

/** A draft of an edition as the database takes it. */
export interface EditionDraft {
  readonly clientId: string;
  readonly edition: string;
  /** ISO 8601, in the future. */
  readonly inForceFrom: string;
  readonly baseId: number;
  readonly changes: readonly CatalogueItem[];
  readonly removed: readonly number[];
  readonly note: string;
}

/**
 * An item with another rule: what the rule has no use for goes, what it needs is proposed.
 * pass_fail has no count; the others have one of their own, and by type only for types it applies to.
 */
export function withRule(item: CatalogueItem, rule: RuleKind): CatalogueItem {
  const ruleCount = rule === 'pass_fail' ? null : (item.ruleCount ?? (rule === 'graded' ? 5 : 1));
  return {
    ...item,
    rule,
    ruleCount: rule === 'min_count' || rule === 'graded' ? Math.max(1, ruleCount ?? 1) : ruleCount,
    ruleCountByType: rule === 'pass_fail' ? {} : item.ruleCountByType,
  };
}

/** Counts by type for types the item no longer applies to would be refused. */
export function withTypes(item: CatalogueItem, appliesTo: readonly string[]): CatalogueItem {
  const ruleCountByType = Object.fromEntries(
    Object.entries(item.ruleCountByType).filter(([type]) => appliesTo.includes(type)),
  );
  return { ...item, appliesTo, ruleCountByType };
}
