import { bytesFromBase64 } from './columns.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export async function fetchPhoto(
  client: DatabaseClient,
  photoId: number,
  signal?: AbortSignal,
): Promise<Blob> {
  const { mime, base64 } = await callFunction<{ mime: string; base64: string }>(
    client,
    'photo',
    { photo_id: photoId },
    signal,
  );
  return new Blob([bytesFromBase64(base64) as Uint8Array<ArrayBuffer>], { type: mime });
}
