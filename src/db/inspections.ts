import type {
  InspectionForm,
  InspectionOutcome,
  InspectionReport,
} from '../domain/inspections/checklist.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/** @throws ProblemError `refused`: the site is not there, or not to be seen */
export function fetchInspectionForm(
  client: DatabaseClient,
  siteId: number,
  signal?: AbortSignal,
): Promise<InspectionForm> {
  return callFunction<InspectionForm>(client, 'inspection_form', { site_id: siteId }, signal);
}

/**
 * Sends a whole visit: all of it is taken, or nothing. The same `clientId` again changes nothing.
 *
 * @throws ProblemError `refused`: which item and why; place.code is the item's
 */
export function submitInspection(
  client: DatabaseClient,
  report: InspectionReport,
): Promise<InspectionOutcome> {
  return callFunction<InspectionOutcome>(client, 'submit_inspection', {
    client_id: report.clientId,
    site_id: report.siteId,
    kind: report.kind,
    started_at: report.startedAt,
    finished_at: report.finishedAt,
    note: report.note,
    observations: report.observations,
  });
}
