import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summarise } from './components.ts';
import { readFeatures } from './features.ts';

const line = {
  type: 'LineString',
  coordinates: [
    [103, 30],
    [103.1, 30],
  ],
};
const polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [103, 30],
      [103.1, 30],
      [103.1, 30.1],
      [103, 30],
    ],
  ],
};
const point = { type: 'Point', coordinates: [103, 30] };
const one = (values: Record<string, unknown>, geometry: unknown = line) =>
  readFeatures([{ row: 1, values, geometry }], false);
const kept = (values: Record<string, unknown>, geometry: unknown = line) =>
  one(values, geometry).rows[0];

describe('roads', () => {
  test('a bridge with everything', () => {
    expect(
      kept({
        '@feature': 'way/1',
        highway: 'trunk',
        name: '青江大桥',
        'name:en': 'Qingjiang Bridge',
        ref: 'G318',
        bridge: 'yes',
        layer: '2',
        oneway: 'yes',
      }),
    ).toEqual({
      row: 1,
      externalId: 'way/1',
      kind: 'road',
      class: 'trunk',
      name: '青江大桥',
      nameEn: 'Qingjiang Bridge',
      ref: 'G318',
      oneway: 1,
      foot: true,
      bridge: true,
      tunnel: false,
      layer: 2,
      geometry: line,
    });
  });

  // OpenStreetMap wiki, Key:oneway.
  test.each([
    [{}, 0],
    [{ oneway: 'yes' }, 1],
    [{ oneway: '1' }, 1],
    [{ oneway: 'true' }, 1],
    [{ oneway: '-1' }, -1],
    [{ oneway: 'reverse' }, -1],
    [{ oneway: 'no' }, 0],
    [{ oneway: 'reversible' }, 0],
    [{ junction: 'roundabout' }, 1],
    [{ junction: 'roundabout', oneway: 'no' }, 0],
    [{ highway: 'motorway' }, 1],
    [{ highway: 'motorway_link', oneway: 'no' }, 0],
    [{ oneway: -1 }, -1],
  ])('oneway of %j', (tags, expected) => {
    expect(kept({ highway: 'primary', ...tags })?.oneway).toBe(expected);
  });

  // Wiki, OSM tags for routing/Access restrictions: the more particular tag decides.
  test.each([
    [{}, true],
    [{ highway: 'motorway' }, false],
    [{ highway: 'motorway', foot: 'yes' }, true],
    [{ motorroad: 'yes' }, false],
    [{ foot: 'no' }, false],
    [{ access: 'private' }, false],
    [{ access: 'no', foot: 'designated' }, true],
    [{ access: 'permissive' }, true],
    [{ highway: 'steps' }, true],
  ])('on foot on %j', (tags, expected) => {
    expect(kept({ highway: 'primary', ...tags })?.foot).toBe(expected);
  });

  test.each([
    [{ bridge: 'viaduct' }, [true, false, 1]],
    [{ bridge: 'no' }, [false, false, 0]],
    [{ tunnel: 'yes' }, [false, true, -1]],
    [{ tunnel: 'yes', layer: '-2' }, [false, true, -2]],
    [{ layer: '99' }, [false, false, 0]],
    [{ layer: 'top', bridge: 'yes' }, [true, false, 1]],
  ])('bridge, tunnel and layer of %j', (tags, expected) => {
    const road = kept({ highway: 'primary', ...tags });
    expect([road?.bridge, road?.tunnel, road?.layer]).toEqual(expected);
  });
});

test.each([
  [{ waterway: 'river', name: '青衣江' }, line, 'water', 'river'],
  [{ natural: 'water', water: 'lake' }, polygon, 'water', 'lake'],
  [{ natural: 'water' }, polygon, 'water', 'water'],
  [{ waterway: 'riverbank' }, polygon, 'water', 'water'],
  [{ landuse: 'reservoir' }, polygon, 'water', 'reservoir'],
  [{ landuse: 'grass' }, polygon, 'green', 'grass'],
  [{ leisure: 'park' }, polygon, 'green', 'park'],
  [{ natural: 'wood' }, polygon, 'green', 'wood'],
  [{ building: 'yes' }, polygon, 'building', 'building'],
  [{ place: 'suburb', name: '东城街道' }, point, 'label', 'suburb'],
])('%j is kept', (values, geometry, kind, cls) => {
  expect(kept(values, geometry)).toMatchObject({ kind, class: cls });
});

