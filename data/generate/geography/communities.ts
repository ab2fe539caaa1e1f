import FlatQueue from 'flatqueue';
import type { Random } from '../random.ts';
import type { Network, PlanLine } from './network.ts';
import { centroid, distance, type Point } from './plane.ts';
import type { RoadClass } from './plan-sketch.ts';
import type { StreetField } from './street-field.ts';
import type { Street } from './streets.ts';

/** The twelve streets and towns, by the place around which they lie (metres at scale 1). */
export const STREET_SEATS: readonly {
  readonly name: string;
  readonly seat: readonly [x: number, y: number];
  readonly town: boolean;
}[] = [
  { name: '东城街道', seat: [1500, -900], town: false },
  { name: '西城街道', seat: [-700, -1500], town: false },
  { name: '青江街道', seat: [3900, 1250], town: false },
  { name: '南坝街道', seat: [-3300, -1700], town: false },
  { name: '北桥街道', seat: [900, 2150], town: false },
  { name: '新湖街道', seat: [-2400, 1800], town: false },
  { name: '草坝镇', seat: [5300, -3500], town: true },
  { name: '八步镇', seat: [-5500, 3550], town: true },
  { name: '云溪镇', seat: [-5300, -3800], town: true },
  { name: '石马镇', seat: [5200, 3500], town: true },
  { name: '茶坪镇', seat: [-1700, -4600], town: true },
  { name: '望江镇', seat: [6100, -600], town: true },
];

export interface Division {
  /** The community of each face. */
  readonly communityOfFace: Int32Array;
  readonly communityCount: number;
  /** The street or town of each community: a position in `STREET_SEATS`. */
  readonly streetOfCommunity: Int32Array;
  /** Where each community's people live, in the middle: the middle of one of its faces. */
  readonly middles: readonly Point[];
  /** The face in which that middle lies. */
  readonly middleFaces: readonly number[];
  /** People of a face, in no unit: area by how densely it is lived in. */
  readonly population: Float64Array;
}

/** Borders like to follow what is hard to cross. */
const CROSSING: Readonly<Record<RoadClass, number>> = {
  trunk: 3.4,
  primary: 3,
  secondary: 2.2,
  tertiary: 1.5,
  residential: 1,
  footway: 1,
};

/**
 * Divides the faces into communities of like population, each in one piece and on one bank, and
 * the communities into the twelve streets and towns.
 */
export function divide(
  network: Network,
  streets: readonly Street[],
  field: StreetField,
  count: number,
  scale: number,
  random: Random,
): Division {
  const { faces, graph, left, right } = network.subdivision;
  const middles = faces.map(({ ring }) => centroid(ring));
  const density = Float64Array.from(middles, (middle) => 0.05 + field.density(middle) ** 1.3);
  const population = Float64Array.from(
    faces,
    ({ areaSquareMeters }, face) => areaSquareMeters * (density[face] as number),
  );

  const links: { face: number; cost: number }[][] = faces.map(() => []);
  graph.edges.forEach(({ tag }, edge) => {
    const [a, b] = [left[edge] as number, right[edge] as number];
    if (a === -1 || b === -1 || a === b) return;
    const factor = crossingFactor(tag, streets);
    if (factor === null) return;
    // In a metric in which a unit of area holds one person, cells of equal size are of equal
    // population (centroidal Voronoi cells, Lloyd 1982).
    const cost =
      distance(middles[a] as Point, middles[b] as Point) *
      factor *
      Math.sqrt(((density[a] as number) + (density[b] as number)) / 2);
    links[a]?.push({ face: b, cost });
    links[b]?.push({ face: a, cost });
  });

  const stream = random.stream('communities');
  let seeds = spreadSeeds(population, middles, density, count, stream);
  let owner = grow(links, seeds);
  for (let round = 0; round < 14; round += 1) {
    seeds = centres(owner, middles, population, seeds.length, seeds);
    owner = grow(links, seeds);
  }
  adoptStrays(owner, network);

  const communityMiddles = seeds.map((face) => middles[face] as Point);
  return {
    communityOfFace: owner,
    communityCount: seeds.length,
    streetOfCommunity: groupIntoStreets(network, owner, communityMiddles, streets, scale),
    middles: communityMiddles,
    middleFaces: seeds,
    population,
  };
}

function crossingFactor(tag: PlanLine, streets: readonly Street[]): number | null {
  switch (tag.kind) {
    case 'street':
      return CROSSING[(streets[tag.street] as Street).class];
    case 'tributary':
      return 2;
    case 'river':
    case 'outline':
      return null;
  }
}

