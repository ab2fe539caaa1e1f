import Flatbush from 'flatbush';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  countsFor,
  type Area,
  type BaseFeature,
  type Geography,
  type PolygonCoordinates,
  type Site,
} from './city-model.ts';
import { buildGeography } from './geography/build.ts';
import type { LonLat } from './geography/plane.ts';
import { DEFAULT_SEED, DEFAULT_SITES } from './generate-city.ts';

let city: Geography;
beforeAll(() => {
  city = buildGeography(DEFAULT_SEED, countsFor(DEFAULT_SITES));
});

const METERS_LON = 96_486;
const METERS_LAT = 110_857;

const key = ([lon, lat]: LonLat) => `${lon},${lat}`;
const areasOf = (level: Area['level']) => city.areas.filter((area) => area.level === level);
const sitesOf = (type: Site['type']) => city.sites.filter((site) => site.type === type);
const features = (kind: BaseFeature['kind']) =>
  city.baseFeatures.filter((feature) => feature.kind === kind);

function squareMeters(polygons: readonly PolygonCoordinates[]): number {
  let twice = 0;
  for (const ring of polygons.flat()) {
    for (let index = 1; index < ring.length; index += 1) {
      const [x0, y0] = ring[index - 1]!;
      const [x1, y1] = ring[index]!;
      twice += ((x0 - 103) * (y1 - 30) - (x1 - 103) * (y0 - 30)) * METERS_LON * METERS_LAT;
    }
  }
  return twice / 2;
}

function ringContains(ring: readonly LonLat[], [x, y]: LonLat): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [x0, y0] = ring[index - 1]!;
    const [x1, y1] = ring[index]!;
    if (y0 > y !== y1 > y && x < x0 + ((x1 - x0) * (y - y0)) / (y1 - y0)) inside = !inside;
  }
  return inside;
}

const covers = (polygons: readonly PolygonCoordinates[], point: LonLat) =>
  polygons.some(
    ([outer, ...holes]) =>
      ringContains(outer!, point) && !holes.some((hole) => ringContains(hole, point)),
  );

function segmentsCross(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  const side = (p: LonLat, q: LonLat, r: LonLat) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function metersToSegment([x, y]: LonLat, [ax, ay]: LonLat, [bx, by]: LonLat): number {
  const [px, py] = [(x - ax) * METERS_LON, (y - ay) * METERS_LAT];
  const [dx, dy] = [(bx - ax) * METERS_LON, (by - ay) * METERS_LAT];
  const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - share * dx, py - share * dy);
}

const lines = (feature: BaseFeature) => feature.geometry.coordinates as LonLat[];

const waterPolygons = () =>
  features('water')
    .filter(({ geometry }) => geometry.type === 'Polygon')
    .map(({ geometry }) => geometry.coordinates as PolygonCoordinates);