test.each([
  [
    { type: 'route', route: 'road', name: '318国道' },
    { type: 'MultiLineString', coordinates: [] },
    /route relation/,
  ],
  [{ highway: 'construction' }, line, /not built.*highway=construction/],
  [{ highway: 'bus_stop' }, point, /no road.*highway=bus_stop/],
  [{ highway: 'pedestrian' }, polygon, /drawn as an area/],
  [{ highway: 'footway', area: 'yes' }, line, /no road/],
  [{ waterway: 'weir' }, line, /does not draw waterway=weir/],
  [{ barrier: 'wall' }, line, /does not draw barrier=wall/],
  [{ landuse: 'industrial' }, polygon, /does not draw landuse=industrial/],
  [{ place: 'hamlet' }, point, /no tag/],
  [{}, line, /no tag/],
])('%j is left out, with the reason', (values, geometry, reason) => {
  const { rows, problems, leftOut } = one(values, geometry);
  expect([rows, problems]).toEqual([[], []]);
  expect(leftOut).toMatchObject([{ row: 1, en: expect.stringMatching(reason) as string }]);
});

test('a road without a line is a fault of the file', () => {
  expect(one({ highway: 'primary' }, point).problems).toMatchObject([
    { row: 1, field: 'geometry' },
  ]);
});

test('an identifier that comes again is taken once', () => {
  const values = { '@feature': 'way/1', highway: 'primary' };
  const { rows, leftOut } = readFeatures(
    [1, 2].map((row) => ({ row, values, geometry: line })),
    false,
  );
  expect(rows).toHaveLength(1);
  expect(leftOut).toMatchObject([{ row: 2, fate: 'repeated', en: 'same id as row 1' }]);
});

test(
  'whatever the properties hold, each feature is kept, left out or refused',
  { timeout: 600_000 },
  () => {
    const runs = process.env['DEEP'] === '1' ? 5_000 : 300;
    const key = fc.constantFrom(
      'highway',
      'waterway',
      'natural',
      'name',
      'oneway',
      'layer',
      'type',
      'building',
      'place',
      '@feature',
      '__proto__',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.anything({ maxDepth: 1 }),
      fc.constantFrom('primary', 'river', 'water', 'yes', '-1'),
    );
    const geometry = fc.oneof(fc.constantFrom(line, polygon, point), fc.anything({ maxDepth: 3 }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.dictionary(key, value), geometry), { maxLength: 8 }),
        (given) => {
          const records = given.map(([values, shape], index) => ({
            row: index + 1,
            values,
            geometry: shape,
          }));
          const { rows, problems, leftOut } = readFeatures(records, false);
          expect(
            [...rows, ...problems, ...leftOut].map(({ row }) => row).sort((a, b) => a - b),
          ).toEqual(records.map(({ row }) => row));
          for (const { name, layer } of rows) {
            expect(name ?? '').not.toMatch(/\p{Surrogate}/u);
            expect(Math.abs(layer)).toBeLessThanOrEqual(5);
          }
        },
      ),
      { numRuns: runs },
    );
  },
);

describe('summarise', () => {
  test('two parts and a loop', () => {
    expect(summarise({ from: [1, 2, 4, 4], to: [2, 3, 5, 4] })).toEqual({
      edges: 4,
      nodes: 5,
      components: 2,
      largestShare: 0.6,
    });
  });

  test('nothing', () => {
    expect(summarise({ from: [], to: [] })).toEqual({
      edges: 0,
      nodes: 0,
      components: 0,
      largestShare: 0,
    });
  });

  test('a long chain, given from its middle', () => {
    const from = Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 50_000);
    expect(summarise({ from, to: from.map((node) => node + 1) })).toMatchObject({
      nodes: 50_001,
      components: 1,
    });
  });
});
