import type { Random } from '../random.ts';
import type { Green } from './ground.ts';
import type { Network } from './network.ts';
import { EMBANKMENT_METERS, type Plan } from './plan.ts';
import { centroid, contains, distance, parallel, type Point } from './plane.ts';
import { cutBridges, type RoadFeature } from './road-features.ts';
import type { StreetField } from './street-field.ts';
import type { Street } from './streets.ts';
import type { Waters } from './water.ts';

/**
 * Ways for walkers: promenades below the riverside roads, with steps down to them, and paths into
 * the parks. They begin at vertices of streets, so that the network stays in one piece.
 */
export function drawFootways(
  plan: Plan,
  network: Network,
  streets: readonly Street[],
  greens: readonly Green[],
  waters: Waters,
  field: StreetField,
  random: Random,
): RoadFeature[] {
  const stream = random.stream('footways');
  const way = (name: string, line: readonly Point[]): RoadFeature => ({
    class: 'footway',
    name,
    ref: null,
    oneway: 0,
    bridge: false,
    layer: 0,
    line,
  });
  const features: RoadFeature[] = [];
  const degree = new Map<number, number>();
  for (const { from, to } of network.streetEdges) {
    for (const node of [from, to]) degree.set(node, (degree.get(node) ?? 0) + 1);
  }

  for (const [roadName, name, side] of [
    ['羌江南路', '滨江南步道', -1],
    ['羌江北路', '滨江北步道', 1],
  ] as const) {
    const road = streets.findIndex((street) => street.name === roadName);
    const junctions = network.streetEdges
      .filter(({ tag }) => tag.kind === 'street' && tag.street === road)
      .flatMap(({ from, to }) => [from, to])
      .filter((node, index, all) => all.indexOf(node) === index && (degree.get(node) ?? 0) > 2)
      .map((node) => network.nodes[node] as Point)
      .sort((a, b) => a.x - b.x);
    const bank = parallel(
      plan.river.line,
      (index) => side * ((plan.river.halfWidth[index] as number) + EMBANKMENT_METERS * 0.38),
    );
    const first = junctions[0];
    const last = junctions[junctions.length - 1];
    if (!first || !last) continue;
    const line = bank.slice(nearest(bank, first), nearest(bank, last) + 1);
    if (line.length < 3) continue;
    for (const { line: part, bridge } of cutBridges(line, waters, field)) {
      features.push({ ...way(name, part), bridge, layer: bridge ? 1 : 0 });
    }
    let before = Number.NEGATIVE_INFINITY;
    for (const junction of junctions) {
      const isEnd = junction === first || junction === last;
      if (!isEnd && junction.x - before < 280) continue;
      before = junction.x;
      features.push(way(name, [junction, line[nearest(line, junction)] as Point]));
    }
  }

  const vertices = network.streetEdges.flatMap(({ line }) => line);
  for (const { class: kind, name, area } of greens) {
    // A park round a lake has no path to its middle.
    if (kind !== 'park' || name === null || name === '新湖公园') continue;
    const middle = centroid(area.outer);
    const gates: Point[] = [];
    const near = vertices
      .filter((vertex) => distance(vertex, middle) < 400)
      .sort((a, b) => distance(a, middle) - distance(b, middle) || a.x - b.x);
    for (const vertex of stream.shuffled(near.slice(0, 30))) {
      if (gates.length === 3) break;
      const apart = gates.every((gate) => distance(gate, vertex) > 90);
      if (apart && !contains(area.outer, vertex)) gates.push(vertex);
    }
    for (const gate of gates) features.push(way(`${name}步道`, [gate, middle]));
  }
  return features;
}

function nearest(line: readonly Point[], place: Point): number {
  let best = 0;
  line.forEach((point, index) => {
    if (distance(point, place) < distance(line[best] as Point, place)) best = index;
  });
  return best;
}
