import { crossing, distance, type Point } from './plane.ts';
import { SegmentIndex } from './segment-index.ts';

/** A line with whatever it stands for. */
export interface TaggedLine<Tag> {
  readonly tag: Tag;
  readonly line: readonly Point[];
}

/** A stretch between two nodes that meets nothing in between. */
export interface Edge<Tag> {
  readonly tag: Tag;
  readonly from: number;
  readonly to: number;
  /** From node to node, their places included. */
  readonly line: readonly Point[];
}

/**
 * Lines cut wherever they meet, so that edges share vertices exactly and cross nowhere else.
 * Coordinates are whole centimetres, which makes equality of places exact.
 */
export interface PlanarGraph<Tag> {
  readonly nodes: readonly Point[];
  readonly edges: readonly Edge<Tag>[];
}

function snap({ x, y }: Point): Point {
  return { x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 };
}

function keyOf({ x, y }: Point): string {
  return `${Math.round(x * 100)},${Math.round(y * 100)}`;
}

/**
 * @param rank which line keeps its place where two nodes nearer than `mergeMeters` become one:
 *   the higher
 */
export function cutLines<Tag>(
  lines: readonly TaggedLine<Tag>[],
  mergeMeters: number,
  rank: (tag: Tag) => number,
): PlanarGraph<Tag> {
  let current = lines.map(({ tag, line }) => ({ tag, line: withoutRepeats(line.map(snap)) }));
  // Rounding and merging move places a little, so that lines may newly touch: cut again until
  // nothing changes, which takes two or three rounds.
  for (let round = 0; round < 6; round += 1) {
    const cut = cutOnce(current);
    const graph = toGraph(cut.lines);
    const merged = round < 4 ? mergeNodes(graph, mergeMeters, rank) : null;
    if (!cut.changed && merged === null && round > 0) return graph;
    current = merged ?? cut.lines.map(({ tag, line }) => ({ tag, line }));
  }
  return toGraph(cutOnce(current).lines);
}

function withoutRepeats(line: readonly Point[]): Point[] {
  return line.filter((point, index) => {
    const before = line[index - 1];
    return before === undefined || before.x !== point.x || before.y !== point.y;
  });
}

/** Inserts a vertex wherever two segments meet; `lines` then share vertices at every crossing. */
function cutOnce<Tag>(lines: readonly TaggedLine<Tag>[]): {
  lines: { tag: Tag; line: Point[] }[];
  changed: boolean;
} {
  const index = SegmentIndex.ofLines(lines.map(({ line }, position) => [position, line] as const));
  const { segments } = index;
  const cuts = new Map<number, { share: number; place: Point }[]>();
  let changed = false;
  const cut = (position: number, share: number, place: Point) => {
    const { a, b } = segments[position] as (typeof segments)[number];
    if ((place.x === a.x && place.y === a.y) || (place.x === b.x && place.y === b.y)) return;
    const list = cuts.get(position);
    if (list) list.push({ share, place });
    else cuts.set(position, [{ share, place }]);
    changed = true;
  };
  segments.forEach((segment, position) => {
    const { a, b } = segment;
    for (const other of index.inBox(
      Math.min(a.x, b.x),
      Math.min(a.y, b.y),
      Math.max(a.x, b.x),
      Math.max(a.y, b.y),
    )) {
      if (other <= position) continue;
      const { a: c, b: d } = segments[other] as (typeof segments)[number];
      const met = crossing(a, b, c, d);
      if (!met) continue;
      const exact = {
        x: a.x + (b.x - a.x) * met.first,
        y: a.y + (b.y - a.y) * met.first,
      };
      // A vertex that lies nearly there is the crossing: no slivers of a few centimetres.
      const place = snap([a, b, c, d].find((end) => distance(end, exact) < 0.05) ?? exact);
      cut(position, met.first, place);
      cut(other, met.second, place);
    }
  });
  let position = 0;
  const result = lines.map(({ tag, line }) => {
    const next: Point[] = line.length > 0 ? [line[0] as Point] : [];
    for (let vertex = 1; vertex < line.length; vertex += 1, position += 1) {
      const list = cuts.get(position);
      if (list) {
        list.sort((left, right) => left.share - right.share);
        next.push(...list.map(({ place }) => place));
      }
      next.push(line[vertex] as Point);
    }
    return { tag, line: withoutRepeats(next) };
  });
  return { lines: result, changed };
}

