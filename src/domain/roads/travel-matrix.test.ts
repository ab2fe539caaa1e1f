import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { greatCircleMeters } from '../geo/great-circle.ts';
import { lengthOf, drawNetwork } from './road-network.fixture.ts';
import type { RoadNetwork } from './road-network.ts';
import { type RoadMatrix, RoadTravel } from './road-travel.ts';
import { guessedMatrix, matrixRows } from './travel-matrix.ts';
import type { TravelPath } from './travel-path.ts';
import type { TravelProfile } from './travel-profile.ts';

type Position = [longitude: number, latitude: number];

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}

const matrixOf = (network: RoadNetwork, stops: Position[], profile: TravelProfile): RoadMatrix =>
  finished(new RoadTravel(network).matrix({ stops, profile }));

const pathsOf = (network: RoadNetwork, stops: Position[], profile: TravelProfile): TravelPath[] =>
  finished(new RoadTravel(network).paths({ stops, profile }));

/**
 * On the equator, where 0.01° are 1,112 m; every road is said to be 1,000 m long for each 0.01°, so that an
 * e-bike (15 km/h) takes 240 s and a walker (5 km/h) 720 s for it.
 *
 *         6 ─────── the bridge, over both roads, down to 5
 *         │
 *   4 ─── 3          7 ── 8   an island north of the road 0 – 1
 *   │     │
 *   1 ──→ 2
 *   │
 *   0 (to the west of 1)
 */
const corners: Position[] = [
  [0, 0],
  [0.01, 0],
  [0.02, 0],
  [0.02, 0.01],
  [0.01, 0.01],
  [0.015, -0.01],
  [0.02, 0.02],
  [0.002, 0.0015],
  [0.004, 0.0015],
];
const town = drawNetwork(corners, [
  { from: 0, to: 1, meters: 1000 },
  { from: 1, to: 2, meters: 1000, oneway: 1 },
  { from: 2, to: 3, meters: 1000 },
  { from: 4, to: 3, meters: 1000 },
  { from: 4, to: 1, meters: 1000 },
  { from: 3, to: 6, meters: 1000 },
  { from: 6, to: 5, meters: 3000 },
  { from: 7, to: 8, meters: 200 },
]);
const middle: Position = [0.015, 0];

