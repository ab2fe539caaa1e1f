import type {
  InspectionKind,
  IssueEventKind,
  IssueState,
  ObservationResult,
  PhotoStage,
} from '../issues/vocabulary.ts';
import type { SiteStatus } from './city.ts';
import type { StatusReason } from './site-card.ts';

export const HISTORY_KINDS = ['inspection', 'event', 'status', 'activity'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

export interface HistoryPhoto {
  readonly id: number;
  readonly stage: PhotoStage;
  readonly caption: string | null;
  readonly takenAt: string | null;
}

export interface HistoryObservation {
  readonly id: number;
  readonly code: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly result: ObservationResult;
  readonly grade: 'A' | 'B' | 'C' | null;
  readonly counted: number | null;
  readonly samplesGood: number | null;
  readonly samplesTotal: number | null;
  readonly note: string | null;
  readonly issueId: number | null;
}

export interface InspectionItem {
  readonly kind: 'inspection';
  readonly id: number;
  readonly at: string;
  /** Differs from `at` when it was uploaded later. */
  readonly recordedAt: string;
  readonly finishedAt: string | null;
  readonly inspectionKind: InspectionKind;
  readonly memberName: string | null;
  readonly unitName: string | null;
  readonly note: string | null;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  /** Fails first. */
  readonly observations: readonly HistoryObservation[];
  readonly photos: readonly HistoryPhoto[];
}

export interface IssueEventItem {
  readonly kind: 'event';
  readonly id: number;
  readonly at: string;
  readonly recordedAt: string;
  readonly eventKind: IssueEventKind;
  readonly issueId: number;
  readonly issueNumber: string;
  readonly code: number;
  readonly indicatorZh: string;
  readonly indicatorEn: string;
  /** Null: the system. */
  readonly memberName: string | null;
  readonly unitName: string | null;
  readonly toUnitName: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** What was found; with the first event only. */
  readonly description: string | null;
  readonly deadlineAt: string | null;
  /** The planned end of a deferral. */
  readonly resumesAt: string | null;
  readonly recheckDueAt: string | null;
  readonly stateAfter: IssueState | null;
  readonly photos: readonly HistoryPhoto[];
}

export interface StatusItem {
  readonly kind: 'status';
  readonly id: number;
  readonly at: string;
  readonly status: SiteStatus;
  readonly reason: StatusReason;
  readonly code: number | null;
  readonly indicatorZh: string | null;
  readonly indicatorEn: string | null;
  readonly issueNumber: string | null;
  readonly deadlineAt: string | null;
  readonly score: number | null;
  readonly coverage: number;
  readonly recheckDue: boolean;
  readonly deferred: boolean;
  readonly until: string | null;
}

/** Something held at the site: a clean-up, a training. */
export interface ActivityItem {
  readonly kind: 'activity';
  readonly id: number;
  readonly at: string;
  readonly recordedAt: string;
  readonly activityKind: string;
  readonly kindZh: string;
  readonly kindEn: string;
  /** Whether it was a time of a plan. */
  readonly planned: boolean;
  readonly memberName: string | null;
  readonly unitName: string | null;
  readonly people: number | null;
  readonly note: string | null;
  readonly photos: readonly HistoryPhoto[];
}

export type HistoryItem = InspectionItem | IssueEventItem | StatusItem | ActivityItem;

/** One page, newest first; `next` is an opaque cursor, null on the last page. */
export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  readonly next: string | null;
}
