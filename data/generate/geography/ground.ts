import type { Random } from '../random.ts';
import type { Corner } from './lots.ts';
import { buildable, slenderness } from './lots.ts';
import type { Network } from './network.ts';
import type { Plan } from './plan.ts';
import { centroid, contains, distance, signedArea, type Point } from './plane.ts';
import type { Polygon } from './regions.ts';
import { ROAD_HALF_METERS } from './road-features.ts';
import type { SegmentIndex } from './segment-index.ts';
import type { StreetField } from './street-field.ts';
import type { Street } from './streets.ts';
import type { PlaceNames } from './street-names.ts';

export interface Green {
  readonly class: 'park' | 'wood';
  readonly name: string | null;
  readonly area: Polygon;
}

export interface Ground {
  readonly greens: readonly Green[];
  readonly lake: { readonly name: string; readonly outer: readonly Point[] } | null;
  /** Faces that are a park or hold the lake: nobody builds there. */
  readonly openFaces: ReadonlySet<number>;
}

/** A face as a block: every side with the margin of the road, bank or border that runs along it. */
export function blockOf(
  network: Network,
  streets: readonly Street[],
  plan: Plan,
  face: number,
  setbackMeters: number,
): Corner[] {
  const { graph, faces } = network.subdivision;
  const widest = Math.max(...plan.tributary.halfWidth);
  return (faces[face]?.boundary ?? []).flatMap(({ edge, forward }) => {
    const { tag, line } = graph.edges[edge] as (typeof graph.edges)[number];
    const margin =
      tag.kind === 'street'
        ? ROAD_HALF_METERS[streets[tag.street]?.class ?? 'residential'] + setbackMeters
        : tag.kind === 'tributary'
          ? widest + 10 + setbackMeters
          : tag.kind === 'river'
            ? 170 + setbackMeters
            : 12 + setbackMeters;
    const points = forward ? line.slice(0, -1) : line.slice(1).reverse();
    return points.map(({ x, y }) => ({
      x,
      y,
      marginMeters: margin,
      edge: tag.kind === 'street' ? edge : null,
    }));
  });
}

export function touchesRiver(network: Network, face: number): boolean {
  const { graph, faces } = network.subdivision;
  return (faces[face]?.boundary ?? []).some(({ edge }) => graph.edges[edge]?.tag.kind === 'river');
}

/** Parks in the town, a lake beside it, woods on the hills. */
export function layGround(
  plan: Plan,
  network: Network,
  streets: readonly Street[],
  field: StreetField,
  roads: SegmentIndex<number>,
  names: PlaceNames,
  random: Random,
): Ground {
  const { faces } = network.subdivision;
  const stream = random.stream('ground');
  const greens: Green[] = [];
  const openFaces = new Set<number>();
  const parkSites: Point[] = [];

  const wanted = Math.round(26 * plan.scale ** 1.5);
  for (const face of stream.shuffled(faces.map((_, index) => index))) {
    if (parkSites.length >= wanted) break;
    const { ring, areaSquareMeters } = faces[face] as (typeof faces)[number];
    const middle = centroid(ring);
    const density = field.density(middle);
    if (density < 0.25 || areaSquareMeters < 12_000 || areaSquareMeters > 160_000) continue;
    if (touchesRiver(network, face) || slenderness(ring) > 1.9) continue;
    if (parkSites.some((other) => distance(other, middle) < 620)) continue;
    const outer = buildable(blockOf(network, streets, plan, face, 0), 6000);
    if (!outer) continue;
    parkSites.push(middle);
    openFaces.add(face);
    greens.push({
      class: 'park',
      name: `${names.next()}${areaSquareMeters > 40_000 ? '公园' : stream.pick(['公园', '广场', '游园'])}`,
      area: { outer: chamfered(outer, 14), holes: [] },
    });
  }

  const lakeFace = nearestFace(network, { x: -3800 * plan.scale, y: 1500 * plan.scale }, 350_000);
  let lake: Ground['lake'] = null;
  const lakeGround =
    lakeFace === null ? null : buildable(blockOf(network, streets, plan, lakeFace, 60), 90_000);
  if (lakeFace !== null && lakeGround) {
    openFaces.add(lakeFace);
    const middle = centroid(lakeGround);
    const radius = Math.min(330, Math.sqrt(signedArea(lakeGround) / Math.PI) * 0.72);
    const outer = blob(middle, radius, stream).map((point) =>
      pulledInto(lakeGround, middle, point),
    );
    lake = { name: '新湖', outer };
    const shore = lakeGround.map(({ x, y }) => ({ x, y }));
    const park = blob(middle, radius * 1.45, stream).map((point) =>
      pulledInto(shore, middle, point),
    );
    greens.push({ class: 'park', name: '新湖公园', area: { outer: park, holes: [] } });
  }

  const xs = plan.outline.map(({ x }) => x);
  const ys = plan.outline.map(({ y }) => y);
  const woods: { place: Point; radius: number }[] = [];
  for (
    let attempt = 0;
    attempt < 900 * plan.scale ** 2 && woods.length < 60 * plan.scale ** 2;
    attempt += 1
  ) {
    const place = {
      x: stream.between(Math.min(...xs), Math.max(...xs)),
      y: stream.between(Math.min(...ys), Math.max(...ys)),
    };
    const radius = stream.between(130, 620);
    if (woods.some((other) => distance(other.place, place) < (other.radius + radius) * 0.9))
      continue;
    const outer = blob(place, radius, stream);
    const fits = outer.every(
      (point) =>
        contains(plan.outline, point) &&
        field.density(point) < 0.1 &&
        field.riverDistance(point) > 80 &&
        field.tributaryDistance(point) > 40,
    );
    // A wood may have a road through it, not a village.
    if (!fits || (radius > 250 && roads.nearest(place, 25) !== null)) continue;
    woods.push({ place, radius });
    greens.push({ class: 'wood', name: null, area: { outer, holes: [] } });
  }
  return { greens, lake, openFaces };
}