describe('a town worked by hand', () => {
  const stops = [corners[0]!, corners[2]!, corners[5]!, middle, corners[1]!];

  it('goes round where an e-bike may not go against the one-way street', () => {
    const { matrix, notes } = matrixOf(town, stops, 'ebike');
    expect(matrixRows(matrix.distances, 5)).toEqual([
      [0, 2000, 7000, 1500, 1000],
      [4000, 0, 5000, 3500, 3000],
      [7000, 5000, 0, 6500, 6000],
      [4500, 500, 5500, 0, 3500],
      [1000, 1000, 6000, 500, 0],
    ]);
    expect(matrixRows(matrix.durations, 5)).toEqual([
      [0, 480, 1680, 360, 240],
      [960, 0, 1200, 840, 720],
      [1680, 1200, 0, 1560, 1440],
      [1080, 120, 1320, 0, 840],
      [240, 240, 1440, 120, 0],
    ]);
    expect(notes).toEqual([]);
  });

  it('walks against it, and not down from the bridge', () => {
    const { matrix } = matrixOf(town, stops, 'foot');
    expect(matrixRows(matrix.distances, 5)).toEqual([
      [0, 2000, 7000, 1500, 1000],
      [2000, 0, 5000, 500, 1000],
      [7000, 5000, 0, 5500, 6000],
      [1500, 500, 5500, 0, 500],
      [1000, 1000, 6000, 500, 0],
    ]);
    expect(matrix.durations[1]).toBeCloseTo(1440, 9);
  });

  it('draws the way that it counts', () => {
    const round = [corners[2]!, corners[3]!, corners[4]!, corners[1]!, middle];
    const [path] = pathsOf(town, [corners[2]!, middle], 'ebike');
    expect(path).toMatchObject({ coordinates: round, isGuessed: false });
    expect([path!.seconds, path!.meters].map(Math.round)).toEqual([840, 3500]);
    const [direct, there, back] = pathsOf(town, [middle, [0.018, 0], corners[2]!, middle], 'foot');
    expect(direct!.coordinates).toEqual([middle, [0.018, 0]]);
    expect(direct!.meters).toBeCloseTo(300, 6);
    expect(there!.coordinates).toEqual([[0.018, 0], corners[2]]);
    expect(back!.coordinates).toEqual([corners[2], middle]);
  });

  it('passes over an island and says so', () => {
    const beside: Position = [0.003, 0.0014];
    const { matrix, notes } = matrixOf(town, [beside, corners[0]!], 'car');
    const toRoad = 0.0014 * 111_195.0797;
    expect(notes).toEqual([
      { stop: 0, kind: 'island', meters: expect.closeTo(toRoad, 3) as number },
    ]);
    expect(matrix.distances[1]).toBeCloseTo(toRoad + 300, 3);
    // 300 m at 18 km/h, and the walk to the road at 4 km/h.
    expect(matrix.durations[1]).toBeCloseTo(60 + (toRoad * 3.6) / 4, 3);
    expect(pathsOf(town, [beside, corners[0]!], 'car')[0]!.coordinates).toEqual([
      beside,
      [expect.closeTo(0.003, 12), 0],
      [0, 0],
    ]);
  });

  it('guesses from the great circle where no road is near', () => {
    const away: Position = [0.1, 0];
    const { matrix, notes } = matrixOf(town, [corners[0]!, away, away], 'foot');
    const guess = 1.3 * 0.1 * 111_195.0797;
    expect(notes).toEqual([
      { stop: 1, kind: 'off-network', meters: null },
      { stop: 2, kind: 'off-network', meters: null },
    ]);
    expect(matrix.distances[1]).toBeCloseTo(guess, 2);
    expect(matrix.durations[3]).toBeCloseTo((guess * 3.6) / 5, 2);
    expect(matrix.distances[5]).toBe(0);
    expect(pathsOf(town, [corners[0]!, away], 'foot')[0]).toMatchObject({
      coordinates: [corners[0], away],
      isGuessed: true,
    });
    expect([...guessedMatrix([corners[0]!, away], 'foot').distances]).toEqual([
      0,
      matrix.distances[1],
      matrix.distances[3],
      0,
    ]);
  });

  it('has nothing to go on without roads or stops', () => {
    const empty = drawNetwork([], []);
    expect(matrixOf(empty, [[0, 0]], 'car').notes).toEqual([
      { stop: 0, kind: 'off-network', meters: null },
    ]);
    expect(matrixOf(town, [], 'car').matrix.durations).toHaveLength(0);
    expect(pathsOf(town, [], 'car')).toEqual([]);
  });

  it('keeps what it made, and forgets the oldest', () => {
    const travel = new RoadTravel(town);
    const ask = (latitude: number) =>
      finished(
        travel.matrix({
          stops: [
            [0, 0],
            [0.01, latitude],
          ],
          profile: 'car',
        }),
      );
    const first = ask(0);
    expect(ask(0)).toBe(first);
    for (let at = 1; at < 8; at++) ask(at / 1e6);
    expect(ask(0)).toBe(first);
    for (let at = 8; at < 16; at++) ask(at / 1e6);
    expect(ask(0)).not.toBe(first);
    expect(ask(0)).toEqual(ask(0));
  });
});

/**
 * Loops, parallel roads, one-way streets. The nodes stand on a circle, kilometres apart: no road passes near
 * another's node, so that a stop at a node is snapped to that node or to nothing.
 */
const anyTown = fc
  .record({
    slots: fc.uniqueArray(fc.nat(13), { minLength: 2 }),
    roads: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        meters: fc.integer({ min: 1, max: 5000 }),
        oneway: fc.constantFrom<-1 | 0 | 1>(-1, 0, 0, 1),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  })
  .map(({ slots, roads }) => ({
    nodes: slots.map((slot): Position => {
      const bearing = (slot * 2 * Math.PI) / 14;
      return [0.2 * Math.cos(bearing), 0.2 * Math.sin(bearing)];
    }),
    roads: roads.map((road) => ({
      ...road,
      from: road.from % slots.length,
      to: road.to % slots.length,
    })),
  }));

/** Floyd–Warshall (CACM 5, 1962) over the roads themselves; Infinity where there is no way. */
function allPairs(
  count: number,
  roads: readonly { from: number; to: number; meters: number; oneway: number }[],
) {
  const best = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (__, j) => (i === j ? 0 : Infinity)),
  );
  for (const { from, to, meters, oneway } of roads) {
    if (oneway >= 0) best[from]![to] = Math.min(best[from]![to]!, meters);
    if (oneway <= 0) best[to]![from] = Math.min(best[to]![from]!, meters);
  }
  for (let k = 0; k < count; k++)
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++)
        best[i]![j] = Math.min(best[i]![j]!, best[i]![k]! + best[k]![j]!);
  return best;
}

