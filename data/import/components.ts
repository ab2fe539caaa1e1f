/** The nodes of each edge of a network. */
export interface Network {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export interface NetworkSummary {
  readonly edges: number;
  readonly nodes: number;
  /** Parts that no road joins. */
  readonly components: number;
  /** The share of the nodes that are in the largest part. */
  readonly largestShare: number;
}

/** Counts a network and its connected parts. */
export function summarise({ from, to }: Network): NetworkSummary {
  const parents = new Map<number, number>();
  const rootOf = (node: number): number => {
    let here = node;
    for (;;) {
      const parent = parents.get(here) ?? here;
      if (parent === here) {
        parents.set(node, here);
        return here;
      }
      here = parent;
    }
  };
  for (const [index, start] of from.entries()) {
    const first = rootOf(start);
    const second = rootOf(to[index] ?? start);
    if (first !== second) parents.set(first, second);
  }
  const sizes = new Map<number, number>();
  for (const node of [...parents.keys()]) {
    const root = rootOf(node);
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
  }
  const nodes = parents.size;
  const largest = [...sizes.values()].reduce((most, size) => Math.max(most, size), 0);
  return {
    edges: from.length,
    nodes,
    components: sizes.size,
    largestShare: nodes === 0 ? 0 : largest / nodes,
  };
}
