import type { LedgerSort } from '../../domain/issues/ledger-query.ts';

/** The columns the table may have, in their order. */
export const COLUMNS = [
  'number',
  'indicator',
  'description',
  'site',
  'area',
  'unit',
  'state',
  'deadline',
  'source',
  'reported',
  'closed',
  'rework',
  'photos',
] as const;
export type Column = (typeof COLUMNS)[number];

export const USUAL_COLUMNS: readonly Column[] = [
  'number',
  'indicator',
  'site',
  'unit',
  'state',
  'deadline',
];

/** How wide a column is at least, in pixels, and its share of what is left over. */
export const COLUMN_WIDTHS: Readonly<Record<Column, readonly [least: number, share: number]>> = {
  number: [104, 0],
  indicator: [150, 3],
  description: [160, 3],
  site: [130, 3],
  area: [96, 1],
  unit: [110, 2],
  state: [92, 0],
  deadline: [148, 1],
  source: [96, 0],
  reported: [124, 0],
  closed: [124, 0],
  rework: [88, 0],
  photos: [56, 0],
};

/** By what a click on the header sorts; the others do not. */
export const COLUMN_SORTS: Readonly<Partial<Record<Column, LedgerSort>>> = {
  number: 'number',
  indicator: 'indicator',
  site: 'site',
  area: 'area',
  unit: 'unit',
  state: 'state',
  deadline: 'deadline',
  reported: 'reported',
  closed: 'closed',
};

/** For the tick and for a row's cells, as `grid-template-columns`. */
export function gridTemplate(columns: readonly Column[]): string {
  const tracks = columns.map((column) => {
    const [least, share] = COLUMN_WIDTHS[column];
    return share === 0 ? `${least}px` : `minmax(${least}px, ${share}fr)`;
  });
  return ['40px', ...tracks].join(' ');
}

/** Below this the table scrolls sideways. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + COLUMN_WIDTHS[column][0], 40 + 16);
}

/** What was stored in a browser, maybe by another version: what is not known is left out. */
export function knownColumns(stored: readonly string[] | null): readonly Column[] {
  const known = COLUMNS.filter((column) => stored?.includes(column));
  return known.length === 0 ? USUAL_COLUMNS : known;
}
