import { createHash } from 'node:crypto';
import Papa from 'papaparse';
import {
  inferDatum,
  datums,
  toWgs84,
  type Datum,
  type RowEvidence,
} from '../../src/domain/geo/datum.ts';
import { ledgerContext, type KnownCity } from '../../src/domain/spreadsheet/known-city.ts';
import { readLedger } from '../../src/domain/spreadsheet/ledger.ts';
import { readCoordinates } from '../../src/domain/spreadsheet/coordinates.ts';
import { LEDGER_NAMES, type LedgerField } from '../../src/domain/spreadsheet/fields.ts';
import type { RowRemark } from '../../src/domain/spreadsheet/ledger-row.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { fieldText, mappingToRemember, openLedger, type OpenedLedger } from './ledger-file.ts';
import type { Remark } from '../../src/domain/site-list/records.ts';
import { readFileBytes } from './text-file.ts';
import type { Target } from './target.ts';
import { MOST_FILE_BYTES } from '../../src/workbook/archive.ts';
import { rowsWithPictures } from '../../src/workbook/row-pictures.ts';

export interface LedgerOptions {
  readonly path: string;
  readonly sheet: string | undefined;
  /** `FIELD=COLUMN` or `FIELD=` for a field that is in none. */
  readonly map: readonly string[];
  /** Undefined and `auto`: inferred, where there are coordinates. */
  readonly datum: Datum | 'auto' | undefined;
  /** The check of problems whose words fit none. */
  readonly otherwise: number | undefined;
  readonly dryRun: boolean;
}

/** What becomes of a problem of the sheet. */
export interface LedgerFate {
  readonly row: number;
  readonly part: number;
  readonly cell: string;
  readonly fate: 'new' | 'same' | 'changed' | 'refused' | 'left out';
  readonly zh: string;
  readonly en: string;
}

export interface LedgerOutcome {
  readonly result: {
    readonly importId: number | null;
    readonly sheet: string;
    readonly datum: Datum | null;
    readonly new: number;
    readonly changed: number;
    readonly same: number;
    readonly refused: number;
    readonly leftOut: number;
    readonly pictures: number;
  };
  /** Every problem and every row left out, in the sheet's order. */
  readonly fates: readonly LedgerFate[];
  readonly remarks: readonly Remark[];
}

interface Answer {
  readonly importId: number | null;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
  readonly fates: readonly LedgerFate[];
}

/** Takes in a ledger from a workbook or table: whole, or nothing when a row is refused. */
export async function importLedger(target: Target, options: LedgerOptions): Promise<LedgerOutcome> {
  const { path } = options;
  const bytes = readFileBytes(path, MOST_FILE_BYTES);
  const fileName = path.split(/[/\\]/).at(-1) ?? path;
  const city = await target.call<KnownCity>('ledger_import_context', {});
  const ledger = await openLedger(bytes, fileName, city.mapping, {
    sheet: options.sheet,
    chosen: chosenFields(options.map),
  });
  const remarks: Remark[] = [...ledger.remarks];
  const datum = await datumOf(target, ledger, options.datum, remarks);
  const context = ledgerContext(city, { fileName, datum, otherwise: options.otherwise });
  const read = readLedger(ledger.sheet, ledger.header, ledger.mapping, context);
  const { rows, picturesLeftOut } = rowsWithPictures(read.rows, read.pictures);
  if (picturesLeftOut > 0) {
    remarks.push({
      zh: `有 ${picturesLeftOut} 张图片未带入（合计超过 24 MB）`,
      en: `${picturesLeftOut} pictures are not taken along (over 24 MB together)`,
    });
  }
  // What cannot be read is refused here; the database is asked about the rest, and nothing is written.
  const answer = await target.call<Answer>('import_ledger', {
    rows,
    source: {
      fileName,
      sheet: ledger.sheet.name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      datum: datum ?? 'wgs84',
      mapping: mappingToRemember(ledger),
    },
    dry_run: options.dryRun || read.refused.length > 0,
  });
  remarks.push(...read.assumed.slice(0, 50).map(assumption));
  const fates = [
    ...answer.fates,
    ...withFate(read.refused, 'refused'),
    ...withFate(read.leftOut, 'left out'),
  ].sort((a, b) => a.row - b.row || a.part - b.part);
  return {
    result: {
      importId: answer.importId,
      sheet: ledger.sheet.name,
      datum: datum ?? null,
      new: answer.new,
      changed: answer.changed,
      same: answer.same,
      refused: answer.refused + read.refused.length,
      leftOut: read.leftOut.length,
      pictures: read.pictures.reduce(
        (sum, { before, after }) => sum + before.length + after.length,
        0,
      ),
    },
    fates,
    remarks,
  };
}

