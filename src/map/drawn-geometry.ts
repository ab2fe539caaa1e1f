import type { MultiPolygon, Polygon, Position } from 'geojson';
import { firstSelfIntersection } from '../domain/geo/self-intersection.ts';
import type { Drawing, DrawnShape, LngLat } from './api.ts';

const EARTH_RADIUS_METERS = 6_371_008.8;

/** Great-circle distance on the mean sphere, metres (haversine). */
export function distanceMeters(from: LngLat, to: LngLat): number {
  const radians = Math.PI / 180;
  const halfLatitude = Math.sin(((to[1] - from[1]) * radians) / 2);
  const halfLongitude = Math.sin(((to[0] - from[0]) * radians) / 2);
  const chord =
    halfLatitude ** 2 +
    Math.cos(from[1] * radians) * Math.cos(to[1] * radians) * halfLongitude ** 2;
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Middle and radius of a polygon that stands for a circle. */
export function circleOf(ring: readonly Position[]): Extract<DrawnShape, { kind: 'circle' }> {
  // The last corner repeats the first.
  const corners = ring.slice(0, -1);
  const sum = corners.reduce<[number, number]>(
    ([x, y], corner) => [x + corner[0]!, y + corner[1]!],
    [0, 0],
  );
  const center: LngLat = [sum[0] / corners.length, sum[1] / corners.length];
  const radii = corners.map((corner) => distanceMeters(center, [corner[0]!, corner[1]!]));
  const radiusMeters = radii.reduce((total, radius) => total + radius, 0) / radii.length;
  return { kind: 'circle', center, radiusMeters };
}

/** What is drawn, as the caller gets it; null before there is an area. */
export function drawingOf(ring: readonly Position[], kind: DrawnShape['kind']): Drawing | null {
  const corners = closed(ring);
  if (corners.length < 4) return null;
  const geometry: Polygon = { type: 'Polygon', coordinates: [corners] };
  if (kind === 'circle') {
    const shape = circleOf(corners);
    if (!(shape.radiusMeters > 0)) return null;
    return { geometry, shape, selfIntersection: null, cornerCount: 0 };
  }
  return {
    geometry,
    shape: { kind: 'polygon' },
    selfIntersection: firstSelfIntersection(corners),
    cornerCount: corners.length - 1,
  };
}

/** Closed, and without a corner given twice in a row, which a double click leaves behind. */
export function closed(ring: readonly Position[]): Position[] {
  const corners: Position[] = [];
  for (const corner of ring) {
    const last = corners.at(-1);
    if (last && last[0] === corner[0] && last[1] === corner[1]) continue;
    corners.push([corner[0]!, corner[1]!]);
  }
  const first = corners[0];
  const last = corners.at(-1);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) corners.push([...first]);
  return corners;
}

/**
 * The outer ring that the tool edits. Zones drawn here have one part without holes; of anything else,
 * say an imported zone, only the largest part can be edited, and the caller is told by its area.
 */
export function editableRing(geometry: Polygon | MultiPolygon): Position[] {
  const rings =
    geometry.type === 'Polygon'
      ? [geometry.coordinates[0] ?? []]
      : geometry.coordinates.map((polygon) => polygon[0] ?? []);
  const size = (ring: Position[]) =>
    Math.abs(
      ring.reduce((sum, [x, y], index) => {
        const [nextX, nextY] = ring[(index + 1) % ring.length]!;
        return sum + x! * nextY! - nextX! * y!;
      }, 0),
    );
  return rings.reduce((best, ring) => (size(ring) > size(best) ? ring : best), []);
}

/** A line of values one can go back and forth on. */
export class ValueHistory<Value> {
  private values: readonly Value[] = [];
  private position = -1;

  get current(): Value | undefined {
    return this.values[this.position];
  }

  push(value: Value): void {
    this.values = [...this.values.slice(0, this.position + 1), value];
    this.position = this.values.length - 1;
  }

  back(): Value | undefined {
    if (this.position <= 0) return undefined;
    this.position--;
    return this.current;
  }

  forth(): Value | undefined {
    if (this.position >= this.values.length - 1) return undefined;
    this.position++;
    return this.current;
  }

  /** Forgets all but the beginning, and returns it. */
  toBeginning(): Value | undefined {
    this.values = this.values.slice(0, 1);
    this.position = this.values.length - 1;
    return this.current;
  }

  clear(): void {
    this.values = [];
    this.position = -1;
  }
}
