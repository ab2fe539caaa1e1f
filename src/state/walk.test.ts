import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../domain/problem.ts';
import { Walk } from './walk.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

const NOW = '2026-11-24T01:00:00.000Z';
const away = new ProblemError({ kind: 'away' });
const refused = new ProblemError({
  kind: 'refused',
  zh: '这一站已由王同事于 09:00 完成',
  en: 'this stop was done by 王同事 at 09:00',
  place: null,
});

const standing = { late: false, by: null, reason: null, inspectionId: null };
const ROUTE = {
  planName: '示例计划',
  teamName: '巡查一队',
  route: {
    id: 5,
    travelSeconds: 600,
    stops: [1, 2].map((id) => ({
      id,
      siteId: 100 + id,
      lon: 103,
      lat: 30,
      serviceSeconds: 60,
      standing: { ...standing, state: 'open', at: null },
    })),
  },
};

interface Sent {
  readonly client_id: string;
  readonly stop_id: number;
  readonly kind: 'done' | 'skipped' | 'reopened';
  readonly reason?: string;
  readonly at: string;
}

/** A phone at a server that answers what is marked in turn, and remembers what it was sent. */
function phone(...answers: readonly ('taken' | Error)[]) {
  const waiting = [...answers];
  const sent: Sent[] = [];
  const record = (body: Sent) => {
    sent.push(body);
    const answer = waiting.shift() ?? new Error('asked too often');
    if (answer instanceof Error) throw answer;
    const state = body.kind === 'reopened' ? 'open' : body.kind;
    const kept = { ...standing, state, at: body.at, reason: body.reason ?? null };
    return { stopId: body.stop_id, repeated: false, already: false, standing: kept };
  };
  const rpc = (name: string, body: Sent) => {
    const data = name === 'record_stop' ? record(body) : [ROUTE];
    const answer = Promise.resolve({ data, error: null, status: 200 });
    return Object.assign(answer, { abortSignal: () => answer });
  };
  const ask = (question: (client: unknown) => unknown) =>
    Promise.resolve(question({ rest: { rpc } }));
  const workspace = {
    whoAmI: { member: { id: 7, role: 'patrol' } },
    connection: { read: ask, write: ask },
    now: () => NOW,
    inspections: { waiting: [] },
  };
  return { walk: new Walk(workspace as unknown as Workspace), sent };
}

const states = (walk: Walk) => walk.stops.map(({ state, waiting }) => [state, waiting]);
let target: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('what a crew marks', () => {
  it('is on the screen at once, and the server’s from then on', async () => {
    const { walk, sent } = phone('taken');
    await walk.load();
    expect(walk.figures?.next?.number).toBe(1);
    const recording = walk.record(1, 'skipped', '关门或停业');
    expect(states(walk)).toEqual([
      ['skipped', true],
      ['open', false],
    ]);
    await recording;
    expect(states(walk)[0]).toEqual(['skipped', false]);
    expect(walk.stops[0]?.reason).toBe('关门或停业');
    expect(sent).toMatchObject([{ stop_id: 1, kind: 'skipped', reason: '关门或停业', at: NOW }]);
  });

  it('is kept without a network, and sent by the same ids in the same order', async () => {
    const { walk, sent } = phone(away, away, 'taken', 'taken');
    await walk.load();
    await walk.record(1, 'done');
    await walk.record(1, 'reopened');
    expect(walk.problem).toBeNull();
    expect(states(walk)[0]).toEqual(['open', true]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(walk.records).toEqual([]);
    expect(sent.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'reopened']);
    expect(new Set(sent.map(({ client_id: id }) => id)).size).toBe(2);
  });

  it('goes out as soon as the browser says that there is a network again', async () => {
    const { walk, sent } = phone(away, 'taken');
    const end = walk.start();
    await vi.advanceTimersByTimeAsync(0);
    await walk.record(2, 'done');
    target.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(states(walk)[1]).toEqual(['done', false]);
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(2);
  });

  it('waits out a fault of the server, which is told until then', async () => {
    const { walk, sent } = phone(new Error('500'), 'taken');
    await walk.load();
    await walk.record(1, 'done');
    expect(walk.problem).toMatchObject({ kind: 'fault' });
    expect(states(walk)[0]).toEqual(['done', true]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states(walk)[0]).toEqual(['done', false]);
    expect(walk.problem).toBeNull();
    expect(sent).toHaveLength(2);
  });

  it('is let go when it is refused, with the reason told, and holds nothing up', async () => {
    const { walk, sent } = phone(refused, 'taken');
    await walk.load();
    await walk.record(1, 'skipped', '天气原因');
    expect(walk.problem).toMatchObject({ kind: 'refused', zh: /王同事/ });
    expect(states(walk)[0]).toEqual(['open', false]);
    await walk.record(2, 'done');
    expect(walk.problem).toBeNull();
    expect(sent.map(({ stop_id: id }) => id)).toEqual([1, 2]);
  });
});
