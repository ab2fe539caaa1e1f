import type { Dice } from './dice.ts';
import type { Instance } from './instance.ts';

/** The orders in which absent visits are put back, each drawn with its weight. */
export class Orders {
  private readonly keys: readonly Float64Array[];
  private static readonly weights = [4, 4, 2, 1, 2, 2, 2];
  private readonly drawnKey: Float64Array;

  constructor(private readonly instance: Instance) {
    const { taskCount, slots } = instance;
    const by = (key: (task: number) => number) =>
      Float64Array.from({ length: taskCount }, (_, task) => key(task));
    const first = slots[0];
    const far = (task: number) =>
      first === undefined
        ? 0
        : first.travel.timeTo[instance.node[task]! * first.travel.size + first.startNode]!;
    const opens = (task: number) => instance.windowStart[instance.windowsFrom[task]!]!;
    const closes = (task: number) => instance.windowEnd[instance.windowsFrom[task + 1]! - 1]!;
    this.drawnKey = new Float64Array(taskCount);
    this.keys = [
      this.drawnKey,
      by(
        (task) =>
          -(instance.hasLoads
            ? instance.delivery[task * instance.dimensions]!
            : instance.service[task]!),
      ),
      by((task) => -far(task)),
      by(far),
      by((task) => closes(task) - opens(task)),
      by(opens),
      by((task) => -closes(task)),
    ];
  }

  /** A copy in the order drawn; what matters more comes first whatever is drawn. */
  drawn(tasks: readonly number[], dice: Dice): number[] {
    const { weight } = this.instance;
    let left = dice.below(Orders.weights.reduce((sum, each) => sum + each, 0));
    let drawn = 0;
    while (left >= Orders.weights[drawn]!) left -= Orders.weights[drawn++]!;
    if (drawn === 0) for (const task of tasks) this.drawnKey[task] = dice.next();
    const key = this.keys[drawn]!;
    return [...tasks].sort((a, b) => weight[b]! - weight[a]! || key[a]! - key[b]!);
  }
}