/** CSV of every problem and what becomes of it. */
export function ledgerTable(fates: readonly LedgerFate[]): string {
  const fields = ['row', 'part', 'cell', 'fate', 'zh', 'en'];
  const data = fates.map(({ row, part, cell, fate, zh, en }) => [row, part, cell, fate, zh, en]);
  return `${Papa.unparse({ fields, data }, { escapeFormulae: true })}\r\n`;
}

function chosenFields(map: readonly string[]): Partial<Record<LedgerField, string | null>> {
  const chosen: Partial<Record<LedgerField, string | null>> = {};
  for (const entry of map) {
    const at = entry.indexOf('=');
    const field = entry.slice(0, at) as LedgerField;
    if (at < 0 || !LEDGER_NAMES.fields.includes(field)) {
      throw new Refusal(
        `--map 的值“${entry}”有误，应如 description=存在问题；可用的字段：${LEDGER_NAMES.fields.join(' ')}`,
        `--map: “${entry}” should be like description=存在问题; fields: ${LEDGER_NAMES.fields.join(' ')}.`,
      );
    }
    const column = entry.slice(at + 1);
    chosen[field] = column === '' ? null : column;
  }
  return chosen;
}

/** Rows that are asked about: enough to be sure, few enough for one request. */
const MOST_EVIDENCE = 400;

/** The datum said, else the one inferred from known sites and roads; undefined when unsure. */
async function datumOf(
  target: Target,
  ledger: OpenedLedger,
  given: Datum | 'auto' | undefined,
  remarks: Remark[],
): Promise<Datum | undefined> {
  if (given !== undefined && given !== 'auto') return given;
  const asked = ledger.sheet.rows.flatMap((cells, row) => {
    if (row <= ledger.header.bottom) return [];
    const cell = (field: LedgerField) => cells[ledger.mapping.get(field) ?? -1] ?? null;
    const read = readCoordinates(cell('longitude'), cell('latitude'));
    if (read === undefined || !('position' in read)) return [];
    const points = datums.map((datum) => toWgs84(read.position, datum));
    const [name, area] = [fieldText(ledger, row, 'place'), fieldText(ledger, row, 'community')];
    return [{ row, name, area: area === '' ? null : area, points }];
  });
  if (asked.length === 0) return 'wgs84';
  const step = Math.ceil(asked.length / MOST_EVIDENCE);
  const evidence = await target.call<RowEvidence[]>('import_evidence', {
    rows: asked.filter((_, index) => index % step === 0),
  });
  const { datum, rows, medianMeters, confidence } = inferDatum(evidence);
  const meters = datums
    .map((name, index) => `${name} ${Math.round(medianMeters[index] ?? 0)} m`)
    .join(', ');
  const percent = Math.round(100 * confidence);
  remarks.push(
    datum === undefined
      ? {
          zh: `坐标系推断把握不足（${rows} 行，${meters}，${percent}% 一致）`,
          en: `not sure of the datum (${rows} rows, ${meters}, ${percent} % agree)`,
        }
      : {
          zh: `坐标系推断为 ${datum}（${rows} 行，中位距离 ${meters}，${percent}% 一致）`,
          en: `inferred ${datum} (${rows} rows, median distance ${meters}, ${percent} % agree)`,
        },
  );
  return datum;
}

function withFate(remarks: readonly RowRemark[], fate: LedgerFate['fate']): LedgerFate[] {
  return remarks.map(({ row, part, cell, zh, en }) => ({ row, part, cell, fate, zh, en }));
}

function assumption({ cell, zh, en }: RowRemark): Remark {
  return { zh: `${cell}：${zh}`, en: `${cell}: ${en}` };
}
