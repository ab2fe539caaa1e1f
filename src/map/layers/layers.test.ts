import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import { contains } from '../../domain/geo/geometry.ts';
import type { CitySites } from '../../domain/sites/city.ts';
import { markLookAt } from '../mark-size.ts';
import { paletteOf } from '../palette.ts';
import { hexagonAt } from '../render/picking.ts';
import { sourceIdOf } from '../render/vector-layers.ts';
import { indexOfSite } from '../site-index.ts';
import { areaRates, rateClassOf } from './area-rates.ts';
import { spreadAt, spreadOfCoincidentSites } from './coincident-sites.ts';
import { density } from './density.ts';
import { hotspots } from './hotspots.ts';
import { areasInsteadOfMarksBelowZoom, highlight } from './site-marks.ts';
import { siteShapes } from './site-shapes.ts';
import type { VectorSpec } from './spec.ts';
import { CREW_DASHES, CREW_HUES, patrolRoutes } from './patrol-routes.ts';
import { zones } from './zones.ts';

const light = paletteOf('light');
const polygon = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};

const sites: CitySites = {
  count: 3,
  checksum: 'c',
  asOf: '2026-11-23T08:00:00+08:00',
  ids: Uint32Array.of(4, 9, 20),
  positions: Float64Array.of(103, 30, 103.1, 30, 103.2, 30),
  types: Uint8Array.of(0, 0, 0),
  areas: new Uint16Array(3),
  units: new Uint16Array(3),
  typeIds: ['courtyard'],
  areaIds: Uint32Array.of(1),
  unitIds: Uint32Array.of(1),
};
const status = { asOf: sites.asOf, checksum: 'c', codes: Uint8Array.of(3, 1 + 8, 4 + 16) };
const shapes = {
  type: 'FeatureCollection' as const,
  features: [4, 9, 20, 77].map((id) => ({
    type: 'Feature' as const,
    id,
    properties: {},
    geometry: polygon,
  })),
};

/** Valid as MapLibre would judge it when the layers are added. */
function problemsOf(spec: VectorSpec): unknown[] {
  const source = sourceIdOf(spec.id);
  return validateStyleMin({
    version: 8,
    sources: { [source]: { type: 'geojson', data: spec.data } },
    layers: spec.layers.map((layer) => ({ ...layer, source })),
  } as never);
}

/** Eight crews, each with a line of two stops. */
const crewRoutes = Array.from({ length: CREW_HUES }, (_, hue) => ({
  hue,
  isGuessed: hue === 0,
  path: [
    [103, 30 + hue / 100],
    [103.01, 30 + hue / 100],
  ] as [number, number][],
  stops: [1, 2].map((number) => ({
    number,
    key: `${hue}/${number - 1}`,
    position: [103 + number / 200, 30 + hue / 100] as [number, number],
  })),
}));

describe('routes', () => {
  test('tell eight crews apart by colour and by dash, and keep their lines while a stop is chosen', () => {
    const [lines, stops] = patrolRoutes(crewRoutes, light, '3/1');
    const drawn = lines!.layers.filter(({ id }) => /:\d$/.test(id));
    expect(drawn).toHaveLength(8);
    expect(new Set(drawn.map(({ paint }) => JSON.stringify(paint))).size).toBe(8);
    expect(new Set(CREW_DASHES.map(String)).size).toBe(8);
    expect(lines!.data.features).toHaveLength(8);
    const selected = stops!.data.features.filter(({ properties }) => properties!['isSelected']);
    expect(selected.map(({ properties }) => properties!['number'])).toEqual(['2']);
    expect(patrolRoutes(crewRoutes, light)[0]!.data).toBe(lines!.data);
  });
});

