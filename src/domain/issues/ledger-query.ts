/**
 * What is asked of the ledger and how a link says it. One string holds the whole question, e.g.
 * `state:assigned,in_progress;area:12;due:overdue;text:~E5~9E~83;sort:-deadline;group:unit`; it is
 * made only of characters that an address takes as they are.
 */

import { ISSUE_SOURCES, ISSUE_STATES, type IssueSource, type IssueState } from './vocabulary.ts';

export const LEDGER_SORTS = [
  'number',
  'reported',
  'deadline',
  'state',
  'area',
  'unit',
  'site',
  'indicator',
  'closed',
] as const;
export type LedgerSort = (typeof LEDGER_SORTS)[number];

export const LEDGER_GROUPS = ['unit', 'area', 'indicator', 'state', 'type'] as const;
export type LedgerGroupBy = (typeof LEDGER_GROUPS)[number];

/** `week`: today and the six days after it. */
export const DUE_SPANS = ['today', 'overdue', 'week'] as const;
export type DueSpan = (typeof DUE_SPANS)[number];

/** All that are given must hold; what is left out does not matter. An empty list matches nothing. */
export interface LedgerFilters {
  readonly states?: readonly IssueState[];
  /** Indicators. */
  readonly codes?: readonly number[];
  /** Site types. */
  readonly types?: readonly string[];
  /** With everything below it. */
  readonly areaId?: number;
  /** The lead unit. */
  readonly unitId?: number;
  readonly sources?: readonly IssueSource[];
  /** In the number, the outside number, the description or the site's name. */
  readonly text?: string;
  readonly due?: DueSpan;
  readonly waitingForMe?: true;
  readonly zoneId?: number;
  readonly siteIds?: readonly number[];
  readonly ids?: readonly number[];
  /** The issue and those merged into it. */
  readonly issueId?: number;
  /** ISO 8601, included. */
  readonly reportedFrom?: string;
  /** ISO 8601, excluded. */
  readonly reportedTo?: string;
  readonly supervised?: true;
  readonly veto?: true;
  readonly recheckDue?: true;
  readonly reportedByMe?: true;
}

export interface LedgerQuery {
  readonly filters: LedgerFilters;
  readonly sort: LedgerSort;
  readonly descending: boolean;
  /** Null: one list. */
  readonly groupBy: LedgerGroupBy | null;
}

export const USUAL_LEDGER_QUERY: LedgerQuery = {
  filters: {},
  sort: 'deadline',
  descending: false,
  groupBy: null,
};

/** Longer lists of issues or sites are a selection of the moment, which no link carries. */
const MOST_IDS_IN_A_LINK = 40;
const LONGEST_TEXT = 60;

type Writer = (filters: LedgerFilters) => string | undefined;
type Reader = (value: string) => LedgerFilters | null;

const FIELDS: Readonly<Record<string, readonly [Writer, Reader]>> = {
  state: [({ states }) => states?.join(','), (value) => words(value, ISSUE_STATES, 'states')],
  code: [({ codes }) => codes?.join(','), (value) => numbers(value, 255, 'codes')],
  type: [
    ({ types }) => types?.join(','),
    (value) => {
      const types = list(value);
      return types.every((id) => /^[a-z_]{2,30}$/.test(id)) ? { types } : null;
    },
  ],
  area: [({ areaId }) => areaId?.toString(), (value) => number(value, 'areaId')],
  unit: [({ unitId }) => unitId?.toString(), (value) => number(value, 'unitId')],
  source: [({ sources }) => sources?.join(','), (value) => words(value, ISSUE_SOURCES, 'sources')],
  text: [
    ({ text }) => (text === undefined ? undefined : escape(text)),
    (value) => {
      const text = unescape(value);
      return text === null || text === '' || text.length > LONGEST_TEXT ? null : { text };
    },
  ],
  due: [
    ({ due }) => due,
    (value) => {
      const due = DUE_SPANS.find((span) => span === value);
      return due === undefined ? null : { due };
    },
  ],
  mine: [({ waitingForMe }) => flag(waitingForMe), (value) => yes(value, { waitingForMe: true })],
  zone: [({ zoneId }) => zoneId?.toString(), (value) => number(value, 'zoneId')],
  site: [({ siteIds }) => few(siteIds), (value) => numbers(value, MOST_ID, 'siteIds')],
  id: [({ ids }) => few(ids), (value) => numbers(value, Number.MAX_SAFE_INTEGER, 'ids')],
  issue: [({ issueId }) => issueId?.toString(), (value) => number(value, 'issueId')],
  from: [
    ({ reportedFrom }) => reportedFrom && escape(reportedFrom),
    (value) => moment(value, 'reportedFrom'),
  ],
  to: [
    ({ reportedTo }) => reportedTo && escape(reportedTo),
    (value) => moment(value, 'reportedTo'),
  ],
  supervised: [({ supervised }) => flag(supervised), (value) => yes(value, { supervised: true })],
  veto: [({ veto }) => flag(veto), (value) => yes(value, { veto: true })],
  recheck: [({ recheckDue }) => flag(recheckDue), (value) => yes(value, { recheckDue: true })],
  reported: [
    ({ reportedByMe }) => flag(reportedByMe),
    (value) => yes(value, { reportedByMe: true }),
  ],
};

