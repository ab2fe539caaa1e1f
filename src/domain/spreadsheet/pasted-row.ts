import { readDate } from './dates.ts';
import { LEDGER_NAMES, type LedgerField } from './fields.ts';
import { findHeader } from './header.ts';
import { findIndicator } from './indicator-words.ts';
import type { KnownCity } from './known-city.ts';
import { mappingOf } from './field-names.ts';
import { Places, type KnownSite } from './places.ts';
import { cellText, plainText } from './sheet.ts';
import { readSource, readStatus } from './statuses.ts';
import { splitUnits, UnitNames, type KnownUnit } from './unit-names.ts';

/** What a pasted row, or a few typed words, seem to say of one problem. A person looks over it. */
export interface PastedProblem {
  readonly description: string;
  readonly site: KnownSite | null;
  /** What the place's cell says, where no site fits, or several do. */
  readonly placeText: string;
  /** Several sites that the place may be, or that are close. */
  readonly candidates: readonly KnownSite[];
  readonly code: number | null;
  readonly unit: KnownUnit | null;
  /** The local day it was found, `2026-03-02`. */
  readonly day: string | null;
  readonly source: ReturnType<typeof readSource> | null;
  readonly sourceNumber: string;
  /** Rows besides the one that is read. */
  readonly otherRows: number;
}

/** How the name of a place ends, or a house number. */
const PLACE = /[路街巷道院号区村店场馆园楼苑厅所站桥口]$|\d号/u;

/** The longest cell that is taken for a name, a day or a word of state, not for a sentence. */
const LONGEST_WORD = 24;

/**
 * Reads one row without a header by what its cells look like: a day is the day, a known site the place,
 * a known unit the unit, and the longest of what is left the problem. With a header, by that. A text
 * alone is the problem, in which a site, a unit and a day may be named.
 *
 * @param rows as pasted: a cell of a free text is a row of one cell
 */
export function readPasted(rows: readonly (readonly string[])[], city: KnownCity): PastedProblem {
  const filled = rows
    .map((cells) => cells.map((cell) => cellText(cell)))
    .filter((cells) => cells.some((cell) => cell !== ''));
  const reader = new PasteReader(city);
  const isTable = filled.some((cells) => cells.filter((cell) => cell !== '').length > 1);
  if (!isTable) return reader.text(filled.flat().join('\n'));
  const header = findHeader({ name: '', rows: filled, merges: [], epoch1904: false, pictures: [] });
  if (header !== undefined && header.bottom + 1 < filled.length) {
    const mapping = mappingOf(LEDGER_NAMES.propose(header.names));
    if (mapping.has('description')) {
      const body = filled.slice(header.bottom + 1);
      return reader.named(body[0] ?? [], mapping, body.length - 1);
    }
  }
  return reader.unnamed(filled[0] ?? [], filled.length - 1);
}

class PasteReader {
  readonly #city: KnownCity;
  readonly #places: Places;
  readonly #units: UnitNames;

  constructor(city: KnownCity) {
    this.#city = city;
    this.#places = new Places(city.sites, city.areas);
    this.#units = new UnitNames(city.units);
  }

