import type { IssueEventKind } from './vocabulary.ts';

/** One event that concerns this member. Moments are ISO 8601. */
export interface NewsItem {
  readonly eventId: number;
  readonly issueId: number;
  readonly number: string;
  readonly kind: IssueEventKind;
  /** An issue of one's unit; something to decide; what became of one's report. */
  readonly why: 'unit' | 'decision' | 'reporter';
  readonly at: string;
  readonly read: boolean;
  /** Null: the system. */
  readonly memberName: string | null;
  readonly unitName: string | null;
  readonly siteName: string | null;
  readonly code: number;
  readonly indicatorZh: string;
  readonly indicatorEn: string;
  readonly deadlineAt: string | null;
  readonly reason: string | null;
}

export interface News {
  /** Of the last hundred. */
  readonly unread: number;
  /** The latest first. */
  readonly items: readonly NewsItem[];
}
