import { Refusal } from '../domain/refusal.ts';
import type { RoadMatrix, TravelRequest } from '../domain/roads/road-travel.ts';
import { emptyMatrix, guessedLeg, type TravelNote } from '../domain/roads/travel-matrix.ts';
import type { TravelPath } from '../domain/roads/travel-path.ts';
import { askOutside, malformed, quoted } from './outside-server.ts';
import type { OsrmServer } from './read-routing.ts';

interface OsrmOptions {
  readonly signal?: AbortSignal | undefined;
  /** How much is done, of all, counted in stops. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** For one request. */
  readonly withinSeconds?: number;
}

type Position = readonly [longitude: number, latitude: number];

/** Longer than any table of a hundred places takes. */
const WITHIN_SECONDS = 30;

/** At a time: enough to keep a server busy, few enough to leave it to others as well. */
const REQUESTS_AT_ONCE = 4;

/**
 * The matrix by OSRM's table service, in as many requests as its limit asks for: it takes coordinates in the
 * address alone. https://github.com/Project-OSRM/osrm-backend/blob/master/docs/http.md#table-service
 *
 * Where it knows no way (null) the time is guessed, and a note names the stops that explain all such pairs.
 *
 * @throws Refusal in one line for whatever goes wrong with the server; the signal's reason
 */
export async function osrmMatrix(
  server: OsrmServer,
  { stops, profile }: TravelRequest,
  { signal, onProgress, withinSeconds = WITHIN_SECONDS }: OsrmOptions = {},
): Promise<RoadMatrix> {
  const matrix = emptyMatrix(stops.length);
  const unknown: [from: number, to: number][] = [];
  const size = Math.floor(server.maxPlaces / 2);
  const blocks = Array.from({ length: Math.ceil(stops.length / size) }, (_, block) =>
    Array.from(
      { length: Math.min(size, stops.length - block * size) },
      (__, at) => block * size + at,
    ),
  );
  // From a place to itself takes no time, and OSRM takes no fewer than two.
  const pairs = blocks
    .flatMap((from) => blocks.map((to) => ({ from, to })))
    .filter(({ from, to }) => from !== to || from.length > 1);
  let done = 0;
  await atOnce(pairs, async ({ from, to }) => {
    const url = tableAddress(server, stops, from, to);
    const answer = await osrmAnswer(url, withinSeconds, signal);
    const durations = tableOf(url, answer, 'durations', from.length, to.length);
    const distances = tableOf(url, answer, 'distances', from.length, to.length);
    for (const [row, i] of from.entries()) {
      for (const [column, j] of to.entries()) {
        let seconds = durations[row]![column] ?? null;
        let meters = distances[row]![column] ?? null;
        if (seconds === null || meters === null) {
          unknown.push([i, j]);
          ({ seconds, meters } = guessedLeg(stops[i]!, stops[j]!, profile));
        }
        matrix.durations[i * stops.length + j] = seconds;
        matrix.distances[i * stops.length + j] = meters;
      }
    }
    done += from.length * to.length;
    onProgress?.(Math.floor(done / stops.length), stops.length);
  });
  return { matrix, notes: notesOn(unknown) };
}

/**
 * The ways from each stop to the next by OSRM's route service, a request each: its one line through all
 * stops does not say where a leg ends. A straight line where it knows no way.
 */
export async function osrmPaths(
  server: OsrmServer,
  { stops, profile }: TravelRequest,
  { signal, withinSeconds = WITHIN_SECONDS }: OsrmOptions = {},
): Promise<readonly TravelPath[]> {
  const legs = stops.slice(1).map((to, at) => ({ at, from: stops[at]!, to }));
  const paths: TravelPath[] = [];
  await atOnce(legs, async ({ at, from, to }) => {
    const places = placesOf([from, to]);
    const url = `${server.url}/route/v1/${server.profile}/${places}?overview=full&geometries=geojson`;
    const answer = await osrmAnswer(url, withinSeconds, signal, 'NoRoute');
    paths[at] = answer
      ? pathOf(url, answer)
      : { coordinates: [from, to], ...guessedLeg(from, to, profile), isGuessed: true };
  });
  return paths;
}

function tableAddress(
  { url, profile }: OsrmServer,
  stops: readonly Position[],
  from: readonly number[],
  to: readonly number[],
): string {
  const isDiagonal = from === to;
  const places = placesOf([...from, ...(isDiagonal ? [] : to)].map((stop) => stops[stop]!));
  const lists = isDiagonal
    ? ''
    : `&sources=${from.map((_, at) => at).join(';')}&destinations=${to.map((_, at) => from.length + at).join(';')}`;
  return `${url}/table/v1/${profile}/${places}?annotations=duration,distance${lists}`;
}