const MOST_ID = 0x7fffffff;

/** Empty for the usual question. */
export function formatLedgerQuery({ filters, sort, descending, groupBy }: LedgerQuery): string {
  const parts = Object.entries(FIELDS).flatMap(([field, [write]]) => {
    const value = write(filters);
    return value === undefined ? [] : `${field}:${value}`;
  });
  if (sort !== USUAL_LEDGER_QUERY.sort || descending) {
    parts.push(`sort:${descending ? '-' : ''}${sort}`);
  }
  if (groupBy !== null) parts.push(`group:${groupBy}`);
  return parts.join(';');
}

/** @returns what could be understood, and the parts that could not */
export function parseLedgerQuery(text: string): {
  query: LedgerQuery;
  refused: readonly string[];
} {
  let query = USUAL_LEDGER_QUERY;
  const refused: string[] = [];
  for (const part of text.split(';').filter((each) => each !== '')) {
    const colon = part.indexOf(':');
    const next = colon === -1 ? null : withPart(query, part.slice(0, colon), part.slice(colon + 1));
    if (next === null) refused.push(part.slice(0, 60));
    else query = next;
  }
  return { query, refused };
}

/** Whether two questions are the same, so that nothing need be asked again. */
export function isSameLedgerQuery(one: LedgerQuery, other: LedgerQuery): boolean {
  return (
    one.sort === other.sort &&
    one.descending === other.descending &&
    one.groupBy === other.groupBy &&
    isSameFilters(one.filters, other.filters)
  );
}

export function isSameFilters(one: LedgerFilters, other: LedgerFilters): boolean {
  const said = (filters: LedgerFilters) =>
    JSON.stringify(
      Object.entries(filters)
        .filter(([, value]) => value !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return said(one) === said(other);
}

/** How many filters are set, for the button that opens them. */
export function countFilters(filters: LedgerFilters): number {
  return Object.values(filters).filter((value) => value !== undefined).length;
}

function withPart(query: LedgerQuery, field: string, value: string): LedgerQuery | null {
  if (field === 'sort') {
    const sort = LEDGER_SORTS.find((known) => known === value.replace(/^-/, ''));
    return sort === undefined ? null : { ...query, sort, descending: value.startsWith('-') };
  }
  if (field === 'group') {
    const groupBy = LEDGER_GROUPS.find((known) => known === value);
    return groupBy === undefined ? null : { ...query, groupBy };
  }
  const read = Object.hasOwn(FIELDS, field) ? FIELDS[field]?.[1](value) : null;
  return read ? { ...query, filters: { ...query.filters, ...read } } : null;
}

function list(value: string): readonly string[] {
  return value === '' ? [] : [...new Set(value.split(','))];
}

function words<Word extends string>(
  value: string,
  known: readonly Word[],
  key: 'states' | 'sources',
): LedgerFilters | null {
  const given = list(value);
  const found = known.filter((word) => given.includes(word));
  return found.length === given.length ? { [key]: found } : null;
}

function numbers(
  value: string,
  most: number,
  key: 'codes' | 'siteIds' | 'ids',
): LedgerFilters | null {
  const found = list(value);
  const valid = found.every((each) => /^\d{1,16}$/.test(each) && Number(each) <= most);
  return valid ? { [key]: found.map(Number) } : null;
}

function number(
  value: string,
  key: 'areaId' | 'unitId' | 'zoneId' | 'issueId',
): LedgerFilters | null {
  const most = key === 'issueId' ? Number.MAX_SAFE_INTEGER : MOST_ID;
  return /^\d{1,16}$/.test(value) && Number(value) <= most ? { [key]: Number(value) } : null;
}

function moment(value: string, key: 'reportedFrom' | 'reportedTo'): LedgerFilters | null {
  const text = unescape(value) ?? '';
  const isMoment = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text);
  return isMoment && !Number.isNaN(Date.parse(text)) ? { [key]: text } : null;
}

function flag(value: true | undefined): string | undefined {
  return value ? '1' : undefined;
}

function yes(value: string, filters: LedgerFilters): LedgerFilters | null {
  return value === '1' ? filters : null;
}

function few(ids: readonly number[] | undefined): string | undefined {
  return ids && ids.length <= MOST_IDS_IN_A_LINK ? ids.join(',') : undefined;
}

/** As in an address, but with a tilde, so that being escaped once more changes nothing. */
function escape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[~!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '~');
}

function unescape(value: string): string | null {
  if (value.includes('%')) return null;
  try {
    return decodeURIComponent(value.replaceAll('~', '%'));
  } catch {
    return null;
  }
}
