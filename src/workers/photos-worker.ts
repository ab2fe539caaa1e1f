import { shrinkPhoto } from './shrink-photo.ts';

self.onmessage = async ({ data: file }: MessageEvent<Blob>) => {
  try {
    const photo = await shrinkPhoto(file);
    self.postMessage(photo, { transfer: [photo.bytes.buffer] });
  } catch (error) {
    self.postMessage(error instanceof Error ? error.message : String(error));
  }
};
