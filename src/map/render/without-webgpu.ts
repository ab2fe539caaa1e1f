/**
 * Stands in for `@luma.gl/gpgpu`, with which deck.gl packs attributes on WebGPU alone. The map draws into
 * MapLibre's WebGL 2, where none of this is ever called: 30 kB of the page (gzipped) that nobody would run.
 */
const refuse = (): never => {
  throw new Error('deck.gl asked for WebGPU, but the map draws with WebGL 2.');
};

export const backendRegistry = { add: refuse };
export const cleanEvaluateSync = refuse;
export const interleave = refuse;
export class GPUDataEvaluator {
  constructor() {
    refuse();
  }
}