describe('layers of polygons', () => {
  test.each(['light', 'dark', 'satellite'] as const)('are valid styles on %s', (ground) => {
    const palette = paletteOf(ground);
    const shown = Uint8Array.of(1, 0, 1);
    const specs = [
      siteShapes({ shapes, sites, status, shown }, palette, { id: 'courtyards' }),
      siteShapes({ shapes, sites, status, shown }, palette, { id: 'community-outlines' }),
      areaRates({ outlines: shapes, rates: [] }, palette),
      areaRates({ outlines: shapes, rates: [] }, palette, { fadeOutAboveZoom: 12 }),
      density({ positions: sites.positions }, palette),
      density({ positions: new Float64Array() }, palette),
      density({ positions: Float64Array.of(103, 30) }, palette),
      zones({ zones: [{ id: 1, name: '“滨江”片区', geometry: polygon }] }, palette),
      ...patrolRoutes(crewRoutes, palette, '7/0'),
    ];
    for (const spec of specs) expect([spec.id, problemsOf(spec)]).toEqual([spec.id, []]);
  });

  test('a shape carries the status of its site; of a site one does not see, nothing', () => {
    const { states } = siteShapes({ shapes, sites, status, shown: Uint8Array.of(1, 0, 1) }, light, {
      id: 'courtyards',
    });
    expect([...states!]).toEqual([
      [4, { status: 'serious', hollow: false, deferred: false, shown: true }],
      [9, { status: 'compliant', hollow: true, deferred: false, shown: false }],
      [20, { status: 'unknown', hollow: false, deferred: true, shown: true }],
    ]);
  });

  test('a rate falls into one of five classes, at its lower bound', () => {
    expect([0, 0.49, 0.5, 0.6, 0.7, 0.799, 0.8, 1].map((rate) => rateClassOf(rate))).toEqual([
      0, 0, 1, 2, 3, 3, 4, 4,
    ]);
  });

  test('areas with few known sites are marked, with none they have no class', () => {
    const rates = [
      { areaId: 4, rate: 0.95, n: 4 },
      { areaId: 9, rate: null, n: 0 },
    ];
    const { states } = areaRates({ outlines: shapes, rates }, light, { selectedAreaId: 9 });
    expect([...states!]).toEqual([
      [4, { class: 4, few: true, selected: false }],
      [9, { class: -1, few: true, selected: true }],
    ]);
  });

  test('points of the density are one feature, and none where there are none', () => {
    expect(density({ positions: sites.positions }, light).data.features).toHaveLength(1);
    expect(density({ positions: new Float64Array() }, light).data.features).toEqual([]);
  });

  test('a zone is named once, inside it', () => {
    const { data } = zones({ zones: [{ id: 1, name: '滨江', geometry: polygon }] }, light);
    const named = data.features.filter(({ properties }) => properties?.['name'] !== undefined);
    expect(named).toHaveLength(1);
    const [{ geometry }] = named as [(typeof named)[number]];
    expect(
      geometry.type === 'Point' && contains(polygon, geometry.coordinates as [number, number]),
    ).toBe(true);
  });

  test('the zone under the drawing tool is hidden, the chosen one stands out', () => {
    const list = [1, 2].map((id) => ({ id, name: `${id}`, geometry: polygon }));
    const { states } = zones({ zones: list }, light, { selectedZoneId: 2, hiddenZoneId: 1 });
    expect([...states!]).toEqual([
      [1, { selected: false, visible: false }],
      [2, { selected: true, visible: true }],
    ]);
  });
});

describe('hexagons', () => {
  const corners = (x: number, y: number) =>
    Array.from({ length: 6 }, (_, corner) => {
      const angle = (Math.PI / 3) * corner;
      return [x + Math.cos(angle), y + Math.sin(angle)];
    }).flat();
  const outlines = Float64Array.from([...corners(0, 0), ...corners(10, 0)]);

  test('only what is significant is filled, hot in orange, cold in purple', () => {
    const { colors } = hotspots(
      {
        outlines: Float64Array.from([...outlines, ...corners(20, 0)]),
        bins: Int8Array.of(3, 0, -3),
      },
      light,
    );
    expect([...colors.subarray(0, 3)]).toEqual([179, 88, 6]);
    expect([colors[3], colors[7], colors[11]]).toEqual([185, 0, 185]);
    expect([...colors.subarray(8, 11)]).toEqual([84, 39, 136]);
  });

  test('the cell around a place is found', () => {
    const cells = { count: 2, outlines };
    expect(hexagonAt(cells, 0.2, 0.3)).toBe(0);
    expect(hexagonAt(cells, 9.5, -0.2)).toBe(1);
    expect(hexagonAt(cells, 5, 0)).toBe(-1);
    // Beside the slanting edge, though inside the bounding box.
    expect(hexagonAt(cells, 0.95, 0.8)).toBe(-1);
  });

  test('what does not fit is refused with its numbers', () => {
    expect(() => hotspots({ outlines, bins: Int8Array.of(1) }, light)).toThrow(
      'outlines of 1 hexagons need 12 numbers, not 24',
    );
    expect(() => hotspots({ outlines, bins: Int8Array.of(1, 4) }, light)).toThrow(
      'bin 4 of hexagon 1 is not one of -3…3',
    );
  });
});

