import type { PlannedDay, PlannedVisit } from '../../../domain/patrol/plans/planned-visits.ts';

/** Where a stop is dropped is meant to five minutes. */
const SNAP_SECONDS = 300;

interface Pull {
  /** Along the hours. */
  readonly seconds: number;
  /** Down the crews. */
  readonly rows: number;
  readonly crewIds: readonly number[];
  readonly earliest: number;
  readonly latest: number;
}

/** Where a visit goes that was pulled so far; null: nowhere else. */
export function draggedTo(
  { crewId, day, begins, serviceSeconds }: PlannedVisit,
  { seconds, rows, crewIds, earliest, latest }: Pull,
): { crewId: number; day: number; begins: number } | null {
  const row = Math.min(crewIds.length - 1, Math.max(0, crewIds.indexOf(crewId) + rows));
  const moved = Math.round((begins + seconds) / SNAP_SECONDS) * SNAP_SECONDS;
  const to = Math.min(latest - serviceSeconds, Math.max(earliest, moved));
  const isElsewhere = crewIds[row] !== crewId || Math.abs(to - begins) >= SNAP_SECONDS;
  return isElsewhere ? { crewId: crewIds[row]!, day, begins: to } : null;
}

/** The visit that an arrow key leads to: next on the route, or nearest in time on another crew's. */
export function neighbourOf(
  visit: PlannedVisit,
  rows: readonly { readonly crewId: number; readonly route: PlannedDay | null }[],
  along: number,
  across: number,
): PlannedVisit | null {
  const at = rows.findIndex(({ crewId }) => crewId === visit.crewId);
  if (across === 0) {
    const visits = rows[at]?.route?.visits ?? [];
    return visits[visits.findIndex(({ key }) => key === visit.key) + along] ?? null;
  }
  for (let row = at + across; row >= 0 && row < rows.length; row += across) {
    const nearest = rows[row]!.route?.visits.toSorted(
      (a, b) => Math.abs(a.begins - visit.begins) - Math.abs(b.begins - visit.begins),
    )[0];
    if (nearest) return nearest;
  }
  return null;
}
