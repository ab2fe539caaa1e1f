import type { MonthlyReport } from '../domain/issues/work-figures.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

/**
 * @param month YYYY-MM
 * @throws ProblemError `refused`: a month that has not begun
 */
export function fetchMonthlyReport(
  client: DatabaseClient,
  month: string,
  signal?: AbortSignal,
): Promise<MonthlyReport> {
  return callFunction<MonthlyReport>(client, 'monthly_report', { month: `${month}-01` }, signal);
}
