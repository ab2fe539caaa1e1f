import type { FeatureCollection, LineString, Position } from 'geojson';
import { DEGREE_METERS } from '../../geo/great-circle.ts';
import { straightPath } from './exported-route.ts';

/** A route as a small picture: coordinates of the picture, from its upper left corner, north up. */
export interface RouteSketch {
  readonly width: number;
  readonly height: number;
  /** SVG paths, the wide roads last. */
  readonly minorRoads: string;
  readonly majorRoads: string;
  readonly water: string;
  readonly way: string;
  readonly stops: readonly { readonly number: number; readonly x: number; readonly y: number }[];
  readonly metersPerUnit: number;
}

/** OpenStreetMap's words for the roads by which people know where they are; links like their road. */
const MAJOR = /^(motorway|trunk|primary|secondary|tertiary)(_link)?$/;
/** Of each side, left free around the route. */
const MARGIN = 0.09;
/** About 300 m: around a single stop there must be something to see. */
const LEAST_DEGREES = 0.003;

/**
 * Draws a route over the roads of the ground, equirectangular about its middle, which is true to scale within a
 * city. Nothing is asked of any server.
 *
 * @param width of the picture, `height` likewise; what does not fit into one of them decides the scale
 */
export function routeSketch(
  route: {
    readonly path: LineString | null;
    readonly stops: readonly {
      readonly number: number;
      readonly lon: number;
      readonly lat: number;
    }[];
  },
  ground: { readonly roads: FeatureCollection; readonly water: FeatureCollection } | null,
  width: number,
  height: number,
): RouteSketch {
  const path = route.path ?? straightPath(route.stops);
  const lons = [...path.coordinates.map(([lon = 0]) => lon), ...route.stops.map(({ lon }) => lon)];
  const lats = [
    ...path.coordinates.map(([, lat = 0]) => lat),
    ...route.stops.map(({ lat }) => lat),
  ];
  const west = lons.reduce((least, lon) => Math.min(least, lon), Infinity);
  const east = lons.reduce((most, lon) => Math.max(most, lon), -Infinity);
  const south = lats.reduce((least, lat) => Math.min(least, lat), Infinity);
  const north = lats.reduce((most, lat) => Math.max(most, lat), -Infinity);
  const middle = [(west + east) / 2, (south + north) / 2] as const;
  const shrink = Math.cos((middle[1] * Math.PI) / 180);
  const room = 1 - 2 * MARGIN;
  const scale = Math.min(
    (width * room) / Math.max((east - west) * shrink, LEAST_DEGREES),
    (height * room) / Math.max(north - south, LEAST_DEGREES),
  );
  const place = ([lon = 0, lat = 0]: Position): readonly [x: number, y: number] => [
    round(width / 2 + (lon - middle[0]) * shrink * scale),
    round(height / 2 - (lat - middle[1]) * scale),
  ];
  const lineOf = (line: readonly Position[]) =>
    `M${line.map((position) => place(position).join(' ')).join('L')}`;
  const isSeen = (line: readonly Position[]) => {
    const places = line.map(place);
    const xs = places.map(([x]) => x);
    const ys = places.map(([, y]) => y);
    return (
      Math.max(...xs) >= 0 &&
      Math.min(...xs) <= width &&
      Math.max(...ys) >= 0 &&
      Math.min(...ys) <= height
    );
  };
  const drawn = (lines: readonly (readonly Position[])[]) =>
    lines.filter(isSeen).map(lineOf).join('');
  const roads = ground?.roads.features ?? [];
  const isMajor = ({ properties }: (typeof roads)[number]) =>
    MAJOR.test(String(properties?.['class']));
  return {
    width,
    height,
    minorRoads: drawn(linesOf(roads.filter((road) => !isMajor(road)))),
    majorRoads: drawn(linesOf(roads.filter(isMajor))),
    water: drawn(linesOf(ground?.water.features ?? [])),
    way: path.coordinates.length < 2 ? '' : lineOf(path.coordinates),
    stops: route.stops.map(({ number, lon, lat }) => {
      const [x, y] = place([lon, lat]);
      return { number, x, y };
    }),
    metersPerUnit: DEGREE_METERS / scale,
  };
}

/** Lines, and the outlines of areas. */
function linesOf(features: FeatureCollection['features']): readonly (readonly Position[])[] {
  return features.flatMap(({ geometry }): readonly (readonly Position[])[] => {
    switch (geometry.type) {
      case 'LineString':
        return [geometry.coordinates];
      case 'MultiLineString':
      case 'Polygon':
        return geometry.coordinates;
      case 'MultiPolygon':
        return geometry.coordinates.flat();
      default:
        return [];
    }
  });
}

/** A tenth of a unit is finer than print. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
