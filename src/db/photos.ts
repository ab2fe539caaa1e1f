import type { PhotoReceipt, PhotoTarget, PreparedPhoto } from '../domain/photos/prepared-photo.ts';
import { base64FromBytes, bytesFromBase64 } from './columns.ts';
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

/**
 * Sends a photo. The same bytes for the same target once more, before they are tied to an event, change
 * nothing and answer the same id.
 *
 * @throws ProblemError `refused`: not to be seen, no picture, over 2 MiB
 */
export async function addPhoto(
  client: DatabaseClient,
  photo: PreparedPhoto,
  { stage, siteId, issueId }: PhotoTarget,
): Promise<PhotoReceipt> {
  return callFunction<PhotoReceipt>(client, 'add_photo', {
    bytes_base64: await base64FromBytes(photo.bytes),
    stage,
    ...(siteId !== undefined && { site_id: siteId }),
    ...(issueId !== undefined && { issue_id: issueId }),
    ...(photo.takenAt !== null && { taken_at: photo.takenAt }),
    ...(photo.longitude !== null && { lon: photo.longitude, lat: photo.latitude }),
    perceptual_hash: photo.perceptualHash,
  });
}
