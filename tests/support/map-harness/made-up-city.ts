import type { Feature, FeatureCollection, Point, Polygon, Position } from 'geojson';
import type { CitySites, CityStatus } from '../../../src/domain/sites/city.ts';
import type { AreaOutlines, BaseMapData, SiteShapes } from '../../../src/map/index.ts';

/** A place on paper: a river, a grid of streets, communities in squares. Nothing of it is real. */
export const CENTER = [103.0, 29.98] as const;
const HALF_WIDTH = 0.045;
const HALF_HEIGHT = 0.036;
export const CITY_BOUNDS = [
  CENTER[0] - HALF_WIDTH,
  CENTER[1] - HALF_HEIGHT,
  CENTER[0] + HALF_WIDTH,
  CENTER[1] + HALF_HEIGHT,
] as const;

/** Mulberry32: the same city every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TYPE_IDS = ['community', 'courtyard', 'hotel', 'supermarket', 'back_street'];
const CODE = { compliant: 1, attention: 2, serious: 3, unknown: 4, recheckDue: 8, deferred: 16 };

export interface MadeUpCity {
  readonly sites: CitySites;
  readonly status: CityStatus;
}

export function cityOf(
  list: readonly { at: readonly [number, number]; type: number; code: number }[],
): MadeUpCity {
  const count = list.length;
  return {
    sites: {
      count,
      checksum: String(count),
      asOf: '2026-11-23T08:00:00+08:00',
      ids: Uint32Array.from(list, (_, index) => 1000 + index),
      positions: Float64Array.from(list.flatMap(({ at }) => [...at])),
      types: Uint8Array.from(list, ({ type }) => type),
      areas: new Uint16Array(count),
      units: new Uint16Array(count),
      typeIds: TYPE_IDS,
      areaIds: Uint32Array.of(1),
      unitIds: Uint32Array.of(1),
    },
    status: {
      asOf: '2026-11-23T08:00:00+08:00',
      checksum: String(count),
      codes: Uint8Array.from(list, ({ code }) => code),
    },
  };
}

export function scatteredCity(count: number): MadeUpCity {
  const random = randomFrom(7);
  const list = Array.from({ length: count }, () => {
    const share = random();
    const code = share < 0.55 ? 1 : share < 0.78 ? 2 : share < 0.87 ? 3 : 4;
    const recheck = code === 1 && random() < 0.15 ? CODE.recheckDue : 0;
    const deferred = random() < 0.06 ? CODE.deferred : 0;
    const kind = random();
    // Thicker towards the middle, as towns are.
    const near = () => (random() + random() + random() - 1.5) / 1.5;
    return {
      at: [CENTER[0] + near() * HALF_WIDTH, CENTER[1] + near() * HALF_HEIGHT] as const,
      type: kind < 0.06 ? 0 : kind < 0.7 ? 1 : kind < 0.82 ? 2 : kind < 0.97 ? 3 : 4,
      code: code + recheck + deferred,
    };
  });
  return cityOf(list);
}

/** Every mark there is in rows: one row a status, hollow and hatched; one column a type. */
export function sampler(): MadeUpCity {
  const codes = [1, 2, 3, 4, 1 + 8, 1 + 16, 2 + 16, 3 + 16, 5];
  const step = 0.0006;
  return cityOf(
    codes.flatMap((code, row) =>
      TYPE_IDS.map((_, column) => ({
        at: [CENTER[0] + (column - 2) * step, CENTER[1] + (4 - row) * step * 0.85] as const,
        type: column,
        code,
      })),
    ),
  );
}

const GRID = 8;

function square(west: number, south: number, width: number, height: number): Position[] {
  return [
    [west, south],
    [west + width, south],
    [west + width, south + height],
    [west, south + height],
    [west, south],
  ];
}

