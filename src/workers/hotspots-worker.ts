import type { Cube } from '../domain/hotspots/cube.ts';
import { testCube } from '../domain/hotspots/test-cube.ts';

self.onmessage = ({ data: cube }: MessageEvent<Cube>) => {
  const result = testCube(cube);
  const transfer = result.kind === 'tested' ? [result.z, result.p, result.bin] : [];
  self.postMessage(result, { transfer: transfer.map(({ buffer }) => buffer) });
};