/** Six decimals are 0.1 m. */
function placesOf(stops: readonly Position[]): string {
  return stops.map(([x, y]) => `${x.toFixed(6)},${y.toFixed(6)}`).join(';');
}

type Answer = Readonly<Record<string, unknown>>;

async function osrmAnswer(
  url: string,
  withinSeconds: number,
  signal: AbortSignal | undefined,
): Promise<Answer>;
/** @returns null when the answer's code is the one that is told apart */
async function osrmAnswer(
  url: string,
  withinSeconds: number,
  signal: AbortSignal | undefined,
  toldApart: string,
): Promise<Answer | null>;
async function osrmAnswer(
  url: string,
  withinSeconds: number,
  signal: AbortSignal | undefined,
  toldApart?: string,
): Promise<Answer | null> {
  const { status, json } = await askOutside({ url, withinSeconds, signal });
  const { code, message } = json;
  if (code === 'Ok') return json;
  if (code !== undefined && code === toldApart) return null;
  const { host } = new URL(url);
  const said = quoted([code ?? `HTTP ${status}`, message].filter(Boolean).join(': '));
  throw code === 'TooBig'
    ? new Refusal(
        `路径服务 ${host} 一次不接受这么多地点，请在 routing.json 中调小 maxPlaces（${said}）`,
        `the routing server ${host} does not take so many places at once: lower maxPlaces in routing.json (${said})`,
      )
    : new Refusal(
        `路径服务 ${host} 拒绝了请求：${said}`,
        `the routing server ${host} refused the request: ${said}`,
      );
}

function tableOf(
  url: string,
  answer: Answer,
  name: 'durations' | 'distances',
  rows: number,
  columns: number,
): (number | null)[][] {
  const table = answer[name];
  if (!Array.isArray(table)) {
    throw malformed(url, `没有 ${name} 表`, `there is no table of ${name}`);
  }
  const widths = table.map((row) => (Array.isArray(row) ? row.length : 0));
  if (table.length !== rows || widths.some((width) => width !== columns)) {
    const size = `${table.length} × ${widths.find((width) => width !== columns) ?? columns}`;
    throw malformed(
      url,
      `${name} 表为 ${size}，应为 ${rows} × ${columns}`,
      `the table of ${name} is ${size}, not ${rows} × ${columns}`,
    );
  }
  const cells = table as (number | null)[][];
  const isTime = (cell: unknown) =>
    cell === null || (typeof cell === 'number' && cell >= 0 && cell < Infinity);
  const strange = cells.flat().find((cell) => !isTime(cell));
  if (strange !== undefined) {
    const value = quoted(strange);
    throw malformed(url, `${name} 表中有 ${value}`, `the table of ${name} holds ${value}`);
  }
  return cells;
}

function pathOf(url: string, { routes }: Answer): TravelPath {
  const [route] = Array.isArray(routes) ? (routes as Answer[]) : [];
  const geometry = route?.['geometry'] as { coordinates?: unknown } | undefined;
  const coordinates = geometry?.coordinates;
  const isLine =
    Array.isArray(coordinates) &&
    coordinates.length > 1 &&
    coordinates.every((point) => Array.isArray(point) && point.every(Number.isFinite));
  const { duration, distance } = route ?? {};
  if (!isLine || typeof duration !== 'number' || typeof distance !== 'number') {
    throw malformed(url, '没有路线', 'there is no route');
  }
  return {
    coordinates: coordinates as [number, number][],
    seconds: duration,
    meters: distance,
    isGuessed: false,
  };
}

/** The stop with the most unknown pairs is named first, then whoever has the most of those that are left. */
function notesOn(unknown: readonly (readonly [number, number])[]): TravelNote[] {
  const notes: TravelNote[] = [];
  let left = unknown;
  while (left.length > 0) {
    const counts = new Map<number, number>();
    for (const stop of left.flat()) counts.set(stop, (counts.get(stop) ?? 0) + 1);
    const [worst] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    notes.push({ stop: worst, kind: 'unreachable', meters: null });
    left = left.filter((pair) => !pair.includes(worst));
  }
  return notes.sort((a, b) => a.stop - b.stop);
}

/** The first failure ends all: nothing more is asked. */
async function atOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    try {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
}
