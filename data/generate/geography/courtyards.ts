import type { Random } from '../random.ts';
import { STREET_SEATS, type Division } from './communities.ts';
import { blockOf, touchesRiver, type Ground } from './ground.ts';
import {
  buildable,
  cutIntoLots,
  footprint,
  slenderness,
  type Corner,
  type Footprint,
} from './lots.ts';
import type { Network } from './network.ts';
import type { Plan } from './plan.ts';
import {
  centroid,
  contains,
  crossing,
  distance,
  normalAt,
  onSegment,
  signedArea,
  type Point,
} from './plane.ts';
import { ROAD_HALF_METERS } from './road-features.ts';
import type { SegmentIndex } from './segment-index.ts';
import type { StreetField } from './street-field.ts';
import type { Street } from './streets.ts';
import type { Waters } from './water.ts';

/** Ground on which a courtyard stands, with the street it opens to. */
export interface CourtyardPlace {
  readonly footprint: Footprint;
  readonly middle: Point;
  readonly community: number;
  readonly street: number;
}

interface Town {
  readonly plan: Plan;
  readonly network: Network;
  readonly streets: readonly Street[];
  readonly field: StreetField;
  readonly division: Division;
  readonly ground: Ground;
  readonly waters: Waters;
  /** Every road as it will be drawn, with the street it belongs to. */
  readonly roads: SegmentIndex<number>;
}

/** Of every hundred courtyards so many stand by a country road. */
const RURAL_SHARE = 0.06;

/** Chooses the ground of the courtyards: lots within blocks, and farmsteads along country roads. */
export function placeCourtyards(town: Town, count: number, random: Random): CourtyardPlace[] {
  const stream = random.stream('courtyards');
  const ruralCount = Math.round(count * RURAL_SHARE);
  const urban = urbanLots(town, count - ruralCount, stream.stream('urban'));
  const rural = ruralPlaces(town, count - urban.length, stream.stream('rural'));
  return [...urban, ...rural];
}

function urbanLots(town: Town, count: number, random: Random): CourtyardPlace[] {
  const { network, streets, field, division, ground } = town;
  const { faces, graph } = network.subdivision;
  const blocks = faces.flatMap(({ ring, areaSquareMeters }, face) => {
    const density = field.density(centroid(ring));
    const fits =
      density > 0.14 &&
      areaSquareMeters > 1500 &&
      areaSquareMeters < 260_000 &&
      !ground.openFaces.has(face) &&
      !touchesRiver(network, face);
    return fits ? [{ face, density, areaSquareMeters }] : [];
  });
  const builtUp = blocks.reduce((sum, block) => sum + block.areaSquareMeters, 0);
  const lotSquareMeters = Math.max(900, Math.min(7200, builtUp / (count * 2.2)));

  const places: (CourtyardPlace & { rank: number })[] = [];
  for (const { face, density } of blocks) {
    const block = blockOf(network, streets, town.plan, face, 4);
    // A block whose middle has no room for two rows is not cut lengthwise: lots stay broad.
    for (const lot of cutIntoLots(block, lotSquareMeters * (1.35 - 0.6 * density), random)) {
      const street = frontStreet(lot, graph.edges);
      const built = buildable(lot, Math.min(420, lotSquareMeters / 4));
      if (street === null || built === null || slenderness(built) > 2.1) continue;
      const shape = footprint(built, random);
      if (!isClear(town, shape)) continue;
      places.push({
        footprint: shape,
        middle: insideOf(shape),
        community: division.communityOfFace[face] as number,
        street,
        rank:
          (random.next() / (0.08 + density * density)) * (isFamous(town, street, face) ? 0.1 : 1),
      });
    }
  }
  places.sort((a, b) => a.rank - b.rank);
  return places.slice(0, count).map(({ rank: _, ...place }) => place);
}

/** The courtyards that the notices name stand on 羌江南路 in 东城街道: there must be some. */
function isFamous({ streets, division }: Town, street: number, face: number): boolean {
  const home = division.streetOfCommunity[division.communityOfFace[face] as number] as number;
  return streets[street]?.name === '羌江南路' && STREET_SEATS[home]?.name === '东城街道';
}

/** The street along the lot's longest side on a street. */
function frontStreet(
  lot: readonly Corner[],
  edges: Network['subdivision']['graph']['edges'],
): number | null {
  const lengths = new Map<number, number>();
  lot.forEach((corner, index) => {
    if (corner.edge === null) return;
    const tag = edges[corner.edge]?.tag;
    if (tag?.kind !== 'street') return;
    const next = lot[(index + 1) % lot.length] as Corner;
    lengths.set(tag.street, (lengths.get(tag.street) ?? 0) + distance(corner, next));
  });
  let best: number | null = null;
  for (const [street, length] of lengths) {
    if (best === null || length > (lengths.get(best) ?? 0)) best = street;
  }
  return best;
}

