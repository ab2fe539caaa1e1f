import type { Position } from 'geojson';
import type { ZoneGeometry } from './zone.ts';

/** A centimetre: the database keeps seven decimals, the drawing tool may keep more. */
const TOLERANCE_DEGREES = 1e-7;

/** Whether two outlines have the same corners in the same order: nobody moved anything. */
export function isSameOutline(one: ZoneGeometry, other: ZoneGeometry): boolean {
  if (one === other) return true;
  const [a, b] = [cornersOf(one), cornersOf(other)];
  return (
    one.type === other.type &&
    a.length === b.length &&
    a.every((corner, at) =>
      corner.every((value, axis) => Math.abs(value - b[at]![axis]!) <= TOLERANCE_DEGREES),
    )
  );
}

function cornersOf(geometry: ZoneGeometry): Position[] {
  return geometry.type === 'Polygon' ? geometry.coordinates.flat() : geometry.coordinates.flat(2);
}
