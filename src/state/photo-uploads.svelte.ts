import { addPhoto, fetchPhoto } from '../db/photos.ts';
import { newClientId } from '../domain/client-id.ts';
import type { PhotoReceipt, PhotoTarget, PreparedPhoto } from '../domain/photos/prepared-photo.ts';
import { isAborted, problemOf, ProblemError, type Problem } from '../domain/problem.ts';
import { preparePhoto } from '../workers/photos.ts';
import type { Connection } from './connection.svelte.ts';

export type PhotoUploadStage =
  /** Being read and shrunk. */
  | 'preparing'
  /** Ready, and waiting for its turn. */
  | 'waiting'
  | 'sending'
  /** The server has these very bytes. */
  | 'saved'
  | 'failed';

export const MOST_PHOTOS = 9;

/** One photo on its way to the server. */
export class PhotoUpload {
  readonly key = newClientId();
  readonly name: string;
  stage = $state<PhotoUploadStage>('preparing');
  problem = $state.raw<Problem | null>(null);
  /** Of the picture in this page; null while it is being read. */
  address = $state.raw<string | null>(null);
  prepared = $state.raw<PreparedPhoto | null>(null);
  receipt = $state.raw<PhotoReceipt | null>(null);

  constructor(name: string) {
    this.name = name;
  }

  /** @param prepared what is to be sent, now and at every further try */
  take(prepared: PreparedPhoto): void {
    this.prepared = prepared;
    this.address = URL.createObjectURL(new Blob([prepared.bytes], { type: 'image/jpeg' }));
    this.stage = 'waiting';
  }

  release(): void {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }
}

/**
 * Photos chosen for one thing: prepared off the main thread, sent one after another, and `saved` only when
 * the server's receipt tells the same SHA-256. Whoever uses them ties `ids` to an event, a report or an
 * observation; until then they are nobody's.
 */
export class PhotoUploads {
  list = $state.raw<readonly PhotoUpload[]>([]);
  /** Of those the server has, in the order of the list. */
  readonly ids: readonly number[] = $derived(
    this.list.flatMap(({ receipt }) => (receipt ? [receipt.id] : [])),
  );
  readonly busy: boolean = $derived(
    this.list.some(({ stage }) => ['preparing', 'waiting', 'sending'].includes(stage)),
  );
  readonly failed: boolean = $derived(this.list.some(({ stage }) => stage === 'failed'));
  readonly full: boolean = $derived(this.list.length >= MOST_PHOTOS);
  /** Told when what would have to be kept has changed. */
  onchange: (() => void) | null = null;

  readonly #connection: Pick<Connection, 'write' | 'read'>;
  readonly #target: PhotoTarget;
  readonly #prepare: typeof preparePhoto;
  readonly #ended = new AbortController();
  #sending: Promise<void> | null = null;

  constructor(
    connection: Pick<Connection, 'write' | 'read'>,
    target: PhotoTarget,
    prepare: typeof preparePhoto = preparePhoto,
  ) {
    this.#connection = connection;
    this.#target = target;
    this.#prepare = prepare;
    addEventListener('online', () => this.retryAll(), { signal: this.#ended.signal });
  }

  /** Takes in as many as there is room for. @returns when those are prepared; sending goes on */
  async add(files: Iterable<File>): Promise<void> {
    const room = MOST_PHOTOS - this.list.length;
    const added = [...files]
      .slice(0, room)
      .map((file) => ({ file, upload: new PhotoUpload(file.name) }));
    this.list = [...this.list, ...added.map(({ upload }) => upload)];
    for (const { file, upload } of added) {
      try {
        const prepared = await this.#prepare(file, { signal: this.#ended.signal });
        if (this.#isListed(upload)) this.#take(upload, prepared);
      } catch (error) {
        if (isAborted(error)) return;
        upload.problem = UNREADABLE;
        upload.stage = 'failed';
      }
    }
  }

  /** What was kept on this device from another day. */
  restore(photos: readonly PreparedPhoto[]): void {
    for (const prepared of photos) {
      const upload = new PhotoUpload('');
      this.list = [...this.list, upload];
      this.#take(upload, prepared);
    }
  }

  /** Sends the same bytes again; a file that could not be read is only to be removed. */
  retry(upload: PhotoUpload): void {
    if (upload.stage !== 'failed' || !upload.prepared) return;
    upload.problem = null;
    upload.stage = 'waiting';
    this.#send();
  }

  retryAll(): void {
    for (const upload of this.list) this.retry(upload);
  }

  remove(upload: PhotoUpload): void {
    this.list = this.list.filter((other) => other !== upload);
    upload.release();
    this.onchange?.();
  }

  /** Tries what failed once more. @returns whether the server has all of them */
  async settle(): Promise<boolean> {
    this.retryAll();
    while (this.#sending) await this.#sending;
    return this.list.every(({ stage }) => stage === 'saved');
  }

  /** After the photos were tied to something: the next ones are others. */
  clear(): void {
    for (const upload of this.list) upload.release();
    this.list = [];
  }

  dispose(): void {
    this.#ended.abort(new DOMException('nobody waits for it', 'AbortError'));
    this.clear();
  }

  #take(upload: PhotoUpload, prepared: PreparedPhoto): void {
    const isTwice = this.list.some(
      (other) => other !== upload && other.prepared && isSame(other.prepared.bytes, prepared.bytes),
    );
    if (isTwice) {
      this.remove(upload);
      return;
    }
    upload.take(prepared);
    this.onchange?.();
    this.#send();
  }

  /** One at a time: a phone's uplink is thin, and the first is saved soonest so. */
  #send(): void {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const upload = this.list.find(({ stage }) => stage === 'waiting');
      if (!upload?.prepared) return;
      upload.stage = 'sending';
      try {
        const receipt = await this.#sendOne(upload.prepared);
        upload.receipt = receipt;
        upload.stage = 'saved';
        this.onchange?.();
      } catch (error) {
        upload.problem = problemOf(error);
        upload.stage = 'failed';
      }
    }
  }

  async #sendOne(prepared: PreparedPhoto): Promise<PhotoReceipt> {
    const receipt = await this.#connection.write((client) =>
      addPhoto(client, prepared, this.#target),
    );
    const isTheSame =
      prepared.sha256 === null
        ? isSame(await this.#readBack(receipt.id), prepared.bytes)
        : receipt.sha256 === prepared.sha256 && receipt.bytes === prepared.bytes.length;
    if (!isTheSame) throw new ProblemError(DAMAGED);
    return receipt;
  }

  /** Where the browser cannot compute a SHA-256 (plain HTTP), what the server has is compared itself. */
  async #readBack(photoId: number): Promise<Uint8Array> {
    const blob = await this.#connection.read((client, signal) =>
      fetchPhoto(client, photoId, signal),
    );
    return new Uint8Array(await blob.arrayBuffer());
  }

  #isListed(upload: PhotoUpload): boolean {
    return this.list.includes(upload);
  }
}

const UNREADABLE: Problem = {
  kind: 'refused',
  zh: '无法读取这个文件，请选择照片（JPEG、PNG、WebP）',
  en: 'this file cannot be read; choose a photo (JPEG, PNG, WebP)',
  place: null,
};

const DAMAGED: Problem = {
  kind: 'refused',
  zh: '服务器收到的照片与本机不一致，请重试',
  en: 'the server received other bytes than were sent; try again',
  place: null,
};

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