describe('areas', () => {
  it('are one district, twelve streets and towns, ninety communities in a tree', () => {
    expect(areasOf('district')).toHaveLength(1);
    expect(areasOf('street')).toHaveLength(12);
    expect(areasOf('community')).toHaveLength(90);
    const byId = new Map(city.areas.map((area) => [area.id, area]));
    for (const area of areasOf('community')) {
      expect(byId.get(area.parentId!)?.level).toBe('street');
      expect(area.path).toBe(`1.${area.parentId}.${area.id}`);
    }
    const parents = new Set(areasOf('community').map(({ parentId }) => parentId));
    expect(parents.size).toBe(12);
  });

  it.each(['street', 'community'] as const)(
    'each %s shares its border vertex by vertex',
    (level) => {
      // In a tiling every edge is walked once each way, but for those of the district's own border.
      const walked = new Map<string, number>();
      const walk = (outline: readonly PolygonCoordinates[], sign: 1 | -1) => {
        for (const ring of outline.flat()) {
          for (let index = 1; index < ring.length; index += 1) {
            const [from, to] = [key(ring[index - 1]!), key(ring[index]!)];
            const [edge, way] = from < to ? [`${from} ${to}`, sign] : [`${to} ${from}`, -sign];
            walked.set(edge, (walked.get(edge) ?? 0) + way);
          }
        }
      };
      for (const area of areasOf(level)) walk(area.outline, 1);
      walk(areasOf('district')[0]!.outline, -1);
      expect([...walked.values()].filter((count) => count !== 0)).toEqual([]);
    },
  );

  it('tile the district without gap or overlap', () => {
    const whole = squareMeters(areasOf('district')[0]!.outline);
    expect(whole).toBeGreaterThan(100e6);
    for (const level of ['street', 'community'] as const) {
      const sum = areasOf(level).reduce((total, { outline }) => total + squareMeters(outline), 0);
      expect(Math.abs(sum - whole)).toBeLessThan(1);
      for (const area of areasOf(level)) expect(squareMeters(area.outline)).toBeGreaterThan(20_000);
    }
  });

  it('bear the names of the notices', () => {
    const parentOf = (name: string) => {
      const area = city.areas.find((candidate) => candidate.name === name);
      return city.areas.find(({ id }) => id === area?.parentId)?.name;
    };
    expect(parentOf('羌江南路社区')).toBe('东城街道');
    expect(parentOf('上坝路社区')).toBe('东城街道');
    expect(parentOf('斗胆社区')).toBe('西城街道');
    expect(parentOf('桐梓林社区')).toBe('青江街道');
    expect(parentOf('草坝镇')).toBe('雨城区(示例)');
    expect(parentOf('八步镇')).toBe('雨城区(示例)');
    const courtyards = ['羌江南路215号院', '羌江南路245号院', '斗胆608号院'].map((name) => {
      const site = city.sites.find((candidate) => candidate.name === name);
      return city.areas.find(({ id }) => id === site?.areaId)?.name;
    });
    expect(courtyards).toEqual(['羌江南路社区', '羌江南路社区', '斗胆社区']);
  });
});

describe('the street network', () => {
  it('is in one piece, joined where roads share a vertex', () => {
    const parent = new Map<string, string>();
    const find = (place: string): string => {
      let root = place;
      while (parent.get(root) !== root) root = parent.get(root)!;
      for (let at = place; at !== root;) {
        const next = parent.get(at)!;
        parent.set(at, root);
        at = next;
      }
      return root;
    };
    for (const road of features('road')) {
      const places = lines(road).map(key);
      for (const place of places) if (!parent.has(place)) parent.set(place, place);
      for (const place of places) parent.set(find(place), find(places[0]!));
    }
    expect(new Set([...parent.keys()].map(find)).size).toBe(1);
  });

  it('has every class, names, one-way pairs and bridges a layer above', () => {
    const roads = features('road');
    const classes = new Set(roads.map((road) => road.class));
    expect([...classes].sort()).toEqual(
      ['footway', 'primary', 'residential', 'secondary', 'tertiary', 'trunk'].sort(),
    );
    expect(roads.every(({ name }) => name !== null && name.length > 1)).toBe(true);
    expect(roads.filter(({ oneway }) => oneway === 1).length).toBeGreaterThanOrEqual(3);
    expect(roads.filter(({ oneway }) => oneway === -1).length).toBeGreaterThanOrEqual(1);
    const bridges = roads.filter(({ bridge }) => bridge);
    expect(bridges.length).toBeGreaterThanOrEqual(7);
    expect(bridges.every(({ layer }) => layer === 1)).toBe(true);
  });

  it('crosses water on bridges alone', () => {
    const water = waterPolygons();
    const wet = features('road')
      .filter(({ bridge }) => !bridge)
      .flatMap((road) => lines(road).filter((place) => covers(water, place)));
    expect(wet).toEqual([]);
  });
});

