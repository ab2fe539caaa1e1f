import { SvelteMap } from 'svelte/reactivity';
import {
  findingOf,
  judge,
  lacksReason,
  NO_ANSWER,
  type Answer,
  type ChecklistItem,
  type DueRecheck,
  type InspectionForm,
  type InspectionReport,
  type Verdict,
} from '../domain/inspections/checklist.ts';
import { newClientId } from '../domain/client-id.ts';
import type { InspectionKind } from '../domain/issues/vocabulary.ts';
import type { Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';
import type { InspectionDraft, InspectionDrafts } from './inspection-drafts.ts';
import { PhotoUploads } from './photo-uploads.svelte.ts';

/** Typing rests this long before it is kept. */
const KEEP_AFTER_MILLISECONDS = 400;

/** One visit being written: the checklist, the answers and their photos, kept on this device. */
export class Inspection {
  readonly form: InspectionForm;
  readonly clientId: string;
  readonly startedAt: string;
  kind = $state<InspectionKind>('routine');
  note = $state('');
  finishedAt = $state<string | null>(null);
  /** What is due at the site; newer than the form where an older draft goes on. */
  rechecks = $state.raw<readonly DueRecheck[]>([]);
  /** Whether this device keeps the draft; false in a private window. */
  kept = $state(true);
  /** The item the server refused, to be shown first. */
  refusedCode = $state<number | null>(null);

  readonly #answers = new SvelteMap<number, Answer>();
  readonly #uploads = new SvelteMap<number, PhotoUploads>();
  readonly #connection: Connection;
  readonly #drafts: InspectionDrafts;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  readonly answered: number = $derived.by(
    () => this.form.indicators.filter((item) => this.verdict(item) !== null).length,
  );
  /** Whether it is a 回头看, which needs only what is due. */
  readonly isRecheck: boolean = $derived(this.kind === 'recheck');
  /** The items of what is due, in a re-check; the longest due first. */
  readonly dueItems: readonly ChecklistItem[] = $derived.by(() => {
    if (!this.isRecheck) return [];
    const codes = [...new Set(this.rechecks.map(({ code }) => code))];
    return codes.flatMap((code) => this.form.indicators.find((item) => item.code === code) ?? []);
  });
  readonly otherItems: readonly ChecklistItem[] = $derived.by(() =>
    this.form.indicators.filter((item) => !this.dueItems.includes(item)),
  );
  readonly fails: readonly ChecklistItem[] = $derived.by(() =>
    this.form.indicators.filter((item) => this.verdict(item)?.result === 'fail'),
  );
  /** Fails of which neither a word nor a photo says what is wrong. */
  readonly unexplained: readonly ChecklistItem[] = $derived.by(() =>
    this.fails.filter((item) => this.lacksReason(item)),
  );

  /** @param draft what this device kept of an earlier beginning */
  constructor(
    connection: Connection,
    drafts: InspectionDrafts,
    form: InspectionForm,
    draft: InspectionDraft | null,
  ) {
    this.#connection = connection;
    this.#drafts = drafts;
    this.form = form;
    // A draft of an older page says nothing of them.
    this.rechecks = (form as Partial<InspectionForm>).rechecks ?? [];
    this.clientId = draft?.clientId ?? newClientId();
    this.startedAt = draft?.startedAt ?? form.now;
    const [usual = 'routine'] = form.kinds;
    this.kind = draft && form.kinds.includes(draft.kind) ? draft.kind : usual;
    this.note = draft?.note ?? '';
    for (const [code, answer] of draft?.answers ?? []) this.#answers.set(code, answer);
    for (const [code, photos] of draft?.photos ?? []) this.uploads(code).restore(photos);
  }

  /** What a re-check of an item settles. */
  rechecksOf(code: number): readonly DueRecheck[] {
    return this.isRecheck ? this.rechecks.filter((due) => due.code === code) : [];
  }

  /** Those of them that this member may settle: a fail is their relapse. */
  settledBy(code: number): readonly DueRecheck[] {
    return this.rechecksOf(code).filter(({ whyZh }) => whyZh === null);
  }

  lacksReason(item: ChecklistItem): boolean {
    return lacksReason(item, this.answer(item.code), {
      photoCount: this.photoCount(item.code),
      blind: this.form.blind,
      settlesRecheck: this.settledBy(item.code).length > 0,
    });
  }

  /** Where the member makes such visits. */
  turnIntoRecheck(): void {
    if (!this.form.kinds.includes('recheck') || this.finishedAt !== null) return;
    this.kind = 'recheck';
  }

  answer(code: number): Answer {
    return this.#answers.get(code) ?? NO_ANSWER;
  }

  verdict(item: ChecklistItem): Verdict | null {
    return judge(item, this.answer(item.code));
  }

  say(code: number, said: Partial<Answer>): void {
    this.#answers.set(code, { ...this.answer(code), ...said });
    if (this.refusedCode === code) this.refusedCode = null;
    this.keepSoon();
  }

  /** Nothing was said after all. */
  unsay(code: number): void {
    this.#answers.delete(code);
    this.keepSoon();
  }

  /** The photos of an item; made when first asked for, outside of anything that only looks. */
  uploads(code: number): PhotoUploads {
    const existing = this.#uploads.get(code);
    if (existing) return existing;
    const made = new PhotoUploads(this.#connection, {
      stage: this.form.blind ? 'evidence' : 'before',
      siteId: this.form.siteId,
    });
    made.onchange = () => this.keepSoon();
    this.#uploads.set(code, made);
    return made;
  }

  photosOf(code: number): PhotoUploads | null {
    return this.#uploads.get(code) ?? null;
  }

  photoCount(code: number): number {
    return this.#uploads.get(code)?.list.length ?? 0;
  }

  keepSoon(): void {
    if (this.#ended) return;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => void this.keep(), KEEP_AFTER_MILLISECONDS);
  }

  async keep(): Promise<void> {
    clearTimeout(this.#keeping);
    if (this.#ended) return;
    this.kept = await this.#drafts.keep(this.#draft());
  }

  /** Sends what photos are left. @returns why one of them is not with the server; null when all are */
  async settlePhotos(): Promise<Problem | null> {
    const isAnswered = (code: number) =>
      this.form.indicators.some((item) => item.code === code && this.verdict(item) !== null);
    const used = this.#used().filter(({ code }) => isAnswered(code));
    await Promise.all(used.map(({ uploads }) => uploads.settle()));
    for (const { uploads } of used) {
      for (const { stage, problem } of uploads.list) if (stage === 'failed') return problem;
    }
    return null;
  }

  /** @param finishedAt ISO 8601, by the database's clock as far as it is known */
  report(finishedAt: string): InspectionReport {
    return {
      clientId: this.clientId,
      siteId: this.form.siteId,
      kind: this.kind,
      startedAt: this.startedAt,
      finishedAt,
      note: this.note.trim() === '' ? null : this.note.trim(),
      observations: this.form.indicators
        .filter((item) => this.verdict(item) !== null)
        .map((item) => findingOf(item, this.#told(item.code), this.photosOf(item.code)?.ids ?? [])),
    };
  }

  /** Ends the visit on this device: sent, or given up. */
  async forget(): Promise<void> {
    this.dispose();
    await this.#drafts.forget(this.form.siteId);
  }

  dispose(): void {
    clearTimeout(this.#keeping);
    this.#ended = true;
    for (const uploads of this.#uploads.values()) uploads.dispose();
  }

  /** What was ticked before the visit became a re-check is not offered there, and not sent. */
  #told(code: number): Answer {
    const answer = this.answer(code);
    return this.settledBy(code).length > 0 ? { ...answer, fixed: false, separate: false } : answer;
  }

  #used() {
    return [...this.#uploads].map(([code, uploads]) => ({ code, uploads }));
  }

  #draft(): InspectionDraft {
    return {
      clientId: this.clientId,
      form: { ...this.form, rechecks: this.rechecks },
      kind: this.kind,
      startedAt: this.startedAt,
      finishedAt: this.finishedAt,
      note: this.note,
      answers: [...this.#answers],
      photos: this.#used().map(({ code, uploads }) => [
        code,
        uploads.list.flatMap(({ prepared }) => (prepared ? [prepared] : [])),
      ]),
    };
  }
}
