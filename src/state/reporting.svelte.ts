import { fetchReportPlace } from '../db/report-issue.ts';
import { reportsPlaces, type ReportPlace } from '../domain/issues/report-place.ts';
import type { Connection } from './connection.svelte.ts';
import { IssueReport, type ReportedSite } from './issue-report.svelte.ts';
import { Loading } from './loading.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Whether this member may report from the map now: the past is only looked at. */
export function offersPlaceReports({ whoAmI, timeline, wall }: Workspace): boolean {
  return reportsPlaces(whoAmI.member.role) && timeline.asOf === null && !wall;
}

/** The report that is being written: of a site, in a dialog; or of a place on the map, beside it. */
export class Reporting {
  /** Null: none is being written in a dialog. */
  atSite = $state.raw<IssueReport | null>(null);
  /** Null: none is being written of a place; kept while one looks at something else. */
  ofPlace = $state.raw<IssueReport | null>(null);
  /** What is at the chosen place. */
  readonly place = new Loading<ReportPlace>();
  /** Whether one is being made of what the clipboard holds. */
  isPasting = $state(false);
  #isShown = $state(false);
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The report whose place is being chosen on the map. */
  get onMap(): IssueReport | null {
    return this.#isShown ? this.ofPlace : null;
  }

  beginAtSite(site: ReportedSite): void {
    this.endAtSite();
    this.atSite = new IssueReport(this.#connection, site);
  }

  endAtSite(): void {
    this.atSite?.dispose();
    this.atSite = null;
  }

  /** Begins a report of a place, or goes on with the one that was set aside. */
  beginOnMap(position: readonly [longitude: number, latitude: number]): void {
    this.ofPlace ??= new IssueReport(this.#connection, null);
    this.#isShown = true;
    this.moveTo(position);
  }

  /** What is written stays; what is at the place is asked anew. */
  moveTo(position: readonly [longitude: number, latitude: number]): void {
    const report = this.ofPlace;
    if (!report || report.sending) return;
    report.position = position;
    report.site = null;
    report.problem = null;
    this.place.clear();
    void this.place.load((signal) =>
      this.#connection.read((client, inner) => fetchReportPlace(client, position, inner), signal),
    );
  }

  /** Something else is looked at. */
  setAside(): void {
    this.#isShown = false;
  }

  endOfPlace(): void {
    this.ofPlace?.dispose();
    this.ofPlace = null;
    this.#isShown = false;
    this.place.clear();
  }

  dispose(): void {
    this.endAtSite();
    this.endOfPlace();
  }
}
