import { createStore, del, get, set } from 'idb-keyval';
import { fetchKnownCity } from '../db/imports.ts';
import { transition } from '../db/issue-transitions.ts';
import { newClientId } from '../domain/client-id.ts';
import type { IssueAction, IssueStanding, StepDetails } from '../domain/issues/transitions.ts';
import type { IssueSource } from '../domain/issues/vocabulary.ts';
import type { PreparedPhoto } from '../domain/photos/prepared-photo.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import { readPasted, type PastedProblem } from '../domain/spreadsheet/pasted-row.ts';
import type { Connection } from './connection.svelte.ts';
import { IssueReport, type ReportedSite } from './issue-report.svelte.ts';
import { Loading } from './loading.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** Of what was seen longer ago the database takes no report: that is for an import. */
export const MOST_DAYS_AGO = 30;

/** What is kept on this device until it is sent. */
interface ReportDraft {
  readonly site: ReportedSite | null;
  readonly placeText: string;
  readonly code: number | null;
  readonly description: string;
  readonly source: IssueSource | null;
  readonly sourceNumber: string;
  readonly day: string | null;
  readonly unitId: number | null;
  readonly photos: readonly PreparedPhoto[];
}

/** A report that the office, once it is taken, accepts and assigns in one go. */
class OfficeReport extends IssueReport {
  /** To whom it goes; null: it waits among those reported. */
  unitId = $state<number | null>(null);
  /** Whether the server has it: nothing is left to be kept. */
  sent = false;
  readonly #office: Connection;

  constructor(connection: Connection) {
    super(connection, null);
    this.#office = connection;
  }

  override async send(): Promise<IssueStanding | null> {
    const { unitId } = this;
    const reported = await super.send();
    this.sent = reported !== null;
    // A veto item has accepted and assigned itself.
    if (reported?.state !== 'reported' || unitId === null) return reported;
    try {
      const accepted = await this.#step(reported, 'accept_issue', {});
      return await this.#step(accepted, 'assign_issue', { unitId });
    } catch {
      // It is reported, which was asked for; its page offers what is left to do, and says why not.
      return reported;
    }
  }

  #step(
    standing: IssueStanding,
    action: IssueAction,
    details: StepDetails,
  ): Promise<IssueStanding> {
    const clientId = newClientId();
    return this.#office.write((client) =>
      transition(client, {
        ...{ action, issueId: standing.id, clientId, seen: standing.eventCount, details },
      }),
    );
  }
}

/**
 * One problem out of the clipboard: a row of a sheet, a text, pictures. What is recognised fills in the
 * report, the person looks over it; until it is sent it is kept on this device.
 */
export class PastedReport {
  readonly report: OfficeReport;
  readonly city = new Loading<KnownCity>();
  /** What the place is called where no site was recognised. */
  placeText = $state('');
  candidates = $state.raw<readonly ReportedSite[]>([]);
  /** The local day it was seen; null: now. */
  day = $state<string | null>(null);
  /** Rows that were pasted besides the one that is read. */
  otherRows = $state(0);
  /** Whether it was left here another time. */
  restored = $state(false);