describe('sites', () => {
  test('are found by id', () => {
    expect([4, 9, 20].map((id) => indexOfSite(sites, id))).toEqual([0, 1, 2]);
    expect([0, 5, 21].map((id) => indexOfSite(sites, id))).toEqual([-1, -1, -1]);
  });

  test('a highlight of a site that is not there is refused', () => {
    expect(() => highlight({ sites, status, indexes: [0, 3] }, light, { as: 'hover' })).toThrow(
      'no site at index 3 of a city of 3 sites',
    );
  });

  test('a hundred at one place stay within reach of a byte', () => {
    const { offsets, coincidentCount } = spreadOfCoincidentSites(
      Float64Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 103 : 30)),
    );
    expect(coincidentCount).toBe(100);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(120);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-120);
    expect(
      new Set(
        Array.from(
          { length: 100 },
          (_, index) => `${offsets[2 * index]},${offsets[2 * index + 1]}`,
        ),
      ).size,
    ).toBe(100);
  });

  test('a hundred metres apart is no coincidence', () => {
    const { offsets, coincidentCount } = spreadOfCoincidentSites(
      Float64Array.of(103, 30, 103.001, 30),
    );
    expect(coincidentCount).toBe(0);
    expect([...offsets]).toEqual([0, 0, 0, 0]);
  });

  test('they part only close by', () => {
    expect([14, 15.5, 16, 16.5, 18].map(spreadAt)).toEqual([0, 0, 0.5, 1, 1]);
  });

  test('areas take over earlier the more sites there are, and never for a handful', () => {
    const city = (count: number) =>
      Float64Array.from({ length: count * 2 }, (_, at) => {
        const index = at >> 1;
        const side = Math.ceil(Math.sqrt(count));
        const share = at % 2 === 0 ? (index % side) / side : Math.floor(index / side) / side;
        return at % 2 === 0 ? 103 + 0.2 * share : 30 + 0.2 * share;
      });
    const small = areasInsteadOfMarksBelowZoom(city(1500))!;
    const large = areasInsteadOfMarksBelowZoom(city(100_000))!;
    expect(small).toBeGreaterThan(8);
    expect(small).toBeLessThan(11);
    // 66 times the sites in the same place need 8 times the scale: three levels more.
    expect(large - small).toBeCloseTo(Math.log2(Math.sqrt(100_000 / 1500)), 0);
    expect(areasInsteadOfMarksBelowZoom(Float64Array.of(103, 30))).toBeNull();
    expect(areasInsteadOfMarksBelowZoom(Float64Array.of(103, 30, 103, 30))).toBeNull();
  });

  test('a mark grows steadily; the sign gives way to the icon and nothing jumps', () => {
    let before = markLookAt(6);
    for (let zoom = 6; zoom <= 20; zoom += 0.05) {
      const look = markLookAt(zoom);
      expect(look.radiusPixels).toBeGreaterThanOrEqual(before.radiusPixels);
      expect(Math.abs(look.iconOpacity - before.iconOpacity)).toBeLessThan(0.1);
      expect(Math.abs(look.signOpacity - before.signOpacity)).toBeLessThan(0.1);
      expect(look.signOpacity + look.iconOpacity).toBeLessThanOrEqual(1.0001);
      before = look;
    }
    expect(markLookAt(10).signOpacity).toBe(0);
    expect(markLookAt(14).signOpacity).toBe(1);
    expect(markLookAt(16).iconOpacity).toBe(1);
  });
});
