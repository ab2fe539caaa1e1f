import type { IssueEvent, IssueProjection } from '../../../src/domain/issues/lifecycle.ts';
import type {
  InspectionKind,
  IssueSource,
  ObservationResult,
  PhotoStage,
} from '../../../src/domain/issues/vocabulary.ts';
import type { Site } from '../city-model.ts';

/** A visit that will be made, before it is known what it finds. */
export interface Visit {
  readonly site: Site;
  readonly kind: InspectionKind;
  readonly unitId: number;
  readonly memberId: number;
  readonly startedAt: number;
  readonly scope: VisitScope;
}

/** Everything; what ages in 14 days; what a patrol looks at; or the indicators due for a re-check. */
export type VisitScope = 'whole' | 'short_lived' | 'patrol' | readonly number[];

export interface Inspection {
  id: number;
  readonly site: Site;
  readonly kind: InspectionKind;
  readonly memberId: number;
  readonly unitId: number | null;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly recordedAt: number;
  readonly note: string | null;
  readonly observations: Observation[];
}

export interface Observation {
  id: number;
  /** Null where a verification or a fix on the spot wrote it. */
  readonly inspection: Inspection | null;
  readonly site: Site;
  readonly code: number;
  readonly result: ObservationResult;
  readonly grade: 'A' | 'B' | 'C' | null;
  readonly value: number | null;
  readonly counted: number | null;
  readonly samplesGood: number | null;
  readonly samplesTotal: number | null;
  readonly note: string | null;
  readonly observedAt: number;
  readonly recordedAt: number;
  issue: Issue | null;
  readonly mock: boolean;
}

/** An event with who did it and what was said. */
export type EventRecord = IssueEvent & {
  id: number;
  readonly memberId: number | null;
  readonly unitId: number | null;
  readonly reason: string | null;
  readonly note: string | null;
  photos: { readonly stage: PhotoStage; readonly picture: number }[];
};

export interface Issue {
  id: number;
  readonly site: Site | null;
  readonly areaId: number;
  readonly code: number;
  readonly point: readonly [lon: number, lat: number];
  readonly source: IssueSource;
  readonly sourceNumber: string | null;
  readonly description: string;
  readonly person: string | null;
  measures: string | null;
  readonly reportedBy: number | null;
  readonly reportedAt: number;
  /** In the order recorded. */
  readonly events: EventRecord[];
  /** The issue after each event. */
  projections: IssueProjection[];
  /** The issue that this one was merged into. */
  mergedInto: Issue | null;
}

export interface History {
  /** Ascending by id, which follows the order of recording. */
  readonly inspections: readonly Inspection[];
  readonly observations: readonly Observation[];
  readonly issues: readonly Issue[];
  readonly events: readonly { readonly issue: Issue; readonly event: EventRecord }[];
}
