import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreparedPhoto } from '../domain/photos/prepared-photo.ts';
import { ProblemError } from '../domain/problem.ts';
import { MOST_PHOTOS, PhotoUploads } from './photo-uploads.svelte.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const file = (text: string) => new File([text], `${text}.jpg`, { type: 'image/jpeg' });

async function prepare(picture: Blob): Promise<PreparedPhoto> {
  const text = await picture.text();
  if (text === 'broken') throw new Error('no picture');
  const bytes = bytesOf(text);
  return {
    bytes,
    width: 1,
    height: 1,
    sha256: sha256(bytes),
    perceptualHash: '0'.repeat(16),
    takenAt: null,
    longitude: null,
    latitude: null,
  };
}

/** Answers each write with what is told in turn; a number is the id of a right receipt. */
function server(answers: readonly (number | Error | { sha256: string })[], sent: Uint8Array[]) {
  const waiting = [...answers];
  return vi.fn(() => {
    const answer = waiting.shift() ?? new Error('asked too often');
    if (answer instanceof Error) return Promise.reject(answer);
    const bytes = sent.shift() ?? new Uint8Array();
    const receipt = { id: 7, sha256: sha256(bytes), bytes: bytes.length, flags: [] };
    return Promise.resolve(
      typeof answer === 'number' ? { ...receipt, id: answer } : { ...receipt, ...answer },
    );
  });
}

function uploadsTo(write: ReturnType<typeof server>) {
  const connection = { write, read: () => Promise.reject(new Error('not asked')) };
  return new PhotoUploads(connection as never, { stage: 'before', siteId: 2 }, prepare);
}

const away = new ProblemError({ kind: 'away' });
let target: EventTarget;

beforeEach(() => {
  target = new EventTarget();
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
});
afterEach(() => vi.unstubAllGlobals());

describe('photos on their way', () => {
  it('are saved when the receipt tells the same bytes, one after another', async () => {
    const uploads = uploadsTo(server([11, 12], [bytesOf('a'), bytesOf('b')]));
    await uploads.add([file('a'), file('b')]);
    expect(await uploads.settle()).toBe(true);
    expect(uploads.list.map(({ stage }) => stage)).toEqual(['saved', 'saved']);
    expect(uploads.ids).toEqual([11, 12]);
  });

  it('are not saved when the server has other bytes', async () => {
    const write = server([{ sha256: '0'.repeat(64) }, 11], [bytesOf('a'), bytesOf('a')]);
    const uploads = uploadsTo(write);
    await uploads.add([file('a')]);
    await vi.waitFor(() => expect(uploads.busy).toBe(false));
    expect(uploads.ids).toEqual([]);
    expect(uploads.list[0]?.problem).toMatchObject({ kind: 'refused', zh: /不一致/ });
  });

  it('keep the same bytes for another try, by hand and when the network is back', async () => {
    const write = server([away, away, 11], [bytesOf('a')]);
    const uploads = uploadsTo(write);
    await uploads.add([file('a')]);
    await vi.waitFor(() => expect(uploads.failed).toBe(true));
    const prepared = uploads.list[0]?.prepared;
    expect(await uploads.settle()).toBe(false);
    target.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(uploads.ids).toEqual([11]));
    expect(uploads.list[0]?.prepared).toBe(prepared);
    expect(write).toHaveBeenCalledTimes(3);
  });

  it('that cannot be read say so, and hold nothing up', async () => {
    const uploads = uploadsTo(server([11], [bytesOf('a')]));
    await uploads.add([file('broken'), file('a')]);
    expect(await uploads.settle()).toBe(false);
    expect(uploads.list.map(({ stage }) => stage)).toEqual(['failed', 'saved']);
    const [broken] = uploads.list;
    if (broken) uploads.remove(broken);
    expect(await uploads.settle()).toBe(true);
  });

  it('are taken once each, and nine at most', async () => {
    const texts = Array.from('abcdefghijk');
    const uploads = uploadsTo(server([1, 2, 3, 4, 5, 6, 7, 8], texts.map(bytesOf)));
    await uploads.add([file('a'), file('a')]);
    expect(uploads.list).toHaveLength(1);
    await uploads.add(texts.slice(1).map(file));
    expect(uploads.list).toHaveLength(MOST_PHOTOS);
    expect(uploads.full).toBe(true);
  });
});