  text(text: string): PastedProblem {
    const plain = plainText(text);
    const named = this.#city.units.filter(({ name }) => plain.includes(plainText(name)));
    return this.#problem({
      description: text,
      place: text,
      placeText: '',
      unit: named.length === 1 ? (named[0] ?? null) : null,
      day: this.#day(text),
      source: readSource(text) ?? null,
    });
  }

  named(
    cells: readonly string[],
    mapping: ReadonlyMap<LedgerField, number>,
    otherRows: number,
  ): PastedProblem {
    const text = (field: LedgerField) => cells[mapping.get(field) ?? -1] ?? '';
    return this.#problem({
      description: text('description'),
      community: text('community'),
      place: text('place'),
      placeText: text('place') || text('community'),
      indicator: text('indicator'),
      unit: this.#unit(text('unit')),
      day: this.#day(text('reported')),
      source: readSource(text('source')) ?? null,
      sourceNumber: text('sourceNumber'),
      otherRows,
    });
  }

  unnamed(cells: readonly string[], otherRows: number): PastedProblem {
    const left = new Set(
      cells.map((cell) => cell.replaceAll('\n', ' ')).filter((cell) => cell !== ''),
    );
    /** Takes the first of what is left that says something, out of it. */
    const take = <Found>(read: (cell: string) => Found | null): Found | null => {
      for (const cell of left) {
        const found = cell.length <= LONGEST_WORD ? read(cell) : null;
        if (found === null) continue;
        left.delete(cell);
        return found;
      }
      return null;
    };
    // The number of the row says nothing here.
    take((cell) => (/^\d{1,4}$/.test(cell) ? cell : null));
    const day = take((cell) => this.#day(cell));
    // A deadline, a day of closing, how it stands: known to the ledger later, or not yet.
    while (take((cell) => this.#day(cell)) !== null);
    const indicator = take((cell) => {
      const match = findIndicator(this.#city.indicators, cell, '', undefined);
      return match.kind === 'known' && match.by !== 'words' ? cell : null;
    });
    const community = take((cell) =>
      this.#city.areas.some(
        ({ name, level }) => level === 'community' && plainText(name) === plainText(cell),
      )
        ? cell
        : null,
    );
    const unit = take((cell) => this.#exactUnit(cell));
    const place =
      take((cell) => (this.#isSite(community ?? '', cell, true) ? cell : null)) ??
      take((cell) => (this.#isSite(community ?? '', cell, false) ? cell : null));
    take((cell) => readStatus(cell) ?? null);
    const source = take((cell) =>
      cell.length <= 8 && !PLACE.test(cell) ? (readSource(cell) ?? null) : null,
    );
    const description = this.#likeliest([...left]);
    left.delete(description);
    // A place that nobody knows is told as it is said.
    const said = place ?? take((cell) => (PLACE.test(cell) ? cell : null));
    return this.#problem({
      description: cells.find((cell) => cell.replaceAll('\n', ' ') === description) ?? description,
      community: community ?? '',
      place: said ?? '',
      placeText: said ?? community ?? '',
      indicator: indicator ?? '',
      unit,
      day,
      source,
      otherRows,
    });
  }

  /** Of what is left, the longest that speaks of something the catalogue knows, else the longest. */
  #likeliest(cells: readonly string[]): string {
    const isKnown = (cell: string) =>
      findIndicator(this.#city.indicators, '', cell, undefined).kind !== 'unknown';
    const speaking = cells.filter(isKnown);
    return (speaking.length > 0 ? speaking : cells).reduce(
      (longest, cell) => (cell.length > longest.length ? cell : longest),
      '',
    );
  }

  #problem(found: {
    readonly description: string;
    readonly community?: string;
    readonly place: string;
    readonly placeText: string;
    readonly indicator?: string;
    readonly unit: KnownUnit | null;
    readonly day: string | null;
    readonly source: PastedProblem['source'];
    readonly sourceNumber?: string;
    readonly otherRows?: number;
  }): PastedProblem {
    const { community = '', place, indicator = '', description } = found;
    const match = this.#places.find(community, place.replaceAll('\n', ''));
    const site = match.kind === 'site' ? match.site : null;
    const check = findIndicator(this.#city.indicators, indicator, description, site?.type);
    return {
      description,
      site,
      placeText: site === null ? found.placeText : '',
      candidates:
        match.kind === 'several' ? match.sites : match.kind === 'unknown' ? match.closest : [],
      code: check.kind === 'known' ? check.code : null,
      unit: found.unit,
      day: found.day,
      source: found.source,
      sourceNumber: found.sourceNumber ?? '',
      otherRows: found.otherRows ?? 0,
    };
  }

  /** A day that has come. One without a year is the last such day. */
  #day(text: string): string | null {
    const { today } = this.#city;
    const year = Number(today.slice(0, 4));
    const read = readDate(text, { year, epoch1904: false });
    if (read === undefined) return null;
    if (read.day <= today) return read.day;
    const before = read.yearAssumed
      ? readDate(text, { year: year - 1, epoch1904: false })
      : undefined;
    return before?.day ?? null;
  }

  #unit(text: string): KnownUnit | null {
    const [first] = splitUnits(text);
    const match = first === undefined ? undefined : this.#units.find(first);
    return match?.kind === 'known' ? match.unit : null;
  }

  /** Of a cell without a header: a name that is only similar may be anything. */
  #exactUnit(text: string): KnownUnit | null {
    const [first] = splitUnits(text);
    const match = first === undefined ? undefined : this.#units.find(first);
    return match?.kind === 'known' && (match.exact || /[局办委队院所]$/u.test(first ?? ''))
      ? match.unit
      : null;
  }

  #isSite(community: string, text: string, exact: boolean): boolean {
    const match = this.#places.find(community, text);
    return match.kind === 'site' && (match.exact || !exact);
  }
}