/** No road, alley or water within it: blocks may hold dead ends that bound nothing. */
function isClear({ roads, streets, field, waters }: Town, { outer }: Footprint): boolean {
  const middle = centroid(outer);
  const radius = Math.max(...outer.map((corner) => distance(corner, middle)));
  const reach = radius + 24;
  for (const position of roads.inBox(
    middle.x - reach,
    middle.y - reach,
    middle.x + reach,
    middle.y + reach,
  )) {
    const { a, b, owner } = roads.segments[position] as (typeof roads.segments)[number];
    const half = ROAD_HALF_METERS[streets[owner]?.class ?? 'residential'];
    if (onSegment(middle, a, b).distance - radius >= half) continue;
    if (segmentDistance(outer, a, b) < half) return false;
  }
  const isDry =
    field.riverDistance(middle) > radius + 60 && field.tributaryDistance(middle) > radius + 60;
  return isDry || !outer.some((point) => waters.contains(point));
}

/** Metres between a segment and a polygon, 0 where they meet. */
function segmentDistance(ring: readonly Point[], a: Point, b: Point): number {
  if (contains(ring, a) || contains(ring, b)) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < ring.length; index += 1) {
    const c = ring[index] as Point;
    const d = ring[(index + 1) % ring.length] as Point;
    least = Math.min(least, betweenSegments(a, b, c, d));
  }
  return least;
}

function betweenSegments(a: Point, b: Point, c: Point, d: Point): number {
  if (crossing(a, b, c, d)) return 0;
  return Math.min(
    onSegment(a, c, d).distance,
    onSegment(b, c, d).distance,
    onSegment(c, a, b).distance,
    onSegment(d, a, b).distance,
  );
}

/** A place that surely lies on the ground: the middle, or beside the yard or the notch. */
function insideOf({ outer, holes }: Footprint): Point {
  const middle = centroid(outer);
  const yard = holes[0];
  if (contains(outer, middle) && !(yard && contains(yard, middle))) return middle;
  const corner = outer[0] as Point;
  const next = outer[1] as Point;
  const inward = normalAt([corner, next], 0);
  for (let meters = 6; meters > 0.5; meters /= 2) {
    const place = {
      x: (corner.x + next.x) / 2 + inward.x * meters,
      y: (corner.y + next.y) / 2 + inward.y * meters,
    };
    if (contains(outer, place) && !(yard && contains(yard, place))) return place;
  }
  return corner;
}

function ruralPlaces(town: Town, count: number, random: Random): CourtyardPlace[] {
  const { network, streets, field, division, ground } = town;
  const { graph, left, right, faces } = network.subdivision;
  const edges = graph.edges.flatMap((edge, index) =>
    edge.tag.kind === 'street' && streets[edge.tag.street]?.class !== 'trunk'
      ? [{ ...edge, street: edge.tag.street, index }]
      : [],
  );
  const places: CourtyardPlace[] = [];
  const middles: Point[] = [];
  for (let attempt = 0; attempt < count * 400 && places.length < count; attempt += 1) {
    const { line, street, index } = random.pick(edges);
    const vertex = random.integer(1, line.length - 1);
    const on = line[vertex] as Point;
    // Once the open country is full, the town's edge will do.
    const densest = attempt < count * 200 ? 0.12 : 0.3;
    if (field.density(on) > densest) continue;
    const normal = normalAt(line, vertex);
    const side = random.chance(0.5) ? 1 : -1;
    const face = (side === 1 ? left[index] : right[index]) as number;
    if (face === -1 || ground.openFaces.has(face)) continue;
    const [width, depth] = [random.between(26, 58), random.between(24, 46)];
    const setback = ROAD_HALF_METERS[streets[street]?.class ?? 'residential'] + 6;
    const corner = (along: number, away: number): Point => ({
      x: on.x + normal.y * along + normal.x * side * away,
      y: on.y - normal.x * along + normal.y * side * away,
    });
    const ring = [
      corner(-width / 2, setback),
      corner(width / 2, setback),
      corner(width / 2, setback + depth),
      corner(-width / 2, setback + depth),
    ];
    const outer = signedArea(ring) > 0 ? ring : ring.reverse();
    const middle = centroid(outer);
    if (!outer.every((point) => contains(faces[face]?.ring ?? [], point))) continue;
    if (
      outer.some((point) => field.riverDistance(point) < 30 || field.tributaryDistance(point) < 15)
    )
      continue;
    if (middles.some((other) => distance(other, middle) < 95)) continue;
    const shape = { outer, holes: [] };
    if (!isClear(town, shape)) continue;
    middles.push(middle);
    places.push({
      footprint: shape,
      middle,
      community: division.communityOfFace[face] as number,
      street,
    });
  }
  if (places.length < count) {
    throw new RangeError(`Room for ${places.length} of ${count} courtyards by country roads.`);
  }
  return places;
}
