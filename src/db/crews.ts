import type {
  Crew,
  CrewDraft,
  Leave,
  LeaveDraft,
  Roster,
  Shift,
  ShiftDraft,
} from '../domain/patrol/plans/roster.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/* Each that writes throws ProblemError `refused`, in one line, `place.field` saying where: the captain writes
   his own team's, the office any; a crew's version somebody else has since replaced. */

/**
 * @param teamId null: one's own, for leaders and the office the first
 * @throws ProblemError `refused`: not a team, or one that the asker does not see
 */
export function fetchRoster(
  client: DatabaseClient,
  teamId: number | null,
  signal?: AbortSignal,
): Promise<Roster> {
  return callFunction<Roster>(client, 'patrol_team', { team_id: teamId }, signal);
}

export function saveCrew(client: DatabaseClient, crew: CrewDraft): Promise<Crew> {
  return callFunction<Crew>(client, 'save_crew', { crew });
}

export function saveShift(client: DatabaseClient, shift: ShiftDraft): Promise<Shift> {
  return callFunction<Shift>(client, 'save_shift', { shift });
}

/** Crews that had it have none; plans keep their own copy. */
export async function removeShift(client: DatabaseClient, shiftId: number): Promise<void> {
  await callFunction<unknown>(client, 'remove_shift', { shift_id: shiftId });
}

export function saveLeave(client: DatabaseClient, leave: LeaveDraft): Promise<Leave> {
  return callFunction<Leave>(client, 'save_leave', { leave });
}

export async function removeLeave(client: DatabaseClient, leaveId: number): Promise<void> {
  await callFunction<unknown>(client, 'remove_leave', { leave_id: leaveId });
}
