import {
  fetchEvidence,
  fetchImportedIssueIds,
  fetchImports,
  fetchKnownCity,
  fetchRememberedSiteFields,
  importLedger,
  importSites,
  undoImport,
  type ImportSource,
} from '../db/imports.ts';
import { inferDatum, type Datum, type DatumVerdict } from '../domain/geo/datum.ts';
import {
  countFates,
  type FateRow,
  type ImportNote,
  type UndoneImport,
} from '../domain/imports/imports.ts';
import { isAborted, problemOf, type Problem } from '../domain/problem.ts';
import { rememberedMapping } from '../domain/spreadsheet/field-names.ts';
import type { ExportSheet } from '../domain/spreadsheet/export.ts';
import type { KnownCity } from '../domain/spreadsheet/known-city.ts';
import { missingFields } from '../domain/spreadsheet/missing-fields.ts';
import type {
  ListField,
  ListKind,
  RememberedFields,
  SheetLook,
} from '../domain/spreadsheet/sheet-look.ts';
import { WorkbookDesk, type SheetReading } from '../workers/workbook.ts';
import { judgeLedger, judgeSites } from './import-judging.ts';
import { Loading } from './loading.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

export type ImportStep = 'file' | 'columns' | 'fates' | 'done';
export type ImportWork = 'opening' | 'placing' | 'reading' | 'judging' | 'writing' | 'undoing';

export interface ImportResult {
  /** Null: all of it was there already. */
  readonly importId: number | null;
  readonly kind: ListKind;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
}

/**
 * An office's file on its way into the database: chosen, its columns said, judged row by row, taken in
 * whole. Nothing is written before `takeIn`. The file stays in a worker, and the desk with its member
 * whatever view is open.
 */
export class ImportDesk {
  step = $state<ImportStep>('file');
  work = $state<ImportWork | null>(null);
  problem = $state.raw<Problem | null>(null);
  fileName = $state('');
  sheetNames = $state.raw<readonly string[]>([]);
  look = $state.raw<SheetLook | null>(null);
  /** What each column stands for. */
  fields = $state.raw<ReadonlyMap<number, ListField>>(new Map());
  /** Of a ledger: the check of problems whose words fit none. */
  otherwise = $state<number | null>(null);
  /** Of sites that do not say theirs. */
  siteType = $state<string | null>(null);
  /** What the person says; null: to be inferred. */
  datum = $state<Datum | null>(null);
  /** What was inferred from the coordinates; null when there are none, or not yet. */
  verdict = $state.raw<DatumVerdict | null>(null);
  fates = $state.raw<readonly FateRow[]>([]);
  pictureCount = $state(0);
  /** Pictures that are not taken along. */
  picturesLeftOut = $state(0);
  result = $state.raw<ImportResult | null>(null);
  undone = $state.raw<(UndoneImport & { readonly note: ImportNote }) | null>(null);
  readonly imports = new Loading<readonly ImportNote[]>();

  readonly counts = $derived(countFates(this.fates));
  readonly missing = $derived(
    this.look === null
      ? []
      : missingFields(this.look.kind, new Set(this.fields.values()), this.siteType !== null),
  );
  readonly hasPositions: boolean = $derived([...this.fields.values()].includes('longitude'));
  /** Whether the datum has to be said before the rows can be judged. */
  readonly asksDatum: boolean = $derived(
    this.hasPositions &&
      this.verdict !== null &&
      this.verdict.datum === undefined &&
      this.datum === null,
  );
  /** Whether work would be lost with the page. */
  readonly unsaved: boolean = $derived(this.step === 'columns' || this.step === 'fates');

