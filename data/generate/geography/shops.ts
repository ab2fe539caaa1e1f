import type { Random } from '../random.ts';
import type { Division } from './communities.ts';
import type { CourtyardPlace } from './courtyards.ts';
import type { Ground } from './ground.ts';
import type { Network } from './network.ts';
import type { RoadClass } from './plan-sketch.ts';
import { between, contains, distance, lengthOf, normalAt, onSegment, type Point } from './plane.ts';
import { ROAD_HALF_METERS } from './road-features.ts';
import { SegmentIndex } from './segment-index.ts';
import type { StreetField } from './street-field.ts';
import type { Street } from './streets.ts';

/** A door on a street. */
export interface ShopPlace {
  readonly point: Point;
  readonly community: number;
  readonly street: number;
}

const TRADE: Readonly<Record<RoadClass, number>> = {
  trunk: 0.15,
  primary: 1.2,
  secondary: 1.4,
  tertiary: 1.2,
  residential: 0.55,
  footway: 0,
};

/** Doors along the streets, where trade is: `count` of them, at least 24 m apart. */
export function placeShops(
  town: {
    readonly network: Network;
    readonly streets: readonly Street[];
    readonly field: StreetField;
    readonly division: Division;
    readonly ground: Ground;
    readonly roads: SegmentIndex<number>;
    readonly courtyards: readonly CourtyardPlace[];
  },
  count: number,
  random: Random,
): ShopPlace[] {
  const { network, streets, field, division, ground, roads } = town;
  const { graph, left, right, faces } = network.subdivision;
  const walls = SegmentIndex.ofLines(
    town.courtyards.map(
      ({ footprint: { outer } }, index) => [index, [...outer, outer[0] as Point]] as const,
    ),
  );
  const cumulative: number[] = [];
  const edges: number[] = [];
  let total = 0;
  graph.edges.forEach(({ tag, line }, edge) => {
    if (tag.kind !== 'street') return;
    const middle = line[Math.floor(line.length / 2)] as Point;
    const roadClass = streets[tag.street]?.class ?? 'residential';
    total += lengthOf(line) * TRADE[roadClass] * (0.025 + field.density(middle));
    cumulative.push(total);
    edges.push(edge);
  });

  const taken = new Map<string, Point[]>();
  const cell = ({ x, y }: Point) => [Math.floor(x / 24), Math.floor(y / 24)] as const;
  const isFree = (place: Point) => {
    const [column, row] = cell(place);
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        const others = taken.get(`${column + dx},${row + dy}`) ?? [];
        if (others.some((other) => distance(other, place) < 24)) return false;
      }
    }
    return true;
  };

  const shops: ShopPlace[] = [];
  for (let attempt = 0; shops.length < count; attempt += 1) {
    if (attempt > count * 400) {
      throw new RangeError(`Room for ${shops.length} of ${count} hotels and supermarkets.`);
    }
    const wanted = random.next() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= wanted) low = middle + 1;
      else high = middle;
    }
    const index = edges[low] as number;
    const { tag, line } = graph.edges[index] as (typeof graph.edges)[number];
    if (tag.kind !== 'street') continue;
    const roadClass = streets[tag.street]?.class ?? 'residential';
    const vertex = random.integer(1, line.length - 1);
    const on = between(line[vertex - 1] as Point, line[vertex] as Point, random.next());
    const normal = normalAt(line.slice(vertex - 1, vertex + 1), 0);
    const side = random.chance(0.5) ? 1 : -1;
    const away = ROAD_HALF_METERS[roadClass] + random.between(1.5, 5);
    const point = { x: on.x + normal.x * side * away, y: on.y + normal.y * side * away };
    const face = (side === 1 ? left[index] : right[index]) as number;
    if (face === -1 || ground.openFaces.has(face)) continue;
    if (!contains(faces[face]?.ring ?? [], point) || field.riverDistance(point) < 25) continue;
    if (field.tributaryDistance(point) < 12 || !isFree(point)) continue;
    if (!isOffRoads(point, roads, streets)) continue;
    const wall = walls.nearest(point, 60);
    if (wall && contains(town.courtyards[wall.segment.owner]?.footprint.outer ?? [], point))
      continue;
    const key = cell(point).join(',');
    taken.set(key, [...(taken.get(key) ?? []), point]);
    shops.push({
      point,
      community: division.communityOfFace[face] as number,
      street: tag.street,
    });
  }
  return shops;
}

/** Beyond the building line of every road, not of the nearest alone: a wide one may lie behind it. */
function isOffRoads(
  point: Point,
  roads: SegmentIndex<number>,
  streets: readonly Street[],
): boolean {
  const reach = ROAD_HALF_METERS.trunk;
  return roads
    .inBox(point.x - reach, point.y - reach, point.x + reach, point.y + reach)
    .every((position) => {
      const { a, b, owner } = roads.segments[position] as (typeof roads.segments)[number];
      const half = ROAD_HALF_METERS[streets[owner]?.class ?? 'residential'];
      return onSegment(point, a, b).distance >= half;
    });
}