/** Seeds by population, each far from those before (the best of several candidates). */
function spreadSeeds(
  population: Float64Array,
  middles: readonly Point[],
  density: Float64Array,
  count: number,
  random: Random,
): number[] {
  if (count > population.length) {
    throw new RangeError(
      `${count} communities need as many blocks; there are ${population.length}.`,
    );
  }
  const cumulative = new Float64Array(population.length);
  let total = 0;
  population.forEach((people, face) => {
    total += people;
    cumulative[face] = total;
  });
  const draw = () => {
    const wanted = random.next() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const seeds: number[] = [];
  const taken = new Set<number>();
  while (seeds.length < count) {
    let best = -1;
    let bestDistance = -1;
    for (let candidate = 0; candidate < 8; candidate += 1) {
      const face = draw();
      if (taken.has(face)) continue;
      let nearest = Number.POSITIVE_INFINITY;
      for (const seed of seeds) {
        nearest = Math.min(nearest, distance(middles[seed] as Point, middles[face] as Point));
      }
      const away = nearest * Math.sqrt(density[face] as number);
      if (away > bestDistance) {
        bestDistance = away;
        best = face;
      }
    }
    if (best === -1) continue;
    taken.add(best);
    seeds.push(best);
  }
  return seeds;
}

/** To which seed each face is nearest along the links; -1 where none leads. */
function grow(
  links: readonly { face: number; cost: number }[][],
  seeds: readonly number[],
): Int32Array {
  const owner = new Int32Array(links.length).fill(-1);
  const best = new Float64Array(links.length).fill(Number.POSITIVE_INFINITY);
  const queue = new FlatQueue<number>();
  seeds.forEach((face, seed) => {
    best[face] = 0;
    owner[face] = seed;
    queue.push(face, 0);
  });
  for (;;) {
    const cost = queue.peekValue();
    const face = queue.pop();
    if (face === undefined || cost === undefined) return owner;
    if (cost > (best[face] as number)) continue;
    for (const link of links[face] ?? []) {
      const total = cost + link.cost;
      if (total >= (best[link.face] as number)) continue;
      best[link.face] = total;
      owner[link.face] = owner[face] as number;
      queue.push(link.face, total);
    }
  }
}

/** The face nearest to the middle of each group's population. */
function centres(
  owner: Int32Array,
  middles: readonly Point[],
  population: Float64Array,
  count: number,
  before: readonly number[],
): number[] {
  const weight = new Float64Array(count);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  owner.forEach((group, face) => {
    if (group === -1) return;
    const people = population[face] as number;
    const middle = middles[face] as Point;
    weight[group] = (weight[group] as number) + people;
    x[group] = (x[group] as number) + middle.x * people;
    y[group] = (y[group] as number) + middle.y * people;
  });
  const best = [...before];
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  owner.forEach((group, face) => {
    if (group === -1) return;
    const people = weight[group] as number;
    const away = distance(middles[face] as Point, {
      x: (x[group] as number) / people,
      y: (y[group] as number) / people,
    });
    if (away < (nearest[group] as number)) {
      nearest[group] = away;
      best[group] = face;
    }
  });
  return best;
}

/** Faces that no seed of their bank reaches go to a neighbour. */
function adoptStrays(owner: Int32Array, network: Network): void {
  const { graph, left, right } = network.subdivision;
  for (let changed = true; changed;) {
    changed = false;
    graph.edges.forEach((_, edge) => {
      const [a, b] = [left[edge] as number, right[edge] as number];
      if (a === -1 || b === -1) return;
      for (const [stray, home] of [
        [a, b],
        [b, a],
      ] as const) {
        if (owner[stray] === -1 && owner[home] !== -1) {
          owner[stray] = owner[home] as number;
          changed = true;
        }
      }
    });
  }
}

function groupIntoStreets(
  network: Network,
  owner: Int32Array,
  middles: readonly Point[],
  streets: readonly Street[],
  scale: number,
): Int32Array {
  const { graph, left, right } = network.subdivision;
  const links: { face: number; cost: number }[][] = middles.map(() => []);
  graph.edges.forEach(({ tag }, edge) => {
    const [faceA, faceB] = [left[edge] as number, right[edge] as number];
    if (faceA === -1 || faceB === -1) return;
    const [a, b] = [owner[faceA] as number, owner[faceB] as number];
    if (a === b) return;
    const factor = crossingFactor(tag, streets) ?? 6;
    const cost = distance(middles[a] as Point, middles[b] as Point) * factor;
    links[a]?.push({ face: b, cost });
    links[b]?.push({ face: a, cost });
  });
  const taken = new Set<number>();
  const seeds = STREET_SEATS.slice(0, middles.length).map(({ seat: [x, y] }) => {
    const seat = { x: x * scale, y: y * scale };
    let best = -1;
    middles.forEach((middle, community) => {
      if (taken.has(community)) return;
      if (best === -1 || distance(middle, seat) < distance(middles[best] as Point, seat)) {
        best = community;
      }
    });
    taken.add(best);
    return best;
  });
  return grow(links, seeds);
}
