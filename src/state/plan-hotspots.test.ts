import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hexagonCentre, hexagonCorners } from '../domain/geo/hexagon-grid.ts';
import { ProblemError } from '../domain/problem.ts';
import { PlanHotspots } from './plan-hotspots.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

const EDGE = 0.01;
const CELLS = Array.from({ length: 144 }, (_, at) => ({ q: at % 12, r: Math.floor(at / 12) }));
/** All problems of the city are round the cell at (5, 5). */
const isPlanted = ({ q, r }: { q: number; r: number }) =>
  Math.max(Math.abs(q - 5), Math.abs(r - 5), Math.abs(q - 5 + r - 5)) <= 1;

const MESSAGE = {
  srid: 4543,
  cellMeters: 250,
  steps: ['2026-08-25T01:00:00Z'],
  q: CELLS.map(({ q }) => q),
  r: CELLS.map(({ r }) => r),
  counts: [CELLS.map((cell, at) => (isPlanted(cell) ? 60 : at % 2))],
  exposure: [CELLS.map(() => 100)],
  outlines: CELLS.map((cell) => hexagonCorners(cell, EDGE).slice(0, 6).flat()),
};

/** Site 1000 + n stands in the middle of cell n. */
const SITES = {
  count: CELLS.length,
  ids: Uint32Array.from(CELLS, (_, at) => 1000 + at),
  positions: Float64Array.from(CELLS.flatMap((cell) => hexagonCentre(cell, EDGE))),
};
const idOf = (q: number, r: number) => 1000 + r * 12 + q;

/** A zone round the middle of some cell, smaller than it. */
function around(q: number, r: number) {
  const [x, y] = hexagonCentre({ q, r }, EDGE);
  const d = EDGE / 4;
  const ring = [-1, 1].flatMap((i) => [-1, 1].map((j) => [x + i * d, y + i * j * d]));
  return { type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] };
}

function planHotspots(read: () => Promise<unknown>, sites: typeof SITES | null = SITES) {
  const asked = vi.fn(read);
  const workspace = {
    now: () => '2026-11-23T01:00:00.000Z',
    city: { sites },
    connection: {
      read: async (_: unknown, signal: AbortSignal) => {
        const off = new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        );
        return Promise.race([asked(), off]);
      },
    },
  };
  return { asked, hotspots: new PlanHotspots(workspace as unknown as Workspace) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('tells the sites of a zone in a planted hotspot, and those added, asking once', async () => {
  const { hotspots, asked } = planHotspots(() => Promise.resolve(MESSAGE));
  expect(await hotspots.sitesIn(around(5, 5), new Set())).toEqual([idOf(5, 5)]);
  expect(await hotspots.sitesIn(around(0, 0), new Set())).toEqual([]);
  const added = new Set([idOf(6, 5), idOf(11, 11)]);
  expect(await hotspots.sitesIn(around(0, 0), added)).toEqual([idOf(6, 5)]);
  expect(hotspots.isMissing).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
});

it('says that hotspots are missing when they fail, and asks again with the next question', async () => {
  const answers = [
    () => Promise.reject(new ProblemError({ kind: 'fault', message: 'broken' })),
    () => Promise.resolve(MESSAGE),
  ];
  const { hotspots } = planHotspots(() => answers.shift()!());
  expect(await hotspots.sitesIn(around(5, 5), new Set())).toEqual([]);
  expect(hotspots.isMissing).toBe(true);
  expect(await hotspots.sitesIn(around(5, 5), new Set())).toEqual([idOf(5, 5)]);
  expect(hotspots.isMissing).toBe(false);
});

it('waits ten seconds and no longer', async () => {
  const { hotspots } = planHotspots(() => new Promise(() => undefined));
  const told = vi.fn();
  const asking = hotspots.sitesIn(around(5, 5), new Set()).then(told);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  await asking;
  expect(told).toHaveBeenCalledWith([]);
  expect(hotspots.isMissing).toBe(true);
});

it('finds none, and misses nothing, where problems are too few for a test', async () => {
  const counts = [CELLS.map((_, at) => (at < 10 ? 1 : 0))];
  const { hotspots } = planHotspots(() => Promise.resolve({ ...MESSAGE, counts }));
  expect(await hotspots.sitesIn(around(5, 5), new Set())).toEqual([]);
  expect(hotspots.isMissing).toBe(false);
});

it('says so while the sites of the city are not known', async () => {
  const { hotspots } = planHotspots(() => Promise.resolve(MESSAGE), null);
  expect(await hotspots.sitesIn(around(5, 5), new Set())).toEqual([]);
  expect(hotspots.isMissing).toBe(true);
});
