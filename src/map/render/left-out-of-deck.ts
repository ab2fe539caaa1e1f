/**
 * Stands in for what deck.gl carries and this map never calls, 56 kB of the page (gzipped):
 * - `@luma.gl/gpgpu` packs attributes on WebGPU alone; the map draws into MapLibre's WebGL 2.
 * - `@loaders.gl` fetches and decodes what a layer names by its address; every layer here is given its
 *   data and its atlas, and nothing of the map's drawing is fetched.
 * - `mjolnir.js` recognises gestures; MapLibre moves the map, and what is under the pointer is looked up
 *   by `picking.ts`, so that deck.gl need not listen.
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

export class EventManager {
  on = (): void => undefined;
  watch = (): void => undefined;
  destroy = (): void => undefined;
}
/** The recognisers that deck.gl lists by their classes. */
export class Pan {}
export class DoubleClickDrag {}
export class Pinch {}
export class Tap {}
