import { OVERLAYS, type Overlay } from '../domain/overlays.ts';
import { STATUSES, type SiteStatus } from '../domain/sites/city.ts';
import { NO_FILTERS, type SiteFilters } from '../domain/sites/filters.ts';
import { formatLocalMinute, parseLocalMinute } from '../domain/time/local-time.ts';
import { SELECTION_KINDS, type Selection } from './selection.ts';

export const VIEWS = [
  'overview',
  'patrol',
  'ledger',
  'sites',
  'activities',
  'report',
  'settings',
  'import',
] as const;
export type ViewId = (typeof VIEWS)[number];

/** The pages of a patrol plan in the making; in an address its tab is `plan-` and the page. */
const PLAN_PAGES = [
  'setup',
  'timeline',
  'calendar',
  'stops',
  'measures',
  'unserved',
  'progress',
  'crews',
] as const;
export type PlanPage = (typeof PLAN_PAGES)[number];

export function planPageOf(tab: string | null): PlanPage | null {
  return PLAN_PAGES.find((page) => tab === `plan-${page}`) ?? null;
}

/** What lies by hours, days or columns wants more width than a list. */
export function isWidePlanPage(page: PlanPage | null): boolean {
  return page === 'timeline' || page === 'calendar' || page === 'stops';
}

/** Where the map looks; degrees, EPSG:4326. */
export interface Camera {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  /** Degrees clockwise from north. */
  readonly bearing: number;
  /** Degrees from straight down. */
  readonly pitch: number;
}

/** What a link reopens; null = whatever is usual. */
export interface Address {
  readonly view: ViewId | null;
  readonly camera: Camera | null;
  readonly selection: Selection | null;
  readonly filters: SiteFilters;
  /** ISO 8601; null = now. */
  readonly asOf: string | null;
  readonly overlays: readonly Overlay[] | null;
  readonly basemap: string | null;
  /** Of the panel on the right. */
  readonly tab: string | null;
  /** What the ledger is asked, see domain/issues/ledger-query; only with its view. */
  readonly ledger: string | null;
  readonly wall: boolean;
}