function toGraph<Tag>(lines: readonly { tag: Tag; line: readonly Point[] }[]): PlanarGraph<Tag> {
  // A vertex is a node where lines end or meet: where it has other than two neighbours.
  const neighbours = new Map<string, Set<string>>();
  const isEnd = new Set<string>();
  const link = (from: string, to: string) => {
    const set = neighbours.get(from);
    if (set) set.add(to);
    else neighbours.set(from, new Set([to]));
  };
  for (const { line } of lines) {
    const keys = line.map(keyOf);
    for (let index = 1; index < keys.length; index += 1) {
      link(keys[index - 1] as string, keys[index] as string);
      link(keys[index] as string, keys[index - 1] as string);
    }
    if (keys.length > 0) {
      isEnd.add(keys[0] as string);
      isEnd.add(keys[keys.length - 1] as string);
    }
  }
  const nodes: Point[] = [];
  const ids = new Map<string, number>();
  const nodeOf = (point: Point): number => {
    const key = keyOf(point);
    let id = ids.get(key);
    if (id === undefined) {
      id = nodes.length;
      nodes.push(point);
      ids.set(key, id);
    }
    return id;
  };
  const edges: Edge<Tag>[] = [];
  const seen = new Set<string>();
  for (const { tag, line } of lines) {
    let start = 0;
    for (let index = 1; index < line.length; index += 1) {
      const key = keyOf(line[index] as Point);
      if (!isEnd.has(key) && neighbours.get(key)?.size === 2) continue;
      const stretch = line.slice(start, index + 1);
      start = index;
      const from = nodeOf(stretch[0] as Point);
      const to = nodeOf(stretch[stretch.length - 1] as Point);
      const middle = keyOf(stretch[Math.floor(stretch.length / 2)] as Point);
      const ends = [keyOf(stretch[0] as Point), key].sort().join(' ');
      const identity = stretch.length === 2 ? ends : `${ends} ${middle}`;
      // Where two lines run over each other, the first in the list stands.
      if ((from === to && stretch.length < 4) || seen.has(identity)) continue;
      seen.add(identity);
      edges.push({ tag, from, to, line: stretch });
    }
  }
  return { nodes, edges };
}

/** Joins the two nodes of every very short edge; null if there was none. */
function mergeNodes<Tag>(
  graph: PlanarGraph<Tag>,
  mergeMeters: number,
  rank: (tag: Tag) => number,
): { tag: Tag; line: Point[] }[] | null {
  const best = graph.nodes.map(() => -1);
  for (const { tag, from, to } of graph.edges) {
    best[from] = Math.max(best[from] as number, rank(tag));
    best[to] = Math.max(best[to] as number, rank(tag));
  }
  const target = graph.nodes.map((_, node) => node);
  const moved = new Set<number>();
  let merged = false;
  for (const { from, to, line } of graph.edges) {
    if (from === to || line.length > 4) continue;
    let length = 0;
    for (let index = 1; index < line.length; index += 1) {
      length += distance(line[index - 1] as Point, line[index] as Point);
    }
    if (length >= mergeMeters || moved.has(from) || moved.has(to)) continue;
    const [keep, give] =
      (best[from] as number) >= (best[to] as number)
        ? ([from, to] as const)
        : ([to, from] as const);
    target[give] = keep;
    moved.add(from).add(to);
    merged = true;
  }
  if (!merged) return null;
  return graph.edges.flatMap(({ tag, from, to, line }) => {
    const ends = [target[from] as number, target[to] as number] as const;
    if (ends[0] === ends[1] && line.length < 4) return [];
    const inner = line.slice(1, -1);
    return [
      {
        tag,
        line: withoutRepeats([
          graph.nodes[ends[0]] as Point,
          ...inner,
          graph.nodes[ends[1]] as Point,
        ]),
      },
    ];
  });
}

/** Keeps the edges that `keep` answers yes to, without dead ends that `prune` does not spare. */
export function pruneDeadEnds<Tag>(
  graph: PlanarGraph<Tag>,
  spare: (edge: Edge<Tag>) => boolean,
): PlanarGraph<Tag> {
  let edges = graph.edges;
  for (;;) {
    const degree = degrees(graph.nodes.length, edges);
    const kept = edges.filter(
      (edge) =>
        ((degree[edge.from] as number) > 1 && (degree[edge.to] as number) > 1) || spare(edge),
    );
    if (kept.length === edges.length) return { nodes: graph.nodes, edges: kept };
    edges = kept;
  }
}

export function degrees<Tag>(nodeCount: number, edges: readonly Edge<Tag>[]): number[] {
  const degree = new Array<number>(nodeCount).fill(0);
  for (const { from, to } of edges) {
    degree[from] = (degree[from] as number) + 1;
    degree[to] = (degree[to] as number) + 1;
  }
  return degree;
}

/** The edges of the largest connected part. */
export function largestComponent<Tag>(graph: PlanarGraph<Tag>): Edge<Tag>[] {
  const parent = graph.nodes.map((_, node) => node);
  const find = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root] as number;
    while (parent[node] !== root) {
      const up = parent[node] as number;
      parent[node] = root;
      node = up;
    }
    return root;
  };
  for (const { from, to } of graph.edges) parent[find(from)] = find(to);
  const sizes = new Map<number, number>();
  for (const { from } of graph.edges) sizes.set(find(from), (sizes.get(find(from)) ?? 0) + 1);
  let largest = -1;
  for (const [root, size] of sizes) {
    if (largest === -1 || size > (sizes.get(largest) ?? 0)) largest = root;
  }
  return graph.edges.filter(({ from }) => find(from) === largest);
}
