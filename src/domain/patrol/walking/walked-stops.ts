import { greatCircleMeters } from '../../geo/great-circle.ts';
import type { PlannedRoute, PlannedStop } from '../plans/plan.ts';
import type { StopRecord } from '../plans/walking.ts';

/** How a stop of a route stands on this device: what the server said, and what it has not been told yet. */
export interface WalkedStop {
  readonly stop: PlannedStop;
  /** From 1. */
  readonly number: number;
  readonly state: 'open' | 'done' | 'skipped';
  readonly late: boolean;
  /** Why it was skipped. */
  readonly reason: string | null;
  /** When it was done or skipped, ISO 8601. */
  readonly at: string | null;
  /** What makes it so is kept here and not sent yet. */
  readonly waiting: boolean;
  /** Marked by a visit: it is not taken back. */
  readonly byVisit: boolean;
}

/**
 * @param records kept on this device until the server has them, in the order they were made
 * @param visited sites of which a finished visit waits to be sent: the server marks the stop when it comes
 */
export function walkedStops(
  { stops }: Pick<PlannedRoute, 'stops'>,
  records: readonly StopRecord[],
  visited: readonly number[],
): readonly WalkedStop[] {
  return stops.map((stop, index): WalkedStop => {
    const { standing } = stop;
    const told: WalkedStop = {
      stop,
      number: index + 1,
      state: standing.state,
      late: standing.late,
      reason: standing.reason,
      at: standing.at,
      waiting: false,
      byVisit: standing.inspectionId !== null,
    };
    const last = records.findLast(({ stopId }) => stopId === stop.id);
    if (last) {
      const isOpen = last.kind === 'reopened';
      return {
        ...told,
        state: last.kind === 'reopened' ? 'open' : last.kind,
        late: false,
        reason: last.reason ?? null,
        at: isOpen ? null : (last.at ?? null),
        waiting: true,
        byVisit: false,
      };
    }
    return told.state === 'open' && visited.includes(stop.siteId)
      ? { ...told, state: 'done', late: false, waiting: true, byVisit: true }
      : told;
  });
}

export interface RouteFigures {
  readonly done: number;
  readonly skipped: number;
  readonly open: number;
  /** The first one open. */
  readonly next: WalkedStop | null;
  /**
   * Work left: the visits still open, and of the planned travel the share of their legs with the way back, each leg
   * counted alike (the plan keeps no time of a single leg).
   */
  readonly secondsLeft: number;
  /** To the next stop from the one done last, as the crow flies; null: it is the first. */
  readonly metersToNext: number | null;
}

export function routeFigures(
  { travelSeconds }: Pick<PlannedRoute, 'travelSeconds'>,
  stops: readonly WalkedStop[],
): RouteFigures {
  const of = (wanted: WalkedStop['state']) => stops.filter(({ state }) => state === wanted);
  const open = of('open');
  const next = open[0] ?? null;
  const visits = open.reduce((sum, { stop }) => sum + stop.serviceSeconds, 0);
  const legs = open.length === 0 ? 0 : (open.length + 1) / (stops.length + 1);
  const before =
    next && stops.findLast(({ number, state }) => number < next.number && state === 'done');
  return {
    done: of('done').length,
    skipped: of('skipped').length,
    open: open.length,
    next,
    secondsLeft: Math.round(visits + travelSeconds * legs),
    metersToNext:
      next && before
        ? greatCircleMeters([before.stop.lon, before.stop.lat], [next.stop.lon, next.stop.lat])
        : null,
  };
}
