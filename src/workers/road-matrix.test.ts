// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';

import { BrokenWorker, NodeWorker } from '../../tests/support/node-worker.ts';
import { drawNetwork } from '../domain/roads/road-network.fixture.ts';
import type { RoadNetwork } from '../domain/roads/road-network.ts';
import { type RoadMatrix, RoadTravel, type TravelRequest } from '../domain/roads/road-travel.ts';
import { RoadDesk } from './road-matrix.ts';

/** A square of 80 × 80 streets of about 110 m: long enough a task to be told of and called off. */
const side = 80;
const nodes = Array.from({ length: side * side }, (_, node): [number, number] => [
  103 + 0.001 * (node % side),
  30 + 0.001 * Math.floor(node / side),
]);
const network = drawNetwork(
  nodes,
  nodes.flatMap((_, from) => [
    ...((from + 1) % side === 0 ? [] : [{ from, to: from + 1 }]),
    ...(from + side < nodes.length ? [{ from, to: from + side }] : []),
  ]),
);
const request: TravelRequest = {
  profile: 'ebike',
  stops: nodes.filter((_, node) => node % 17 === 0).map(([x, y]) => [x + 1e-4, y + 2e-4]),
};
const few: TravelRequest = { profile: 'foot', stops: request.stops.slice(0, 3) };

const desks: RoadDesk[] = [];
function deskFor(roads: RoadNetwork): RoadDesk {
  const desk = new RoadDesk(roads);
  desks.push(desk);
  return desk;
}

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}

/** Byte by byte: half a million numbers are too many for `toEqual`. */
function isSame(a: RoadMatrix, b: RoadMatrix): boolean {
  const bytes = ({ matrix: { durations, distances } }: RoadMatrix) =>
    Buffer.concat([Buffer.from(durations.buffer), Buffer.from(distances.buffer)]);
  return bytes(a).equals(bytes(b));
}

afterEach(async () => {
  for (const desk of desks.splice(0)) desk.close();
  vi.unstubAllGlobals();
  await Promise.all(NodeWorker.ended);
  NodeWorker.ended = [];
});

describe.each(['inline', 'in a worker'])('travel times %s', (where) => {
  const set = () => {
    if (where === 'in a worker') vi.stubGlobal('Worker', NodeWorker);
  };

  it('are what the domain says, from one worker, told of on the way and kept', async () => {
    set();
    const desk = deskFor(network);
    const told: [number, number][] = [];
    const made = await desk.matrix(request, {
      onProgress: (done, total) => told.push([done, total]),
    });
    const travel = new RoadTravel(network);
    const expected = finished(travel.matrix(request));
    expect(isSame(made, expected)).toBe(true);
    expect(made.notes).toEqual(expected.notes);
    expect(told).not.toEqual([]);
    expect(told).toEqual(told.toSorted(([a], [b]) => a - b));
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([request.stops.length]));

    told.length = 0;
    const again = await desk.matrix(request, { onProgress: (...step) => told.push(step) });
    expect(isSame(again, made)).toBe(true);
    expect(told).toEqual([]);
    expect(await desk.paths(few)).toEqual(finished(travel.paths(few)));
    expect(NodeWorker.ended).toHaveLength(where === 'inline' ? 0 : 1);
  });

  it('may be called off, and asked for anew', async () => {
    set();
    const desk = deskFor(network);
    const reason = new Error('another zone');
    await expect(desk.matrix(request, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const control = new AbortController();
    const first = desk.matrix(request, {
      signal: control.signal,
      onProgress: () => control.abort(reason),
    });
    await expect(first).rejects.toBe(reason);
    expect((await desk.matrix(few)).matrix.stopCount).toBe(3);
  });

  it('say that they failed', async () => {
    set();
    const desk = deskFor({ ...network, classNames: [] });
    await expect(desk.matrix(few)).rejects.toThrow();
  });
});

it('leaves nobody waiting when the desk is closed', async () => {
  vi.stubGlobal('Worker', NodeWorker);
  const desk = deskFor(network);
  const waiting = desk.matrix(request);
  desk.close();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(desk.matrix(few)).rejects.toMatchObject({ name: 'AbortError' });
});

it('leaves nobody waiting for a worker that is gone', async () => {
  vi.stubGlobal('Worker', BrokenWorker);
  const desk = deskFor(network);
  await expect(desk.matrix(few)).rejects.toThrow('路程计算中断');
  expect(desk.hasEnded).toBe(true);
  await expect(desk.matrix(few)).rejects.toThrow('路程计算中断');
});
