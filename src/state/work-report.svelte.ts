import { fetchActivityCounts } from '../db/activities.ts';
import { fetchMonthlyReport } from '../db/monthly-report.ts';
import type { ActivityCount } from '../domain/activities/activity.ts';
import { monthsUpTo, type MonthlyReport } from '../domain/issues/work-figures.ts';
import { localDayOf } from '../domain/time/local-time.ts';
import type { Connection } from './connection.svelte.ts';
import { Loading } from './loading.svelte.ts';

/** Two years, so that every month can be compared with the one a year before. */
const MONTHS_OFFERED = 24;

/** The figures of the work, a month at a time. */
export class WorkReport {
  readonly report = new Loading<MonthlyReport>();
  /** What was held in the month, by unit. */
  readonly activities = new Loading<readonly ActivityCount[]>();
  readonly months: readonly string[];
  month = $state('');
  readonly #connection: Connection;

  /** @param now the database's present moment, ISO 8601 */
  constructor(connection: Connection, now: string) {
    this.#connection = connection;
    this.months = monthsUpTo(localDayOf(now), MONTHS_OFFERED);
    this.month = this.months[0] ?? '';
  }

  async show(month: string): Promise<void> {
    this.month = month;
    this.activities.clear();
    const report = await this.report.load((signal) =>
      this.#connection.read((client, inner) => fetchMonthlyReport(client, month, inner), signal),
    );
    if (!report) return;
    await this.activities.load((signal) =>
      this.#connection.read(
        (client, inner) => fetchActivityCounts(client, report.periods.now, 'unit', inner),
        signal,
      ),
    );
  }

  dispose(): void {
    this.report.clear();
    this.activities.clear();
  }
}
