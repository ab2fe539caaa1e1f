import { fetchInspectionForm, submitInspection } from '../db/inspections.ts';
import { fetchWhoAmI } from '../db/who-am-i.ts';
import type { InspectionOutcome } from '../domain/inspections/checklist.ts';
import { isAborted, problemOf, ProblemError, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import { follow } from './follow.svelte.ts';
import { InspectionDrafts } from './inspection-drafts.ts';
import { Inspection } from './inspection.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

const RECHECK_TAB = 'recheck';

export interface FinishedInspection {
  readonly inspection: Inspection;
  readonly outcome: InspectionOutcome;
}

/**
 * The visits of one member: the one on the screen, and those that this device keeps until the server has
 * them. What was finished without a network is sent by itself when it is back.
 */
export class Inspections {
  siteId = $state<number | null>(null);
  current = $state.raw<Inspection | null>(null);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  submitting = $state(false);
  /** What the last one came to, while its site is on the screen. */
  finished = $state.raw<FinishedInspection | null>(null);
  /** Sites of which a visit waits to be sent. */
  waiting = $state.raw<readonly number[]>([]);

  readonly #workspace: Workspace;
  readonly #connection: Connection;
  readonly #drafts: InspectionDrafts;
  #asking: AbortController | null = null;
  #sending = false;
  #isWaitingForBackend = false;
  readonly #ended = new AbortController();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#connection = workspace.connection;
    this.#drafts = new InspectionDrafts(workspace.whoAmI.member.id);
  }

  /** The site whose checklist is on the screen: the pages `inspect` and `recheck` of a site's panel. */
  get openSiteId(): number | null {
    const { selection, tab } = this.#workspace;
    const isOpen = tab === 'inspect' || tab === RECHECK_TAB;
    return selection?.kind === 'site' && isOpen ? selection.id : null;
  }

  /** Shows a site's checklist; the back button returns to the site. */
  show(siteId: number): void {
    this.#showTab(siteId, 'inspect');
  }

  /** Shows what is to be re-checked at a site. */
  showRecheck(siteId: number): void {
    this.#showTab(siteId, RECHECK_TAB);
    this.current?.turnIntoRecheck();
  }

  #showTab(siteId: number, tab: string): void {
    // In the ledger's view a site would filter the rows.
    if (this.#workspace.view === 'ledger') this.#workspace.open('sites');
    this.#workspace.select({ kind: 'site', id: siteId });
    this.#workspace.showTab(tab);
  }

  /** Begins following the screen; @returns a function that ends it */
  start(): () => void {
    const stopFollowing = $effect.root(() => {
      follow(
        () => this.openSiteId,
        (siteId) => void this.open(siteId),
      );
    });
    const send = () => void this.sendWaiting();
    addEventListener('online', send);
    send();
    return () => {
      removeEventListener('online', send);
      stopFollowing();
      this.#asking?.abort();
      this.#ended.abort(new DOMException('nobody waits for it', 'AbortError'));
      void this.#putAway();
    };
  }

  /** Puts the visit to a site on the screen, as it was left; null puts none. */
  async open(siteId: number | null): Promise<void> {
    if (siteId === this.siteId) return;
    this.#asking?.abort();
    await this.#putAway();
    this.siteId = siteId;
    this.finished = null;
    this.problem = null;
    if (siteId !== null) await this.load();
  }

  async load(): Promise<void> {
    const { siteId } = this;
    if (siteId === null) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.loading = true;
    this.problem = null;
    try {
      const draft = await this.#drafts.of(siteId);
      // What is begun goes on by the checklist it was begun with, without a network, too.
      const form =
        draft?.form ??
        (await this.#connection.read(
          (client, signal) => fetchInspectionForm(client, siteId, signal),
          asking.signal,
        ));
      if (this.#asking !== asking) return;
      this.current = new Inspection(this.#connection, this.#drafts, form, draft);
      this.current.finishedAt = draft?.finishedAt ?? null;
      if (this.#workspace.tab === RECHECK_TAB) this.current.turnIntoRecheck();
      if (draft) void this.#renewRechecks(this.current, asking.signal);
    } catch (error) {
      if (this.#asking === asking && !isAborted(error)) this.problem = problemOf(error);
    } finally {
      if (this.#asking === asking) this.loading = false;
    }
  }

  /** Sends the visit on the screen, or keeps it for later when the network is away. */
  async submit(): Promise<void> {
    const { current } = this;
    if (!current || this.submitting) return;
    this.submitting = true;
    this.problem = null;
    try {
      current.finishedAt ??= this.#workspace.now();
      await current.keep();
      const outcome = await this.#send(current);
      if (this.current === current) {
        this.finished = { inspection: current, outcome };
        this.current = null;
      }
    } catch (error) {
      this.#failed(current, problemOf(error));
    } finally {
      this.submitting = false;
    }
  }

  /** Goes on writing what waits to be sent. */
  reopen(): void {
    if (!this.current) return;
    this.current.finishedAt = null;
    this.current.keepSoon();
    void this.#countWaiting();
  }

  /** Gives up what was written. */
  async discard(): Promise<void> {
    await this.current?.forget();
    this.current = null;
    await this.#countWaiting();
  }

  /** Everything that was finished without a network. */
  async sendWaiting(): Promise<void> {
    await this.#countWaiting();
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (const siteId of this.waiting) {
        if (this.current?.form.siteId === siteId) {
          await this.submit();
          continue;
        }
        const draft = await this.#drafts.of(siteId);
        if (!draft?.finishedAt) continue;
        const inspection = new Inspection(this.#connection, this.#drafts, draft.form, draft);
        inspection.finishedAt = draft.finishedAt;
        try {
          await this.#send(inspection);
        } catch (error) {
          inspection.dispose();
          // What is refused is told when its site is opened.
          if (problemOf(error).kind === 'away') void this.#sendWhenBack();
        }
      }
    } finally {
      this.#sending = false;
      await this.#countWaiting();
    }
  }

  async #send(inspection: Inspection): Promise<InspectionOutcome> {
    const missing = await inspection.settlePhotos();
    if (missing) throw new ProblemError(missing);
    const report = inspection.report(inspection.finishedAt ?? this.#workspace.now());
    const outcome = await this.#connection.write((client) => submitInspection(client, report));
    await inspection.forget();
    await this.#countWaiting();
    void this.#workspace.afterStep();
    return outcome;
  }

  #failed(inspection: Inspection, problem: Problem): void {
    this.problem = problem;
    if (problem.kind === 'away') {
      void this.#countWaiting();
      void this.#sendWhenBack();
      return;
    }
    // It is to be mended before it can be sent.
    inspection.finishedAt = null;
    const code = problem.kind === 'refused' ? Number(problem.place?.['code']) : Number.NaN;
    inspection.refusedCode = Number.isInteger(code) ? code : null;
    void inspection.keep();
  }

  /** A read waits out a backend that is away; when it is answered, what waits is sent. */
  async #sendWhenBack(): Promise<void> {
    if (this.#isWaitingForBackend) return;
    this.#isWaitingForBackend = true;
    try {
      await this.#connection.read(fetchWhoAmI, this.#ended.signal);
      this.#isWaitingForBackend = false;
      await this.sendWaiting();
    } catch {
      // Signed out, or called off: the next start sends.
      this.#isWaitingForBackend = false;
    }
  }

  /** What was begun another day may settle what has become due since. */
  async #renewRechecks(inspection: Inspection, signal: AbortSignal): Promise<void> {
    const { siteId } = inspection.form;
    try {
      const form = await this.#connection.read(
        (client, inner) => fetchInspectionForm(client, siteId, inner),
        signal,
      );
      inspection.rechecks = form.rechecks;
    } catch {
      // The draft knows what was due when it was begun.
    }
  }

  async #putAway(): Promise<void> {
    const { current } = this;
    this.current = null;
    await current?.keep();
    current?.dispose();
  }

  async #countWaiting(): Promise<void> {
    const siteIds = await this.#drafts.siteIds();
    const drafts = await Promise.all(siteIds.map((siteId) => this.#drafts.of(siteId)));
    this.waiting = drafts.flatMap((draft) => (draft?.finishedAt ? [draft.form.siteId] : []));
  }
}
