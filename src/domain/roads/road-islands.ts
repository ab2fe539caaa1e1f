import type { Arcs } from './road-graph.ts';

type Joined = Pick<Arcs, 'nodeCount' | 'firstArc' | 'head' | 'arcMeters'>;

/**
 * The strongly connected component with the most metres of road: within it everything can be reached from
 * everywhere. Whatever is outside is an island, or a street that can be entered but not left. Tarjan, SIAM J.
 * Computing 1 (1972), without recursion: a network of one long road would overflow the stack.
 *
 * @returns 1 for each node of that component, 0 for the others
 */
export function largestComponent({ nodeCount, firstArc, head, arcMeters }: Joined): Uint8Array {
  const order = new Uint32Array(nodeCount);
  const low = new Uint32Array(nodeCount);
  const component = new Int32Array(nodeCount).fill(-1);
  const nextArc = firstArc.slice(0, nodeCount);
  const open = new Uint32Array(nodeCount);
  const path = new Uint32Array(nodeCount);
  let visited = 0;
  let openCount = 0;
  let componentCount = 0;

  for (let root = 0; root < nodeCount; root++) {
    if (order[root] !== 0) continue;
    let depth = 0;
    path[depth++] = root;
    while (depth > 0) {
      const node = path[depth - 1]!;
      if (order[node] === 0) {
        order[node] = low[node] = ++visited;
        open[openCount++] = node;
      }
      let isDone = true;
      while (nextArc[node]! < firstArc[node + 1]!) {
        const neighbour = head[nextArc[node]!]!;
        if (order[neighbour] === 0) {
          // The arc is looked at again when the neighbour is done, then for its `low`.
          path[depth++] = neighbour;
          isDone = false;
          break;
        }
        if (component[neighbour] === -1) low[node] = Math.min(low[node]!, low[neighbour]!);
        nextArc[node]!++;
      }
      if (!isDone) continue;
      depth--;
      if (low[node] !== order[node]) continue;
      let member: number;
      do {
        member = open[--openCount]!;
        component[member] = componentCount;
      } while (member !== node);
      componentCount++;
    }
  }
  return nodesOf(greatest({ nodeCount, firstArc, head, arcMeters }, component, componentCount));

  function nodesOf(wanted: number): Uint8Array {
    return Uint8Array.from(component, (number) => (number === wanted ? 1 : 0));
  }
}

/** By metres of the arcs inside; the first of equals. */
function greatest(
  { nodeCount, firstArc, head, arcMeters }: Joined,
  component: Int32Array,
  componentCount: number,
): number {
  const meters = new Float64Array(componentCount);
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) {
      if (component[head[arc]!] === component[node]) meters[component[node]!]! += arcMeters[arc]!;
    }
  }
  let best = 0;
  for (let number = 1; number < componentCount; number++) {
    if (meters[number]! > meters[best]!) best = number;
  }
  return best;
}