describe('a random town', () => {
  it('is as Floyd and Warshall say', () => {
    fc.assert(
      fc.property(anyTown, ({ nodes, roads }) => {
        const expected = allPairs(nodes.length, roads);
        const network = drawNetwork(nodes, roads);
        // Of half of them, so that others lie between.
        const stops = nodes.slice(0, Math.ceil(nodes.length / 2));
        const { matrix, notes } = matrixOf(network, stops, 'ebike');
        const off = new Set(notes.map(({ stop }) => stop));
        stops.forEach((a, i) => {
          stops.forEach((b, j) => {
            const meters = matrix.distances[i * stops.length + j]!;
            const seconds = matrix.durations[i * stops.length + j]!;
            if (i !== j && (off.has(i) || off.has(j))) {
              expect(meters).toBeCloseTo(1.3 * greatCircleMeters(a, b), 6);
            } else {
              expect(meters).toBeCloseTo(expected[i]![j]!, 6);
            }
            expect(seconds).toBeCloseTo((meters * 3.6) / 15, 6);
          });
        });
        // What is joined is joined in both directions, and no joined group is longer.
        stops.forEach((_, i) =>
          stops.forEach((__, j) => {
            const mutual = expected[i]![j]! + expected[j]![i]! < Infinity;
            if (mutual) expect(off.has(i)).toBe(off.has(j));
            else expect(off.has(i) || off.has(j)).toBe(true);
          }),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is symmetric for walkers and keeps the triangle inequality for all', () => {
    fc.assert(
      fc.property(
        anyTown,
        fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 3,
          maxLength: 6,
        }),
        fc.constantFrom('foot', 'ebike', 'car'),
        ({ nodes, roads }, picks, profile) => {
          const network = drawNetwork(nodes, roads);
          const stops = picks.map(([pick, share]): Position => {
            const { from, to } = roads[pick % roads.length]!;
            const [a, b] = [nodes[from]!, nodes[to]!];
            return [a[0] + share * (b[0] - a[0]) + 1e-4, a[1] + share * (b[1] - a[1]) - 2e-4];
          });
          const { matrix, notes } = matrixOf(network, stops, profile as TravelProfile);
          const at = (i: number, j: number) => matrix.durations[i * stops.length + j]!;
          const off = new Set(
            notes.filter(({ kind }) => kind === 'off-network').map((n) => n.stop),
          );
          stops.forEach((_, i) =>
            stops.forEach((__, j) => {
              if (profile === 'foot') expect(at(i, j)).toBeCloseTo(at(j, i), 6);
              stops.forEach((___, k) => {
                if (off.has(i) || off.has(j) || off.has(k)) return;
                expect(at(i, j)).toBeLessThanOrEqual(at(i, k) + at(k, j) + 1e-6);
              });
            }),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('draws lines as long as the matrix says', () => {
    fc.assert(
      fc.property(anyTown, fc.constantFrom('foot', 'ebike'), ({ nodes, roads }, profile) => {
        // Without lengths of their own roads are as long as they are drawn.
        const network = drawNetwork(
          nodes,
          roads.map(({ from, to, oneway }) => ({ from, to, oneway })),
        );
        const stops = roads.slice(0, 5).map(({ from, to }): Position => {
          const [a, b] = [nodes[from]!, nodes[to]!];
          return [0.3 * a[0] + 0.7 * b[0] + 1e-4, 0.3 * a[1] + 0.7 * b[1]];
        });
        const { matrix } = matrixOf(network, stops, profile as TravelProfile);
        for (const [at, path] of pathsOf(network, stops, profile as TravelProfile).entries()) {
          const cell = at * stops.length + at + 1;
          expect(path.seconds).toBeCloseTo(matrix.durations[cell]!, 6);
          expect(path.meters).toBeCloseTo(matrix.distances[cell]!, 6);
          expect(path.coordinates[0]).toEqual(stops[at]);
          expect(path.coordinates.at(-1)).toEqual(stops[at + 1]);
          const drawn = lengthOf(path.coordinates) * (path.isGuessed ? 1.3 : 1);
          // Straight lines over some kilometres of a plane are not quite great circles.
          expect(Math.abs(drawn - path.meters)).toBeLessThan(0.01 + path.meters * 1e-3);
        }
      }),
      { numRuns: 200 },
    );
  });
});
