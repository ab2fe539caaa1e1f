import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../db/client.ts';
import { ProblemError, type Problem } from '../domain/problem.ts';
import { Connection } from './connection.svelte.ts';

const away = new ProblemError({ kind: 'away' });
/** Nothing here reaches for it: what is asked is a function of the test. */
const client = {} as DatabaseClient;

/** Throws each of the problems in turn, then answers. */
function answersAfter(problems: readonly Problem[]) {
  const waiting = [...problems];
  return vi.fn(() => {
    const problem = waiting.shift();
    return problem ? Promise.reject(new ProblemError(problem)) : Promise.resolve('answer');
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  vi.stubGlobal('dispatchEvent', target.dispatchEvent.bind(target));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a read', () => {
  it('waits out a backend that is away, longer each time', async () => {
    const connection = new Connection(client);
    const ask = answersAfter([{ kind: 'away' }, { kind: 'away' }]);
    const reading = connection.read(ask);
    await vi.advanceTimersByTimeAsync(999);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(connection.away).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(connection.retryAt).toBe(Date.now() + 2_000);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await reading).toBe('answer');
    expect(connection.away).toBe(false);
    expect(connection.retryAt).toBeNull();
  });

  it('is tried at once when the user or the browser says so', async () => {
    const connection = new Connection(client);
    const byHand = connection.read(answersAfter([{ kind: 'away' }]));
    await vi.advanceTimersByTimeAsync(1);
    connection.retryNow();
    expect(await byHand).toBe('answer');
    const byBrowser = connection.read(answersAfter([{ kind: 'away' }]));
    await vi.advanceTimersByTimeAsync(1);
    dispatchEvent(new Event('online'));
    expect(await byBrowser).toBe('answer');
  });

  it('shares one wait with all others', async () => {
    const connection = new Connection(client);
    const one = answersAfter([{ kind: 'away' }]);
    const other = answersAfter([{ kind: 'away' }]);
    const reading = Promise.all([connection.read(one), connection.read(other)]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await reading).toEqual(['answer', 'answer']);
  });

  it('ends when it is called off while it waits', async () => {
    const connection = new Connection(client);
    const control = new AbortController();
    const reading = connection.read(() => Promise.reject(away), control.signal);
    const refused = expect(reading).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(500);
    control.abort('enough');
    await refused;
  });

  it('goes on once the session is renewed', async () => {
    const connection = new Connection(client);
    connection.renewSession = vi.fn(() => Promise.resolve());
    expect(await connection.read(answersAfter([{ kind: 'expired' }]))).toBe('answer');
    expect(connection.renewSession).toHaveBeenCalledTimes(1);
  });

  it('hands on what waiting cannot mend', async () => {
    const connection = new Connection(client);
    const refusal = { kind: 'refused', zh: '不行', en: 'no', place: null } as const;
    await expect(connection.read(answersAfter([refusal]))).rejects.toMatchObject({
      problem: refusal,
    });
    expect(connection.away).toBe(false);
  });
});

describe('a write', () => {
  it('is tried once: whoever wrote must know', async () => {
    const connection = new Connection(client);
    const ask = answersAfter([{ kind: 'away' }]);
    await expect(connection.write(ask)).rejects.toMatchObject({ problem: { kind: 'away' } });
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is repeated after the session was renewed, since it was refused unread', async () => {
    const connection = new Connection(client);
    connection.renewSession = () => Promise.resolve();
    expect(await connection.write(answersAfter([{ kind: 'expired' }]))).toBe('answer');
  });
});