describe('sites', () => {
  it('are as many of each type as the default city has', () => {
    expect(sitesOf('community')).toHaveLength(90);
    expect(sitesOf('courtyard')).toHaveLength(1000);
    expect(sitesOf('hotel')).toHaveLength(180);
    expect(sitesOf('supermarket')).toHaveLength(260);
  });

  it('have names of their own, and one address each', () => {
    for (const type of ['community', 'courtyard', 'hotel', 'supermarket'] as const) {
      const names = sitesOf(type).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
    const addresses = city.sites.map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('lie wholly in their community, and their point on them', () => {
    const byId = new Map(city.areas.map((area) => [area.id, area]));
    for (const site of city.sites) {
      const { outline } = byId.get(site.areaId)!;
      expect(covers(outline, site.point)).toBe(true);
      if (site.polygons === null || site.type === 'community') continue;
      expect(covers(site.polygons, site.point)).toBe(true);
      for (const corner of site.polygons.flat(2)) expect(covers(outline, corner)).toBe(true);
    }
  });

  it('keep courtyards apart from each other', () => {
    const courtyards = sitesOf('courtyard').map(({ polygons }) => polygons![0]![0]!);
    const tree = new Flatbush(courtyards.length);
    for (const ring of courtyards) {
      const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
      tree.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    }
    tree.finish();
    const overlapping: [number, number][] = [];
    courtyards.forEach((ring, index) => {
      const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
      for (const other of tree.search(
        Math.min(...xs),
        Math.min(...ys),
        Math.max(...xs),
        Math.max(...ys),
      )) {
        if (other <= index) continue;
        const rival = courtyards[other]!;
        const meet =
          ringContains(rival, ring[0]!) ||
          ringContains(ring, rival[0]!) ||
          ring.some((a, i) =>
            rival.some(
              (c, j) => i > 0 && j > 0 && segmentsCross(ring[i - 1]!, a, rival[j - 1]!, c),
            ),
          );
        if (meet) overlapping.push([index, other]);
      }
    });
    expect(overlapping).toEqual([]);
  });

  it('keep courtyards and doors off roads and water', () => {
    const HALF = {
      trunk: 24,
      primary: 20,
      secondary: 15,
      tertiary: 11,
      residential: 8,
      footway: 0,
    };
    const segments = features('road')
      .filter((road) => road.class !== 'footway')
      .flatMap((road) =>
        lines(road)
          .slice(1)
          .map((to, index) => ({
            from: lines(road)[index]!,
            to,
            half: HALF[road.class as keyof typeof HALF],
          })),
      );
    const tree = new Flatbush(segments.length);
    for (const { from, to } of segments) {
      tree.add(
        Math.min(from[0], to[0]),
        Math.min(from[1], to[1]),
        Math.max(from[0], to[0]),
        Math.max(from[1], to[1]),
      );
    }
    tree.finish();
    const reach = 0.0004;
    const offending = city.sites.filter((site) => {
      if (site.type === 'community') return false;
      const corners = site.polygons?.[0]?.[0] ?? [site.point];
      if (corners.some((corner) => covers(waterPolygons(), corner))) return true;
      return corners.some(([x, y], index) => {
        const before = corners[index - 1];
        return tree.search(x - reach, y - reach, x + reach, y + reach).some((position) => {
          const { from, to, half } = segments[position]!;
          // A centimetre of rounding.
          return (
            metersToSegment([x, y], from, to) < half - 0.02 ||
            (before !== undefined && segmentsCross(before, [x, y], from, to))
          );
        });
      });
    });
    expect(offending.map(({ name }) => name)).toEqual([]);
  });
});

describe('countsFor', () => {
  it('keeps the mix and refuses what no plan fits', () => {
    expect(countsFor(1530)).toEqual({
      communities: 90,
      courtyards: 1000,
      hotels: 180,
      supermarkets: 260,
    });
    for (const sites of [48, 150, 100_000]) {
      const counts = countsFor(sites);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(sites);
      expect(counts.communities).toBeGreaterThanOrEqual(12);
    }
    for (const sites of [0, 47, 1.5, 200_001, Number.NaN]) {
      expect(() => countsFor(sites)).toThrow(RangeError);
    }
  });
});