  readonly #workspace: Workspace;
  readonly #store = createStore('chuangcheng.reports', 'drafts');
  readonly #key: string;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#key = String(workspace.whoAmI.member.id);
    this.report = new OfficeReport(workspace.connection);
  }

  async open(): Promise<void> {
    const asked = this.city.load((signal) =>
      this.#workspace.connection.read(fetchKnownCity, signal),
    );
    const draft = await this.#kept();
    if (draft !== null && this.isEmpty) this.#restore(draft);
    await asked;
  }

  /** Nothing that would be lost. */
  get isEmpty(): boolean {
    const { report } = this;
    return (
      report.description.trim() === '' &&
      report.site === null &&
      this.placeText === '' &&
      report.uploads.list.length === 0
    );
  }

  /** The first and last day that the database takes a report of, local. */
  get days(): { readonly from: string; readonly to: string } | null {
    const today = this.city.value?.today;
    if (today === undefined) return null;
    const from = new Date(Date.parse(`${today}T00:00:00Z`) - (MOST_DAYS_AGO - 1) * 86_400_000);
    return { from: from.toISOString().slice(0, 10), to: today };
  }

  /** Fills in what was pasted; pictures are added to those there are. */
  async take(rows: readonly (readonly string[])[], pictures: readonly File[]): Promise<void> {
    const city = this.city.value;
    if (rows.length > 0 && city !== null) this.#fill(readPasted(rows, city));
    if (pictures.length > 0) await this.report.uploads.add(pictures);
  }

  choose(site: ReportedSite | null): void {
    this.report.site = site;
    if (site !== null) {
      this.placeText = '';
      this.candidates = [];
    }
  }

  /** Up to eight known sites whose name or address holds a text. */
  matches(text: string): readonly ReportedSite[] {
    const wanted = text.trim();
    if (wanted === '') return [];
    return (this.city.value?.sites ?? [])
      .filter(({ name, address }) => name.includes(wanted) || address?.includes(wanted))
      .slice(0, 8);
  }

  /** As the database wants the moment: of another day than today its morning. */
  sayDay(day: string | null): void {
    this.day = day;
    const { days } = this;
    const isBefore = day !== null && days !== null && day >= days.from && day < days.to;
    this.report.occurredAt = isBefore ? `${day}T09:00:00+08:00` : null;
  }

  /** Where no site stands: what is written goes along to the map. */
  pointOut(): void {
    const { camera, issues } = this.#workspace;
    const { description, code, source, sourceNumber, occurredAt, uploads } = this.report;
    if (camera === null) return;
    issues.reporting.endOfPlace();
    issues.reporting.beginOnMap([camera.longitude, camera.latitude]);
    const { ofPlace } = issues.reporting;
    if (ofPlace === null) return;
    Object.assign(ofPlace, { description, code, source, sourceNumber, occurredAt });
    ofPlace.uploads.restore(uploads.list.flatMap(({ prepared }) => prepared ?? []));
    void this.discard();
  }

  async keep(): Promise<void> {
    if (this.isEmpty) return;
    const { site, code, description, source, sourceNumber, unitId, uploads } = this.report;
    const draft: ReportDraft = {
      ...{ site, code, description, source, sourceNumber, unitId },
      ...{ placeText: this.placeText, day: this.day },
      photos: uploads.list.flatMap(({ prepared }) => prepared ?? []),
    };
    try {
      await set(this.#key, draft, this.#store);
    } catch {
      // A private window keeps nothing; the report is still on the screen.
    }
  }

  /** It was sent, or is not wanted. */
  async discard(): Promise<void> {
    try {
      await del(this.#key, this.#store);
    } catch {
      // Nothing was kept.
    }
  }

  dispose(): void {
    this.city.clear();
    this.report.dispose();
  }

  #fill(found: PastedProblem): void {
    const { report } = this;
    report.description = found.description.slice(0, 1_000);
    report.code = found.code;
    report.source = found.source ?? null;
    report.sourceNumber = found.sourceNumber.slice(0, 60);
    report.unitId = found.unit?.id ?? null;
    report.site = found.site;
    this.placeText = found.placeText;
    this.candidates = found.site === null ? found.candidates : [];
    this.otherRows = found.otherRows;
    this.restored = false;
    this.sayDay(found.day);
  }

  #restore(draft: ReportDraft): void {
    const { site, code, description, source, sourceNumber, unitId, placeText, day, photos } = draft;
    Object.assign(this.report, { site, code, description, source, sourceNumber, unitId });
    this.placeText = placeText;
    this.sayDay(day);
    this.report.uploads.restore(photos);
    this.restored = true;
  }

  async #kept(): Promise<ReportDraft | null> {
    try {
      return (await get<ReportDraft>(this.#key, this.#store)) ?? null;
    } catch {
      return null;
    }
  }
}