/** 64 communities; the first of them has a hole. Ids are those of the first 64 sites. */
export function communities(): AreaOutlines {
  const width = (2 * HALF_WIDTH) / GRID;
  const height = (2 * HALF_HEIGHT) / GRID;
  const features = Array.from({ length: GRID * GRID }, (_, index): Feature<Polygon> => {
    const west = CITY_BOUNDS[0] + (index % GRID) * width;
    const south = CITY_BOUNDS[1] + Math.floor(index / GRID) * height;
    const rings = [square(west, south, width, height)];
    if (index === 0) {
      rings.push(square(west + width / 3, south + height / 3, width / 3, height / 3).reverse());
    }
    return {
      type: 'Feature',
      id: 1000 + index,
      properties: { name: `第${index + 1}社区` },
      geometry: { type: 'Polygon', coordinates: rings },
    };
  });
  return { type: 'FeatureCollection', features };
}

/** A small block around each of some sites. */
export function courtyardsOf({ sites }: MadeUpCity, from: number, to: number): SiteShapes {
  const features: Feature<Polygon>[] = [];
  for (let index = from; index < to; index++) {
    const x = sites.positions[2 * index]!;
    const y = sites.positions[2 * index + 1]!;
    features.push({
      type: 'Feature',
      id: sites.ids[index]!,
      properties: { type: 'courtyard' },
      geometry: {
        type: 'Polygon',
        coordinates: [square(x - 0.0004, y - 0.0003, 0.0008, 0.0006)],
      },
    });
  }
  return { type: 'FeatureCollection', features };
}

export function hexagons(): { outlines: Float64Array; bins: Int8Array } {
  const radius = 0.0032;
  const outlines: number[] = [];
  const bins: number[] = [];
  for (let row = -7; row <= 7; row++) {
    for (let column = -7; column <= 7; column++) {
      const x = CENTER[0] + radius * Math.sqrt(3) * (column + (row & 1) / 2);
      const y = CENTER[1] + radius * 1.5 * row * 0.866;
      for (let corner = 0; corner < 6; corner++) {
        const angle = (Math.PI / 3) * corner + Math.PI / 6;
        outlines.push(x + radius * Math.cos(angle), y + radius * 0.866 * Math.sin(angle));
      }
      const hot = Math.hypot(row - 2, column - 2);
      const cold = Math.hypot(row + 4, column + 4);
      bins.push(hot < 1.2 ? 3 : hot < 2 ? 2 : hot < 2.9 ? 1 : cold < 1.2 ? -3 : cold < 2 ? -2 : 0);
    }
  }
  return { outlines: Float64Array.from(outlines), bins: Int8Array.from(bins) };
}

interface RoadProperties {
  class: string;
  name?: string;
  bridge?: boolean;
  tunnel?: boolean;
  layer?: number;
}

function line(coordinates: Position[], properties: RoadProperties): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
}

const RIVER_Y = CENTER[1] - 0.004;

function riverBank(shift: number): Position[] {
  return Array.from({ length: 41 }, (_, index) => {
    const x = CITY_BOUNDS[0] - 0.02 + (index / 40) * (2 * HALF_WIDTH + 0.04);
    return [x, RIVER_Y + shift + 0.004 * Math.sin((x - CENTER[0]) * 90)];
  });
}