function nearestFace(network: Network, place: Point, leastSquareMeters: number): number | null {
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  network.subdivision.faces.forEach(({ ring, areaSquareMeters }, face) => {
    if (areaSquareMeters < leastSquareMeters || touchesRiver(network, face)) return;
    const away = distance(centroid(ring), place);
    if (away < bestDistance) {
      bestDistance = away;
      best = face;
    }
  });
  return best;
}

/** A round shape with bays: three waves about a circle. */
function blob(middle: Point, radius: number, random: Random): Point[] {
  const waves = [2, 3, 5, 8].map((count) => ({
    count,
    height: random.between(0.05, 0.26) / Math.sqrt(count),
    phase: random.between(0, 6.3),
  }));
  const stretch = random.between(0.62, 1);
  const turn = random.between(0, Math.PI);
  return Array.from({ length: 44 }, (_, index) => {
    const angle = (index / 44) * 2 * Math.PI;
    const away =
      radius *
      waves.reduce(
        (sum, { count, height, phase }) => sum + height * Math.sin(count * angle + phase),
        0.85,
      );
    const [u, v] = [Math.cos(angle) * away, Math.sin(angle) * away * stretch];
    return {
      x: middle.x + u * Math.cos(turn) - v * Math.sin(turn),
      y: middle.y + u * Math.sin(turn) + v * Math.cos(turn),
    };
  });
}

/** The point, or the nearest one towards the middle that lies in a convex ring. */
function pulledInto(ring: readonly Point[], middle: Point, point: Point): Point {
  let share = 1;
  for (; share > 0.05; share -= 0.05) {
    const place = {
      x: middle.x + (point.x - middle.x) * share,
      y: middle.y + (point.y - middle.y) * share,
    };
    if (contains(ring, place)) return place;
  }
  return middle;
}

/** Corners cut off: a park has no sharp ones. */
function chamfered(ring: readonly Point[], cornerMeters: number): Point[] {
  return ring.flatMap((corner, index) => {
    const before = ring[(index + ring.length - 1) % ring.length] as Point;
    const after = ring[(index + 1) % ring.length] as Point;
    return [before, after].map((other) => {
      const share = Math.min(0.45, cornerMeters / (distance(corner, other) || 1));
      return {
        x: corner.x + (other.x - corner.x) * share,
        y: corner.y + (other.y - corner.y) * share,
      };
    });
  });
}
