import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { greatCircleMeters } from '../geo/great-circle.ts';
import { buildRoadGraph } from './road-graph.ts';
import { drawNetwork } from './road-network.fixture.ts';
import { EdgeIndex, SNAP_LIMIT_METERS, snapStops } from './snap-stops.ts';

type Position = [longitude: number, latitude: number];

/** Within 2 km of 103° E 30° N, in steps of about 10 m. */
const place = fc
  .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -200, max: 200 }))
  .map(([x, y]): Position => [103 + x * 1e-4, 30 + y * 1e-4]);

/** The least distance to points every 1/500 of each piece: independent of any projection. */
function sampledMeters(line: readonly Position[], stop: Position): number {
  return Math.min(
    ...line.slice(1).flatMap((b, at) => {
      const a = line[at]!;
      return Array.from({ length: 501 }, (_, k): number =>
        greatCircleMeters(stop, [
          a[0] + ((b[0] - a[0]) * k) / 500,
          a[1] + ((b[1] - a[1]) * k) / 500,
        ]),
      );
    }),
  );
}

describe('a stop', () => {
  it('goes to the nearest place of the nearest road, and no farther than the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(place, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        place,
        (lines, stop) => {
          // One road after another, so that all are joined.
          const nodes = [lines[0]![0]!, ...lines.map((line) => line.at(-1)!)];
          const network = drawNetwork(
            nodes,
            lines.map((line, from) => ({ from, to: from + 1, line })),
          );
          const graph = buildRoadGraph(network, 'foot');
          const [{ place: found }] = snapStops(graph, new EdgeIndex(network), [stop]) as [
            ReturnType<typeof snapStops>[0],
          ];
          const least = Math.min(...lines.map((line) => sampledMeters(line, stop)));
          if (!found) {
            expect(least).toBeGreaterThan(SNAP_LIMIT_METERS - 0.5);
            return;
          }
          // Samples lie up to 6 m apart on lines of 3 km, and beside the nearest place.
          expect(found.meters).toBeLessThan(least + 0.5);
          expect(found.meters).toBeGreaterThan(least - 6);
          expect(found.meters).toBeLessThanOrEqual(SNAP_LIMIT_METERS);
          expect(greatCircleMeters(stop, found.point)).toBeCloseTo(found.meters, 1);
          expect(sampledMeters(lines[found.edge]!, found.point)).toBeLessThan(6);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is found on a road of 50,000 pieces without exhausting the stack', () => {
    const nodes = Array.from({ length: 50_001 }, (_, at): Position => [103 + at * 1e-5, 30]);
    const roads = nodes.slice(1).map((_, from) => ({ from, to: from + 1 }));
    const network = drawNetwork(nodes, roads);
    const graph = buildRoadGraph(network, 'car');
    expect(graph.isJoined.every((joined) => joined === 1)).toBe(true);
    const [snapped] = snapStops(graph, new EdgeIndex(network), [[103.25, 30.001]]);
    expect(snapped!.place).toMatchObject({ meters: expect.closeTo(111.19, 1) as number });
    expect([24_999, 25_000]).toContain(snapped!.place!.edge);
  });

  it('passes over a street that can be entered but not left, unless it walks', () => {
    const nodes: Position[] = [
      [103, 30],
      [103.01, 30],
      [103.01, 30.01],
    ];
    const network = drawNetwork(nodes, [
      { from: 0, to: 1 },
      { from: 1, to: 2, oneway: 1 },
    ]);
    const stop: Position = [103.0098, 30.001];
    const placeFor = (profile: 'car' | 'foot') => {
      const graph = buildRoadGraph(network, profile);
      return snapStops(graph, new EdgeIndex(network), [stop])[0]!;
    };
    expect(placeFor('car')).toMatchObject({ isPastIsland: true, place: { edge: 0 } });
    expect(placeFor('foot')).toMatchObject({ isPastIsland: false, place: { edge: 1 } });
  });
});
