import type { Random } from '../random.ts';
import { findFaces, type Subdivision } from './faces.ts';
import { cutLines, largestComponent, pruneDeadEnds, type Edge } from './planar-graph.ts';
import type { Plan } from './plan.ts';
import type { RoadClass } from './plan-sketch.ts';
import { contains, lengthOf, type Point } from './plane.ts';
import type { Street } from './streets.ts';

/** What an edge of the city's plan stands for. */
export type PlanLine =
  | { readonly kind: 'street'; readonly street: number }
  | { readonly kind: 'outline' | 'river' | 'tributary' };

export interface Network {
  /** Every street edge, dead ends included, all connected. */
  readonly streetEdges: readonly Edge<PlanLine>[];
  readonly nodes: readonly Point[];
  /** The regions between streets, waters' middles and the outline: they tile the district. */
  readonly subdivision: Subdivision<PlanLine>;
}

const RANK: Readonly<Record<RoadClass, number>> = {
  trunk: 6,
  primary: 5,
  secondary: 4,
  tertiary: 3,
  residential: 2,
  footway: 1,
};

/** Crossings nearer than this are one junction. */
const MERGE_METERS = 14;

/** Cuts the streets where they meet and finds the blocks between them. */
export function buildNetwork(plan: Plan, streets: readonly Street[], random: Random): Network {
  const lines: { tag: PlanLine; line: readonly Point[] }[] = [
    { tag: { kind: 'outline' }, line: [...plan.outline, plan.outline[0] as Point] },
    { tag: { kind: 'river' }, line: plan.river.line },
    { tag: { kind: 'tributary' }, line: plan.tributary.line },
    ...streets.map(({ line }, street) => ({ tag: { kind: 'street' as const, street }, line })),
  ];
  const rank = (tag: PlanLine) => {
    switch (tag.kind) {
      case 'outline':
        return 9;
      case 'river':
        return 8;
      case 'tributary':
        return 7;
      case 'street':
        return RANK[(streets[tag.street] as Street).class];
    }
  };
  const cut = cutLines(lines, MERGE_METERS, rank);
  const inside = {
    nodes: cut.nodes,
    edges: cut.edges.filter(({ tag, line }) => tag.kind === 'outline' || insideOutline(plan, line)),
  };
  // A few short dead ends remain: alleys that lead into a block.
  const stream = random.stream('dead-ends');
  const alleys = new Set(
    inside.edges.filter(({ tag, line }) => {
      const length = lengthOf(line);
      const keeps = stream.chance(0.22);
      return (
        keeps &&
        tag.kind === 'street' &&
        (streets[tag.street] as Street).class === 'residential' &&
        length > 35 &&
        length < 110
      );
    }),
  );
  const spared = pruneDeadEnds(inside, (edge) => alleys.has(edge));
  // A spared alley whose street was cut away behind it hangs in the air: the largest part stands.
  const streetEdges = largestComponent({
    nodes: spared.nodes,
    edges: spared.edges.filter(({ tag }) => tag.kind === 'street'),
  });
  const standing = new Set(streetEdges);
  const subdivision = findFaces({
    nodes: spared.nodes,
    edges: spared.edges.filter((edge) => edge.tag.kind !== 'street' || standing.has(edge)),
  });
  return { streetEdges, nodes: spared.nodes, subdivision };
}

function insideOutline(plan: Plan, line: readonly Point[]): boolean {
  const middle = Math.floor((line.length - 1) / 2);
  const a = line[middle] as Point;
  const b = line[middle + 1] as Point;
  return contains(plan.outline, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
}
