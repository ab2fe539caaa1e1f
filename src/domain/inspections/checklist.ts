import type { InspectionKind, IssueState, ObservationResult } from '../issues/vocabulary.ts';

export type IndicatorRule = 'pass_fail' | 'min_count' | 'max_count' | 'graded';
export type Grade = 'A' | 'B' | 'C';

/** What was seen of an indicator last time. */
export interface LastAnswer {
  readonly result: ObservationResult;
  readonly grade: Grade | null;
  readonly counted: number | null;
  readonly samplesGood: number | null;
  readonly samplesTotal: number | null;
  readonly note: string | null;
  /** ISO 8601. */
  readonly observedAt: string;
  /** Whether it is the pass that a verification wrote. */
  readonly verified: boolean;
  readonly photoCount: number;
}

/** An issue of the indicator that still goes on at the site. */
export interface ItemIssue {
  readonly id: number;
  readonly number: string;
  readonly state: IssueState;
  readonly deadlineAt: string | null;
  readonly unitName: string | null;
}

/** A closed issue whose re-check (回头看) is due at the site. */
export interface DueRecheck {
  readonly id: number;
  readonly number: string;
  readonly code: number;
  readonly indicatorZh: string;
  readonly indicatorEn: string;
  readonly description: string | null;
  /** ISO 8601: since when. */
  readonly dueAt: string;
  readonly closedAt: string;
  readonly relapseCount: number;
  readonly fixedByUnit: string | null;
  readonly fixedByMember: string | null;
  readonly fixedAt: string | null;
  /** Why this member may not settle it; null: may. */
  readonly whyZh: string | null;
  readonly whyEn: string | null;
}

export interface ChecklistItem {
  readonly code: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly weight: number;
  readonly veto: boolean;
  readonly rule: IndicatorRule;
  /** At least, at most, or how many samples are usual; null for pass_fail. */
  readonly ruleCount: number | null;
  readonly hourSensitive: boolean;
  /** Null: never seen, or the inspector is blind. */
  readonly last: LastAnswer | null;
  readonly openIssue: ItemIssue | null;
}

/** The checklist of one site by the catalogue in force, as `inspection_form` tells it. */
export interface InspectionForm {
  readonly siteId: number;
  readonly siteName: string;
  readonly siteType: string;
  readonly typeNameZh: string;
  readonly typeNameEn: string;
  readonly edition: string;
  /** A mock inspection: neither last time's answers nor open issues are told. */
  readonly blind: boolean;
  /** The database's clock. */
  readonly now: string;
  /** What kinds of visit the member makes here, the usual one first; none: does not inspect. */
  readonly kinds: readonly InspectionKind[];
  /** What a visit of the kind `recheck` settles here; the longest due first. */
  readonly rechecks: readonly DueRecheck[];
  readonly indicators: readonly ChecklistItem[];
}

/** What the inspector says of one item. What has not been said is null. */
export interface Answer {
  /** Chosen by a tap; counts and samples decide by themselves. */
  readonly result: ObservationResult | null;
  readonly counted: number | null;
  readonly samplesGood: number | null;
  readonly samplesTotal: number | null;
  readonly note: string;
  /** 当场整改: seen fixed during this visit. */
  readonly fixed: boolean;
  /** Another place than that of the issue which goes on. */
  readonly separate: boolean;
}

export const NO_ANSWER: Answer = {
  result: null,
  counted: null,
  samplesGood: null,
  samplesTotal: null,
  note: '',
  fixed: false,
  separate: false,
};

export interface Verdict {
  readonly result: ObservationResult;
  readonly grade: Grade | null;
}

/**
 * What an answer comes to, by the same rule as the database's `private.judge`, which decides: a count
 * against its limit; samples all good A, at least half B, else C, which fails.
 *
 * @returns null while the item is not answered
 */
export function judge(
  { rule, ruleCount }: Pick<ChecklistItem, 'rule' | 'ruleCount'>,
  answer: Answer,
): Verdict | null {
  if (answer.result === 'not_applicable') return { result: 'not_applicable', grade: null };
  const { counted, samplesGood: good, samplesTotal: total } = answer;
  switch (rule) {
    case 'pass_fail':
      return answer.result && { result: answer.result, grade: null };
    case 'min_count':
    case 'max_count': {
      if (counted === null) return null;
      const limit = ruleCount ?? 0;
      const isGood = rule === 'min_count' ? counted >= limit : counted <= limit;
      return { result: isGood ? 'pass' : 'fail', grade: null };
    }
    case 'graded': {
      if (good === null || total === null || total < 1 || good > total) return null;
      if (good === total) return { result: 'pass', grade: 'A' };
      return 2 * good >= total ? { result: 'pass', grade: 'B' } : { result: 'fail', grade: 'C' };
    }
  }
}

/** Of the visit in which an answer is given. */
export interface AnswerSetting {
  readonly photoCount: number;
  /** A mock inspection. */
  readonly blind: boolean;
  /** A fail would be told to a closed issue as its relapse. */
  readonly settlesRecheck: boolean;
}

/**
 * Whether a fail says too little: the lifecycle asks for a word or a photo, unless a count says it; a
 * relapse wants the word.
 */
export function lacksReason(
  item: ChecklistItem,
  answer: Answer,
  { photoCount, blind, settlesRecheck }: AnswerSetting,
): boolean {
  return (
    !blind &&
    item.rule === 'pass_fail' &&
    judge(item, answer)?.result === 'fail' &&
    answer.note.trim() === '' &&
    (settlesRecheck || photoCount === 0)
  );
}

/** One finding as `submit_inspection` takes it. */
export function findingOf(
  { code, rule }: ChecklistItem,
  answer: Answer,
  photos: readonly number[],
): Readonly<Record<string, unknown>> {
  const isCounted = rule === 'min_count' || rule === 'max_count';
  const isApplicable = answer.result !== 'not_applicable';
  return {
    code,
    ...(answer.result !== null && { result: answer.result }),
    ...(isApplicable && isCounted && { counted: answer.counted }),
    ...(isApplicable &&
      rule === 'graded' && {
        samplesGood: answer.samplesGood,
        samplesTotal: answer.samplesTotal,
      }),
    ...(answer.note.trim() !== '' && { note: answer.note.trim() }),
    ...(answer.fixed && { fixed: true }),
    ...(answer.separate && { separate: true }),
    ...(photos.length > 0 && { photos }),
  };
}

/** A visit as it is sent. */
export interface InspectionReport {
  readonly clientId: string;
  readonly siteId: number;
  readonly kind: InspectionKind;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly note: string | null;
  readonly observations: readonly Readonly<Record<string, unknown>>[];
}

/** What a visit came to. */
export interface InspectionOutcome {
  readonly inspectionId: number;
  readonly repeated: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  /** What a re-check settled, and what it left and why. */
  readonly rechecks: readonly {
    readonly id: number;
    readonly number: string;
    readonly code: number;
    readonly outcome: 'passed' | 'relapsed' | 'left';
    readonly whyZh: string | null;
    readonly whyEn: string | null;
  }[];
  readonly issues: readonly {
    readonly id: number;
    readonly code: number;
    readonly number: string;
    readonly state: IssueState;
    readonly fixed: boolean;
    /** It was there before; the fail was told there. */
    readonly existing: boolean;
  }[];
}
