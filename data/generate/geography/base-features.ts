import type { Area, BaseFeature, Landmark } from '../city-model.ts';
import { englishName } from '../names.ts';
import type { Ground } from './ground.ts';
import type { Plan } from './plan.ts';
import { centroid, distance, signedArea, toLonLat, type LonLat, type Point } from './plane.ts';
import { coordinates, type Polygon } from './regions.ts';
import type { RoadFeature } from './road-features.ts';
import type { Waters } from './water.ts';

/** The base map: greens, waters, roads and labels, numbered in the order in which they are drawn. */
export function drawBaseFeatures(
  plan: Plan,
  roads: readonly RoadFeature[],
  waters: Waters,
  ground: Ground,
  areas: readonly Area[],
  landmarks: readonly Landmark[],
): BaseFeature[] {
  const features: BaseFeature[] = [];
  const add = (
    kind: BaseFeature['kind'],
    featureClass: string,
    name: string | null,
    geometry: BaseFeature['geometry'],
    more: Partial<BaseFeature> = {},
  ) =>
    features.push({
      id: features.length + 1,
      kind,
      class: featureClass,
      name,
      nameEn: name === null ? null : englishName(name),
      ref: null,
      oneway: 0,
      foot: true,
      bridge: false,
      layer: 0,
      geometry,
      ...more,
    });
  const surface = (polygon: Polygon): BaseFeature['geometry'] => ({
    type: 'Polygon',
    coordinates: coordinates(polygon),
  });
  const label = (featureClass: string, name: string, point: LonLat, nameEn?: string) =>
    add(
      'label',
      featureClass,
      name,
      { type: 'Point', coordinates: point },
      nameEn === undefined ? {} : { nameEn },
    );

  for (const { area, class: kind, name } of ground.greens) add('green', kind, name, surface(area));
  for (const island of plan.islands) {
    add('green', 'park', null, surface({ outer: counterClockwise(island), holes: [] }));
  }
  for (const polygon of [...waters.river, ...waters.tributary]) {
    add('water', 'riverbank', null, surface(polygon));
  }
  if (ground.lake) {
    add('water', 'lake', ground.lake.name, surface({ outer: ground.lake.outer, holes: [] }));
  }
  for (const course of [plan.river, plan.tributary]) {
    const featureClass = course === plan.river ? 'river' : 'stream';
    for (const line of openStretches(course.line, waters, plan)) {
      add('water', featureClass, course.name, {
        type: 'LineString',
        coordinates: line.map(toLonLat),
      });
    }
  }
  for (const road of roads) {
    add(
      'road',
      road.class,
      road.name,
      { type: 'LineString', coordinates: road.line.map(toLonLat) },
      { ref: road.ref, oneway: road.oneway, bridge: road.bridge, layer: road.layer },
    );
  }
  for (const area of areas) {
    const isTown = area.name.endsWith('镇');
    const featureClass =
      area.level === 'street'
        ? isTown
          ? 'town'
          : 'street'
        : area.level === 'community' && area.name.endsWith('村')
          ? 'village'
          : area.level;
    label(featureClass, area.name, area.point, area.nameEn);
  }
  for (const { name, area } of ground.greens) {
    if (name !== null) label('park', name, toLonLat(centroid(area.outer)));
  }
  for (const { name, kind, point } of landmarks) label(kind, name, point);
  return features;
}

function counterClockwise(ring: readonly Point[]): readonly Point[] {
  return signedArea(ring) > 0 ? ring : [...ring].reverse();
}

/** The middle of a water where it is water: a line drawn over an island would drown it. */
function openStretches(line: readonly Point[], waters: Waters, plan: Plan): Point[][] {
  const stretches: Point[][] = [];
  let current: Point[] = [];
  for (const point of line) {
    const nearIsland = plan.islands.some((island) =>
      island.some((corner) => distance(corner, point) < 90),
    );
    if (!nearIsland && waters.contains(point)) current.push(point);
    else {
      if (current.length > 1) stretches.push(current);
      current = [];
    }
  }
  if (current.length > 1) stretches.push(current);
  return stretches;
}
