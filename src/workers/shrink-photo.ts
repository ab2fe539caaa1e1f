import { readCameraData } from '../domain/photos/exif.ts';
import { perceptualHash } from '../domain/photos/perceptual-hash.ts';
import { LONGEST_SIDE, MOST_BYTES, type PreparedPhoto } from '../domain/photos/prepared-photo.ts';

/** Many times the cells of the hash, so that browsers that scale differently agree in nearly every bit. */
const HASHED = { width: 72, height: 64 } as const;

/** Tried in turn until the JPEG is small enough; 0.8 gives about 400 kB at 1,600 px. */
const QUALITIES = [0.8, 0.6, 0.4, 0.2] as const;

/**
 * A picture as it is sent: upright, its longest side at most 1,600 px, a JPEG without the camera's data,
 * with that data beside it.
 *
 * @throws Error when the browser cannot read it as a picture
 */
export async function shrinkPhoto(file: Blob): Promise<PreparedPhoto> {
  const camera = readCameraData(new Uint8Array(await file.arrayBuffer()));
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const bytes = await encode(draw(bitmap, width, height).canvas);
    const hashed = draw(bitmap, HASHED.width, HASHED.height);
    const { data } = hashed.getImageData(0, 0, HASHED.width, HASHED.height);
    return {
      bytes,
      width,
      height,
      sha256: await sha256(bytes),
      perceptualHash: perceptualHash(data, HASHED.width, HASHED.height),
      ...camera,
    };
  } finally {
    bitmap.close();
  }
}

function draw(bitmap: ImageBitmap, width: number, height: number) {
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
  if (!context) throw new Error('this browser has no 2d canvas');
  // What is transparent is white on paper.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return context;
}

async function encode(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  throw new Error(`the picture stays above ${MOST_BYTES} bytes`);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  // Only over HTTPS and on this very computer.
  if (!globalThis.isSecureContext) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