export const PARAMETERS = [
  'view',
  'map',
  'select',
  'type',
  'status',
  'area',
  'unit',
  'asof',
  'layers',
  'ground',
  'tab',
  'ledger',
  'wall',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** A parameter that was left out, since its value says nothing. */
export interface RefusedParameter {
  readonly parameter: Parameter;
  readonly value: string;
}

export const EMPTY_ADDRESS: Address = {
  view: null,
  camera: null,
  selection: null,
  filters: NO_FILTERS,
  asOf: null,
  overlays: null,
  basemap: null,
  tab: null,
  ledger: null,
  wall: false,
};

/** As many coloured meanings as the map may have. */
const MOST_OVERLAYS = 3;

/** Room for 60 Chinese characters looked for in the ledger; every mail program passes it on. */
const LONGEST_VALUE = 1_000;

/**
 * Reads the query of the address. What a value means to this city (is there such an area?) is checked
 * by whoever knows it; here only the form is.
 *
 * @returns what could be used, and what could not
 */
export function parseAddress(query: string): {
  address: Address;
  refused: readonly RefusedParameter[];
} {
  const parameters = new URLSearchParams(query);
  const refused: RefusedParameter[] = [];
  const read = <T>(parameter: Parameter, parse: (value: string) => T | null): T | null => {
    const value = parameters.get(parameter);
    if (value === null) return null;
    const parsed = value.length > LONGEST_VALUE ? null : parse(value);
    if (parsed === null) refused.push({ parameter, value: value.slice(0, 60) });
    return parsed;
  };
  const address: Address = {
    view: read('view', (value) => VIEWS.find((view) => view === value) ?? null),
    camera: read('map', parseCamera),
    selection: read('select', parseSelection),
    filters: {
      types: read('type', parseTypes),
      statuses: read('status', parseStatuses),
      areaId: read('area', parseId),
      unitId: read('unit', parseId),
    },
    asOf: read('asof', parseLocalMinute),
    overlays: read('layers', parseOverlays),
    basemap: read('ground', parseWord),
    tab: read('tab', parseWord),
    ledger: read('ledger', parseLedger),
    wall: read('wall', (value) => (value === '1' ? true : null)) ?? false,
  };
  return { address, refused };
}

/** The opposite of `parseAddress`; begins with `?` unless it is empty. */
export function formatAddress(address: Address): string {
  const { view, camera, selection, filters, asOf, overlays, basemap, tab, ledger, wall } = address;
  const parts: string[] = [];
  const write = (parameter: Parameter, value: string | null) => {
    if (value !== null) parts.push(`${parameter}=${value}`);
  };
  write('view', view);
  write('map', camera && formatCamera(camera));
  write('select', selection && `${selection.kind}-${selection.id}`);
  write('type', filters.types && [...filters.types].sort().join(','));
  write('status', filters.statuses && STATUSES.filter((id) => filters.statuses?.has(id)).join(','));
  write('area', filters.areaId?.toString() ?? null);
  write('unit', filters.unitId?.toString() ?? null);
  write('asof', asOf && formatLocalMinute(asOf));
  write('layers', overlays && (overlays.length === 0 ? 'none' : overlays.join(',')));
  write('ground', basemap);
  write('tab', tab);
  write('ledger', ledger);
  write('wall', wall ? '1' : null);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function parseCamera(value: string): Camera | null {
  const numbers = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [longitude, latitude, zoom, bearing = 0, pitch = 0] = numbers;
  if (numbers.length < 3 || numbers.length > 5) return null;
  if (longitude === undefined || latitude === undefined || zoom === undefined) return null;
  if (!within(longitude, -180, 180) || !within(latitude, -85, 85)) return null;
  if (!within(zoom, 0, 24) || !within(bearing, -360, 360) || !within(pitch, 0, 85)) return null;
  return { longitude, latitude, zoom, bearing, pitch };
}

function formatCamera({ longitude, latitude, zoom, bearing, pitch }: Camera): string {
  // Five decimals are a metre; what is finer only makes the link longer.
  const parts = [round(longitude, 5), round(latitude, 5), round(zoom, 2)];
  if (round(bearing, 0) !== 0 || round(pitch, 0) !== 0) parts.push(round(bearing, 0));
  if (round(pitch, 0) !== 0) parts.push(round(pitch, 0));
  return parts.join(',');
}

function parseSelection(value: string): Selection | null {
  const match = /^([a-z]+)-(\d{1,10})$/.exec(value);
  const kind = SELECTION_KINDS.find((known) => known === match?.[1]);
  const id = parseId(match?.[2] ?? '');
  return kind === undefined || id === null ? null : { kind, id };
}

function parseTypes(value: string): ReadonlySet<string> | null {
  const ids = value.split(',');
  return ids.every((id) => /^[a-z][a-z0-9_]*$/.test(id)) ? new Set(ids) : null;
}

function parseStatuses(value: string): ReadonlySet<SiteStatus> | null {
  const ids = value.split(',');
  const known = STATUSES.filter((status) => ids.includes(status));
  return known.length === new Set(ids).size ? new Set(known) : null;
}

function parseOverlays(value: string): readonly Overlay[] | null {
  if (value === 'none') return [];
  const ids = value.split(',');
  const known = OVERLAYS.filter((overlay) => ids.includes(overlay));
  // More coloured meanings than three at once would be a riddle.
  const isAllowed = known.length === new Set(ids).size && known.length <= MOST_OVERLAYS;
  return isAllowed ? known : null;
}

/** A database id: 0 to 2³¹ − 1 (0 is the first cell of a hotspot test). */
function parseId(value: string): number | null {
  return /^\d{1,10}$/.test(value) && Number(value) <= 0x7fffffff ? Number(value) : null;
}

function parseWord(value: string): string | null {
  return /^[a-z][a-z0-9_-]{0,39}$/i.test(value) ? value : null;
}

/** Its parts are read by domain/issues/ledger-query, which knows their words. */
function parseLedger(value: string): string | null {
  return /^[a-z]+:[\w.,:;~-]*$/.test(value) ? value : null;
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
