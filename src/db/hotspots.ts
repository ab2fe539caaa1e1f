import type { Polygon, MultiPolygon } from 'geojson';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';
import type { IssueFilters } from './open-issues.ts';

/** The space-time cube as it crosses the wire; `domain/hotspots` parses and tests it. */
export interface HotspotCubeMessage {
  /** The projection the hexagons were laid in. */
  readonly srid: number;
  readonly cellMeters: number;
  /** When each step starts, ISO 8601. */
  readonly steps: readonly string[];
  readonly q: readonly number[];
  readonly r: readonly number[];
  readonly counts: readonly (readonly number[])[];
  /** Observations made, a list of cells per step. */
  readonly exposure: readonly (readonly number[])[];
  /** A list a cell: its six corners, longitude and latitude in turn, EPSG:4326. */
  readonly outlines: readonly (readonly number[])[];
}

export interface HotspotQuestion {
  readonly fromAt: string;
  readonly toAt: string;
  readonly stepDays: number;
  readonly cellMeters: number;
  readonly filters: IssueFilters;
}

export interface ProblemSummary {
  readonly issues: number;
  readonly veto: number;
  readonly indicators: readonly {
    readonly code: number;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly veto: boolean;
    readonly count: number;
  }[];
  readonly sites: readonly {
    readonly id: number;
    readonly name: string;
    readonly type: string;
    readonly count: number;
  }[];
  readonly units: readonly { readonly id: number; readonly name: string; readonly count: number }[];
  readonly weekly: readonly number[];
}

export function fetchHotspotCube(
  client: DatabaseClient,
  question: HotspotQuestion,
  signal?: AbortSignal,
): Promise<HotspotCubeMessage> {
  return callFunction<HotspotCubeMessage>(
    client,
    'hotspot_cube',
    {
      from_at: question.fromAt,
      to_at: question.toAt,
      step_days: question.stepDays,
      cell_meters: question.cellMeters,
      filters: question.filters,
    },
    signal,
  );
}

/** What the problems inside a polygon were, between two moments. */
export function fetchProblemSummary(
  client: DatabaseClient,
  polygon: Polygon | MultiPolygon,
  fromAt: string,
  toAt: string,
  signal?: AbortSignal,
): Promise<ProblemSummary> {
  return callFunction<ProblemSummary>(
    client,
    'problem_summary',
    { polygon, from_at: fromAt, to_at: toAt },
    signal,
  );
}
