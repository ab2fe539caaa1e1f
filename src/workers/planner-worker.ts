import { planInStretches } from './plan-in-stretches.ts';
import type { PlannerAnswer, PlannerMessage } from './planner.ts';

let isStopped = false;

self.onmessage = async ({ data }: MessageEvent<PlannerMessage>) => {
  if (data === 'stop') {
    isStopped = true;
    return;
  }
  const tell = (answer: PlannerAnswer) => self.postMessage(answer);
  try {
    const solution = await planInStretches(
      data.problem,
      data.limits,
      (progress) => tell({ progress }),
      () => isStopped,
    );
    tell({ solution });
  } catch (error) {
    tell({ fault: error instanceof Error ? error.message : String(error) });
  }
};