export function madeUpBaseMap(): BaseMapData {
  const roads: Feature[] = [];
  const names = ['羌江南路', '友谊路', '正黄路', '育才路', '河北街', '东城大道', '滨江路'];
  for (let index = -12; index <= 12; index++) {
    const x = CENTER[0] + index * 0.0035;
    const kind = index % 6 === 0 ? 'primary' : index % 3 === 0 ? 'tertiary' : 'residential';
    const name = names[(index + 12) % names.length]!;
    const crossing = RIVER_Y + 0.004 * Math.sin((x - CENTER[0]) * 90);
    const [low, high] = [crossing - 0.0016, crossing + 0.0016];
    roads.push(
      line(
        [
          [x, CITY_BOUNDS[1]],
          [x, low],
        ],
        { class: kind, name },
      ),
    );
    roads.push(
      line(
        [
          [x, high],
          [x, CITY_BOUNDS[3]],
        ],
        { class: kind, name },
      ),
    );
    if (kind !== 'residential') {
      roads.push(
        line(
          [
            [x, low],
            [x, high],
          ],
          { class: kind, name, bridge: true, layer: 1 },
        ),
      );
    }
  }
  for (let index = -9; index <= 9; index++) {
    const y = CENTER[1] + index * 0.0036 + 0.004;
    const kind = index % 5 === 0 ? 'secondary' : index % 2 === 0 ? 'residential' : 'service';
    if (Math.abs(y - RIVER_Y) < 0.006) continue;
    const ends: Position[] = [
      [CITY_BOUNDS[0], y],
      [CITY_BOUNDS[2], y],
    ];
    roads.push(line(ends, { class: kind, name: names[(index + 30) % names.length]! }));
  }
  roads.push(
    line(
      [
        [CITY_BOUNDS[0] - 0.02, CENTER[1] + 0.03],
        [CENTER[0] - 0.02, CENTER[1] + 0.027],
      ],
      {
        class: 'trunk',
        name: '绕城大道',
      },
    ),
    line(
      [
        [CENTER[0] - 0.02, CENTER[1] + 0.027],
        [CENTER[0] + 0.01, CENTER[1] + 0.0275],
      ],
      {
        class: 'trunk',
        name: '绕城大道',
        tunnel: true,
        layer: -1,
      },
    ),
    line(
      [
        [CENTER[0] + 0.01, CENTER[1] + 0.0275],
        [CITY_BOUNDS[2] + 0.02, CENTER[1] + 0.032],
      ],
      {
        class: 'trunk',
        name: '绕城大道',
      },
    ),
    line(
      [
        [CITY_BOUNDS[0], CENTER[1] - 0.03],
        [CITY_BOUNDS[2], CENTER[1] - 0.026],
      ],
      {
        class: 'rail',
      },
    ),
  );
  const bank = riverBank(0.0011);
  const river = [...bank, ...riverBank(-0.0011).reverse(), bank[0]!];
  const label = (x: number, y: number, kind: string, name: string): Feature<Point> => ({
    type: 'Feature',
    properties: { class: kind, name },
    geometry: { type: 'Point', coordinates: [x, y] },
  });
  const collection = (features: Feature[]): FeatureCollection => ({
    type: 'FeatureCollection',
    features,
  });
  return {
    roads: collection(roads),
    water: collection([
      {
        type: 'Feature',
        properties: { class: 'river', name: '青衣江' },
        geometry: { type: 'Polygon', coordinates: [river] },
      },
      {
        type: 'Feature',
        properties: { class: 'river', name: '青衣江' },
        geometry: { type: 'LineString', coordinates: riverBank(0) },
      },
      {
        type: 'Feature',
        properties: { class: 'stream', name: '小河' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [CENTER[0] + 0.02, CENTER[1] + 0.036],
            [CENTER[0] + 0.024, CENTER[1] + 0.015],
            [CENTER[0] + 0.02, RIVER_Y],
          ],
        },
      },
    ]),
    greens: collection([
      {
        type: 'Feature',
        properties: { class: 'park' },
        geometry: {
          type: 'Polygon',
          coordinates: [square(CENTER[0] - 0.016, CENTER[1] + 0.006, 0.008, 0.006)],
        },
      },
    ]),
    labels: {
      type: 'FeatureCollection',
      features: [
        label(CENTER[0], CENTER[1] + 0.006, 'district', '示例区'),
        label(CENTER[0] - 0.02, CENTER[1] + 0.016, 'street', '东城街道'),
        label(CENTER[0] + 0.02, CENTER[1] + 0.016, 'street', '西城街道'),
        label(CENTER[0] + 0.01, CENTER[1] - 0.02, 'street', '河北街道'),
        label(CENTER[0] + 0.006, CENTER[1] + 0.003, 'community', '羌江南路社区'),
        label(CENTER[0] - 0.006, CENTER[1] + 0.004, 'community', '斗胆社区'),
      ],
    },
    attribution: '示例数据',
  };
}
