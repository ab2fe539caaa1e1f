import { union, difference, type Geom } from 'polyclip-ts';
import type { Plan, Watercourse } from './plan.ts';
import { contains, parallel, type Point } from './plane.ts';
import type { Polygon } from './regions.ts';

export interface Waters {
  /** River and tributary as one surface within the outline, islands left out. */
  readonly surface: readonly Polygon[];
  readonly river: readonly Polygon[];
  readonly tributary: readonly Polygon[];
  contains(place: Point): boolean;
}

/** The waters within the district, as surfaces. */
export function drawWaters(plan: Plan): Waters {
  const outline = toGeometry([{ outer: plan.outline, holes: [] }]);
  const islands = plan.islands.map((outer) => toGeometry([{ outer, holes: [] }]));
  const within = (course: Watercourse, ...less: Geom[]) =>
    toPolygons(
      difference(difference(banks(course), ...less), difference(boundingSquare(plan), outline)),
    );
  const river = within(plan.river, ...islands);
  // Where the two meet it is the river's water: surfaces do not overlap.
  const tributary = within(plan.tributary, banks(plan.river));
  const surface = toPolygons(union(toGeometry(river), toGeometry(tributary)));
  return {
    surface,
    river,
    tributary,
    contains: (place) =>
      surface.some(
        ({ outer, holes }) =>
          contains(outer, place) && !holes.some((hole) => contains(hole, place)),
      ),
  };
}

/** Every other point of the line: 60 m are fine enough for a bank, and the clipping is exact but slow. */
function banks(course: Watercourse): Geom {
  const line = course.line.filter(
    (_, index) => index % 2 === 0 || index === course.line.length - 1,
  );
  const half = (index: number) =>
    course.halfWidth[Math.min(index * 2, course.halfWidth.length - 1)];
  const left = parallel(line, (index) => half(index) as number);
  const right = parallel(line, (index) => -(half(index) as number)).reverse();
  return toGeometry([{ outer: [...left, ...right], holes: [] }]);
}

function boundingSquare(plan: Plan): Geom {
  const reach =
    1.6 * Math.max(...plan.outline.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
  return [
    [
      [-reach, -reach],
      [reach, -reach],
      [reach, reach],
      [-reach, reach],
      [-reach, -reach],
    ],
  ];
}

export function toGeometry(polygons: readonly Polygon[]): [number, number][][][] {
  const close = (ring: readonly Point[]): [number, number][] =>
    [...ring, ring[0] as Point].map(({ x, y }) => [x, y]);
  return polygons.map(({ outer, holes }) => [close(outer), ...holes.map(close)]);
}

export function toPolygons(geometry: [number, number][][][]): Polygon[] {
  const open = (ring: [number, number][]) => ring.slice(0, -1).map(([x, y]) => ({ x, y }));
  return geometry.map(([outer, ...holes]) => ({
    outer: open(outer ?? []),
    holes: holes.map(open),
  }));
}
