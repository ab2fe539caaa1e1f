import { RoadTravel } from '../domain/roads/road-travel.ts';
import { inSlices } from './in-slices.ts';
import type { RoadAnswer, RoadMessage } from './road-matrix.ts';

let travel: RoadTravel | undefined;
const underWay = new Map<number, AbortController>();

self.onmessage = async ({ data }: MessageEvent<RoadMessage>) => {
  if (data.kind === 'network') {
    travel = new RoadTravel(data.network);
    return;
  }
  const { id } = data;
  if (data.kind === 'stop') {
    underWay.get(id)?.abort();
    return;
  }
  const control = new AbortController();
  underWay.set(id, control);
  const tell = (answer: RoadAnswer) => self.postMessage(answer);
  try {
    if (!travel) throw new Error('there is no network');
    const work: Generator<number, Extract<RoadAnswer, { value: unknown }>['value']> = travel[
      data.kind
    ](data.request);
    const onProgress = (done: number) => tell({ id, done });
    tell({ id, value: await inSlices(work, { signal: control.signal, onProgress }) });
  } catch (error) {
    // Nobody waits for what was called off.
    if (!control.signal.aborted) {
      tell({ id, fault: error instanceof Error ? error.message : String(error) });
    }
  } finally {
    underWay.delete(id);
  }
};