  readonly #workspace: Workspace;
  #worker: WorkbookDesk | null = null;
  #city: KnownCity | null = null;
  #remembered: RememberedFields = { ledger: {}, sites: {} };
  /** What the dry run judged, to be sent again as it is. */
  #rows: readonly object[] = [];

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    addEventListener('beforeunload', (event) => {
      if (this.unsaved) event.preventDefault();
    });
  }

  async loadImports(): Promise<void> {
    await this.imports.load((signal) => this.#workspace.connection.read(fetchImports, signal));
  }

  /** Opens a file and looks at its first sheet that has a header; what was on the desk goes. */
  async choose(file: File): Promise<void> {
    this.#clear();
    this.fileName = file.name;
    const worker = (this.#worker = new WorkbookDesk());
    await this.#do('opening', async () => {
      const { connection } = this.#workspace;
      const [city, sites, names] = await Promise.all([
        connection.read(fetchKnownCity),
        connection.read(fetchRememberedSiteFields),
        worker.open(file),
      ]);
      this.#city = city;
      // What was chosen a moment ago for a file that was mended since counts most.
      this.#remembered = {
        ledger: { ...city.mapping, ...this.#remembered.ledger },
        sites: { ...sites, ...this.#remembered.sites },
      };
      this.sheetNames = names;
      let reason: unknown;
      for (const name of names) {
        try {
          this.#take(await worker.look(name, undefined, this.#remembered));
          this.step = 'columns';
          return;
        } catch (error) {
          if (isAborted(error)) throw error;
          reason ??= error;
        }
      }
      throw reason;
    });
  }

  /** @param kind what the person says it is; undefined: what its header says */
  async chooseSheet(name: string, kind?: ListKind): Promise<void> {
    await this.#do('opening', async (worker) => {
      this.#take(await worker.look(name, kind, this.#remembered));
    });
  }

  /** A field is in one column only; the former one is left without. */
  assign(column: number, field: ListField | null): void {
    const fields = new Map(
      [...this.fields].filter(([at, other]) => at !== column && other !== field),
    );
    if (field !== null) fields.set(column, field);
    this.fields = fields;
    this.verdict = null;
  }

  sayDatum(datum: Datum | null): void {
    this.datum = datum;
  }

  /** Judges every row; nothing is written. Stays where it is while the datum has to be said. */
  async check(): Promise<void> {
    const { look } = this;
    if (look === null || this.missing.length > 0) return;
    this.#remember(look);
    await this.#do('placing', async (worker) => {
      const reading = this.#reading(look);
      const datum = await this.#datumOf(worker, reading);
      if (datum === null) return;
      this.work = 'reading';
      const judge = look.kind === 'ledger' ? judgeLedger : judgeSites;
      const judged = await judge(this.#workspace.connection, worker, {
        ...{ reading, datum, city: this.#city, source: this.#source(look) },
        ...{ otherwise: this.otherwise ?? undefined, type: this.siteType ?? undefined },
        onread: () => (this.work = 'judging'),
      });
      this.#rows = judged.rows;
      this.fates = judged.fates;
      this.pictureCount = judged.pictureCount;
      this.picturesLeftOut = look.picturesLeftOut + judged.picturesLeftOut;
      this.step = 'fates';
    });
  }

  /** Back to the columns; the file is still open. */
  adjust(): void {
    this.problem = null;
    this.step = 'columns';
  }

  /** All of it or nothing. Sent again after a lost answer it adds nothing twice. */
  async takeIn(): Promise<void> {
    const { look } = this;
    if (look === null || this.counts.refused > 0) return;
    await this.#do('writing', async () => {
      const source = this.#source(look);
      const { connection } = this.#workspace;
      if (look.kind === 'ledger') {
        const answer = await connection.write((client) =>
          importLedger(client, this.#rows, source, false),
        );
        this.#finish(look.kind, answer.refused, { ...answer, added: answer.new });
      } else {
        const answer = await connection.write((client) =>
          importSites(client, this.#rows, source, false),
        );
        const { importId, added, present, refused } = answer;
        this.#finish(look.kind, refused, { importId, added, changed: 0, same: present });
      }
    });
    if (this.step === 'done') await this.#afterChange();
    // The city changed between the dry run and now: what would be is told anew.
    else if (this.problem?.kind === 'refused') await this.check();
  }

  /** Takes a former import back. */
  async undo(note: ImportNote): Promise<void> {
    await this.#do('undoing', async () => {
      const answer = await this.#workspace.connection.write((client) =>
        undoImport(client, note.kind, note.id),
      );
      this.undone = { ...answer, note };
      if (this.result?.importId === note.id) this.restart();
    });
    if (this.problem === null) await this.#afterChange();
  }

  /** The issues of an import, in the ledger. */
  async showIssues(importId: number): Promise<void> {
    await this.#do('opening', async () => {
      const { connection, issues } = this.#workspace;
      const ids = await connection.read((client, signal) =>
        fetchImportedIssueIds(client, importId, signal),
      );
      void issues.ledger.filterBy({ ids });
      this.#workspace.open('ledger');
    });
  }

  /** The bytes of an XLSX file, written in the worker. */
  async write(sheets: readonly ExportSheet[]): Promise<Uint8Array<ArrayBuffer>> {
    return (this.#worker ??= new WorkbookDesk()).write(sheets);
  }

  /** Puts the file away. */
  restart(): void {
    const { undone } = this;
    this.#clear();
    this.undone = undone;
  }

  #clear(): void {
    this.#worker?.close();
    this.#worker = null;
    this.#rows = [];
    this.step = 'file';
    this.work = null;
    this.problem = null;
    this.fileName = '';
    this.sheetNames = [];
    this.look = null;
    this.fields = new Map();
    this.datum = null;
    this.verdict = null;
    this.fates = [];
    this.result = null;
    this.undone = null;
    this.pictureCount = 0;
    this.picturesLeftOut = 0;
  }

  #take(look: SheetLook): void {
    this.look = look;
    this.fields = new Map(look.proposed.map(({ column, field }) => [column, field]));
    this.verdict = null;
    this.picturesLeftOut = look.picturesLeftOut;
    this.pictureCount = look.pictureCount;
  }

  #reading({ name, kind }: SheetLook): SheetReading {
    return {
      sheet: name,
      kind,
      mapping: [...this.fields].map(([column, field]) => [field, column]),
    };
  }

  #mapping({ columns }: SheetLook): Record<string, ListField | null> {
    const mapping = new Map([...this.fields].map(([column, field]) => [field, column] as const));
    return rememberedMapping(
      columns.map(({ name }) => name),
      mapping,
    );
  }

  #remember(look: SheetLook): void {
    const chosen = { ...this.#remembered[look.kind], ...this.#mapping(look) };
    this.#remembered = { ...this.#remembered, [look.kind]: chosen };
  }

  #source(look: SheetLook): ImportSource {
    return {
      fileName: this.fileName,
      sheet: look.name,
      datum: this.datum ?? this.verdict?.datum ?? 'wgs84',
      mapping: this.#mapping(look),
    };
  }

  /** Null: unsure, and to be said first. */
  async #datumOf(worker: WorkbookDesk, reading: SheetReading): Promise<Datum | null> {
    if (this.datum !== null || !this.hasPositions) return this.datum ?? 'wgs84';
    const positions = await worker.positions(reading);
    if (positions.length === 0) return 'wgs84';
    const evidence = await this.#workspace.connection.read((client, signal) =>
      fetchEvidence(client, positions, signal),
    );
    this.verdict = inferDatum(evidence);
    return this.verdict.datum ?? null;
  }

  #finish(kind: ListKind, refused: number, answer: Omit<ImportResult, 'kind'>): void {
    if (refused > 0) {
      this.problem = CHANGED_MEANWHILE;
      return;
    }
    const { importId, added, changed, same } = answer;
    this.result = { kind, importId, added, changed, same };
    this.step = 'done';
    this.#worker?.close();
    this.#worker = null;
    this.#rows = [];
  }

  async #afterChange(): Promise<void> {
    const { timeline, city } = this.#workspace;
    await Promise.all([
      this.loadImports(),
      this.#workspace.afterStep(),
      ...(timeline.asOf === null ? [] : [city.show(timeline.asOf)]),
    ]);
  }

  async #do(work: ImportWork, act: (worker: WorkbookDesk) => Promise<void>): Promise<void> {
    if (this.work !== null) return;
    this.work = work;
    this.problem = null;
    try {
      await act((this.#worker ??= new WorkbookDesk()));
    } catch (error) {
      if (!isAborted(error)) this.problem = problemOf(error);
    } finally {
      this.work = null;
    }
  }
}

const CHANGED_MEANWHILE: Problem = {
  kind: 'refused',
  zh: '库中情况在核对之后有变化，有的行不能导入了；没有写入任何内容',
  en: 'things have changed since the rows were judged and some cannot be taken in; nothing was written',
  place: null,
};

const desks = new WeakMap<Workspace, ImportDesk>();

/** The desk of a signed-in member: what lies on it stays when another view is looked at. */
export function importDesk(workspace: Workspace): ImportDesk {
  const known = desks.get(workspace);
  if (known !== undefined) return known;
  let made: ImportDesk | undefined;
  // What it derives must not end with the view that asks for it first.
  $effect.root(() => {
    made = new ImportDesk(workspace);
  });
  const desk = made as unknown as ImportDesk;
  desks.set(workspace, desk);
  return desk;
}
