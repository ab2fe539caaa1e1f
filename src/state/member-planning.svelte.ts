import { askBeforeLeaving } from './ask-before-leaving.ts';
import { PatrolPlanning } from './patrol-plan.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

const plannings = new WeakMap<Workspace, PatrolPlanning>();

/** The member's one plan in the making. */
export function planningOf(workspace: Workspace, routing: unknown): PatrolPlanning {
  let planning = plannings.get(workspace);
  if (!planning) {
    // Of its own, since it outlives the view in which it began.
    const stop = $effect.root(() => {
      planning = new PatrolPlanning(workspace, routing);
      const { kept } = planning;
      $effect(() => (kept.isUnsaved ? askBeforeLeaving() : undefined));
    });
    plannings.set(workspace, planning!);
    workspace.endWith(() => {
      stop();
      planning!.dispose();
      plannings.delete(workspace);
    });
  }
  return planning!;
}
