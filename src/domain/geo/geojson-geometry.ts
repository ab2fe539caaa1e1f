import { toWgs84, type Datum } from './datum.ts';

export type Position = readonly [longitude: number, latitude: number];

/** A GeoJSON geometry of two dimensions. */
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: readonly Position[] }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiLineString'; readonly coordinates: readonly (readonly Position[])[] }
  | {
      readonly type: 'MultiPolygon';
      readonly coordinates: readonly (readonly (readonly Position[])[])[];
    };

export type GeometryType = Geometry['type'];

export interface Complaint {
  readonly zh: string;
  readonly en: string;
}

/** How deep the positions of each type lie. */
const depths: Readonly<Record<GeometryType, 0 | 1 | 2 | 3>> = {
  Point: 0,
  LineString: 1,
  Polygon: 2,
  MultiLineString: 2,
  MultiPolygon: 3,
};

export interface ReadOptions {
  readonly allowed: readonly GeometryType[];
  /** Set by a datum given by hand: the file's maker knows where it lies. */
  readonly mayLieOutsideChina: boolean;
}

/**
 * Checks a GeoJSON geometry: its type, finite numbers in range and inside China, lines of two points,
 * closed rings of four. Heights are dropped. Whether rings cross themselves is left to PostGIS.
 *
 * @returns the geometry, or what is wrong with it
 */
export function readGeometry(
  given: unknown,
  { allowed, mayLieOutsideChina }: ReadOptions,
): { readonly geometry: Geometry } | Complaint {
  if (!isObject(given) || !allowed.includes(given.type as GeometryType)) {
    const found = isObject(given) ? String(given.type) : '空 / none';
    return {
      zh: `应为 ${allowed.join('、')}，实为 ${found}`,
      en: `should be ${allowed.join(', ')}, not ${found}`,
    };
  }
  const type = given.type as GeometryType;
  let complaint: Complaint | undefined;
  const read = (coordinates: unknown, depth: number): unknown => {
    if (depth === 0) {
      const position = readPosition(coordinates);
      complaint ??= isPosition(position) ? complaintAbout(position, mayLieOutsideChina) : position;
      return position;
    }
    if (!Array.isArray(coordinates) || coordinates.length === 0) {
      complaint ??= { zh: '坐标应为数组', en: 'coordinates should be an array' };
      return [];
    }
    const parts = coordinates.map((part) => read(part, depth - 1));
    if (depth === 1) complaint ??= complaintAboutLine(parts as Position[], type);
    return parts;
  };
  const coordinates = read(given.coordinates, depths[type]);
  return complaint ?? { geometry: { type, coordinates } as Geometry };
}

/** The same geometry with every position changed. */
export function mapPositions(geometry: Geometry, change: (from: Position) => Position): Geometry {
  const map = (coordinates: unknown, depth: number): unknown =>
    depth === 0
      ? change(coordinates as Position)
      : (coordinates as unknown[]).map((part) => map(part, depth - 1));
  return {
    type: geometry.type,
    coordinates: map(geometry.coordinates, depths[geometry.type]),
  } as Geometry;
}

/** The first position of a geometry. */
export function firstPosition({ coordinates }: Geometry): Position {
  let found: unknown = coordinates;
  while (Array.isArray(found) && Array.isArray(found[0])) found = found[0];
  return found as Position;
}

function readPosition(coordinates: unknown): Position | Complaint {
  const [longitude, latitude] = Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  if (
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    Number.isFinite(longitude) &&
    Number.isFinite(latitude)
  ) {
    return [longitude, latitude];
  }
  return { zh: '坐标应为数字', en: 'coordinates should be numbers' };
}

function isPosition(value: Position | Complaint): value is Position {
  return Array.isArray(value);
}

/** Mainland and islands, with a margin: who types a coordinate in China means a place in here. */
const china = { west: 73, east: 136, south: 3, north: 54 };

function isInChina(longitude: number, latitude: number): boolean {
  const { west, east, south, north } = china;
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

/** What is wrong with where a position lies, if anything. */
export function complaintAbout(
  [longitude, latitude]: Position,
  mayLieOutsideChina: boolean,
): Complaint | undefined {
  if (isInChina(longitude, latitude)) return undefined;
  if (isInChina(latitude, longitude)) {
    return {
      zh: `经纬度可能写反了（${longitude}, ${latitude}），应为经度在前、纬度在后`,
      en: `longitude and latitude seem to be swapped (${longitude}, ${latitude}); longitude comes first`,
    };
  }
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    return {
      zh: `坐标超出范围（${longitude}, ${latitude}），经度 -180～180，纬度 -90～90`,
      en: `out of range (${longitude}, ${latitude}): longitude -180 to 180, latitude -90 to 90`,
    };
  }
  if (mayLieOutsideChina) return undefined;
  return {
    zh: `坐标（${longitude}, ${latitude}）不在中国境内；确实如此时请用 --datum 指明坐标系`,
    en: `(${longitude}, ${latitude}) is not in China; if it is meant, name the datum with --datum`,
  };
}

function complaintAboutLine(line: readonly Position[], type: GeometryType): Complaint | undefined {
  if (type === 'LineString' || type === 'MultiLineString') {
    const [[longitude, latitude] = [0, 0], ...others] = line;
    if (others.some(([x, y]) => x !== longitude || y !== latitude)) return undefined;
    return { zh: '线至少要有两个不同的点', en: 'a line needs two different points' };
  }
  if (line.length < 4) {
    return { zh: '多边形的环至少要有四个点', en: 'a ring needs four points' };
  }
  const first = line[0];
  const last = line.at(-1);
  if (first?.[0] === last?.[0] && first?.[1] === last?.[1]) return undefined;
  return {
    zh: '多边形没有闭合，首尾两点应相同',
    en: 'a ring is not closed; its first and last point are the same',
  };
}

/** The geometry with each of its positions as WGS-84. */
export function geometryToWgs84(geometry: Geometry, datum: Datum): Geometry {
  return mapPositions(geometry, (position) => toWgs84(position, datum));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
