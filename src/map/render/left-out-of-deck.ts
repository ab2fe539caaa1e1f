/**
 * Stands in for what deck.gl carries and this map never calls, 45 kB of the page (gzipped):
 * - `@luma.gl/gpgpu` packs attributes on WebGPU alone; the map draws into MapLibre's WebGL 2.
 * - `@loaders.gl` fetches and decodes what a layer names by its address; every layer here is given its
 *   data and its atlas, and nothing of the map's drawing is fetched.
 */
const refuse = (): never => {
  throw new Error(
    'deck.gl asked for what this page leaves out: see src/map/render/left-out-of-deck.ts',
  );
};

export const backendRegistry = { add: refuse };
export const cleanEvaluateSync = refuse;
export const interleave = refuse;
export class GPUDataEvaluator {
  constructor() {
    refuse();
  }
}

/** Called once by deck.gl, as it starts. */
export const registerLoaders = (): void => undefined;
export const load = refuse;
export const parse = refuse;
export const fetchFile = refuse;
export const ImageLoader = {};
