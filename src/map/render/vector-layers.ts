import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { anchorOf, BELOW_HIGHLIGHTS, isAboveLabels } from '../layer-order.ts';
import type { FeatureStates, VectorSpec } from '../layers/spec.ts';

const NO_STATES: FeatureStates = new Map();

/** MapLibre's source of one of our layers; told from the basemap's by its prefix. */
export function sourceIdOf(id: string): string {
  return `overlay:${id}`;
}

export function isOverlaySource(sourceId: string): boolean {
  return sourceId.startsWith('overlay:');
}

/**
 * Keeps the map's own layers equal to a list of specs, changing only what differs: data by identity,
 * paint by value, the state of features one by one.
 */
export class VectorLayers {
  private drawn = new Map<string, VectorSpec>();

  constructor(private readonly map: MapLibreMap) {}

  /** A new style has thrown everything away. */
  forget(): void {
    this.drawn = new Map();
  }

  draw(specs: readonly VectorSpec[]): void {
    const wanted = new Set<string>(specs.map(({ id }) => id));
    for (const spec of this.drawn.values()) {
      if (!wanted.has(spec.id)) this.remove(spec);
    }
    for (const spec of specs) {
      const before = this.drawn.get(spec.id);
      if (!before) this.add(spec);
      else this.update(before, spec);
      this.drawn.set(spec.id, spec);
    }
  }

  /** Ids of the layers that answer to a click and are in the style. */
  pickable(): { readonly layerId: string; readonly spec: VectorSpec }[] {
    return [...this.drawn.values()].flatMap((spec) =>
      spec.picks === null
        ? []
        : spec.pickLayers
            .filter((layerId) => this.map.getLayer(layerId))
            .map((layerId) => ({ layerId, spec })),
    );
  }

  private add(spec: VectorSpec): void {
    this.map.addSource(sourceIdOf(spec.id), { type: 'geojson', data: spec.data, tolerance: 0.25 });
    this.addLayers(spec);
    this.setStates(spec.id, NO_STATES, spec.states ?? NO_STATES);
  }

  private update(before: VectorSpec, spec: VectorSpec): void {
    if (before.data !== spec.data) {
      void this.map.getSource<GeoJSONSource>(sourceIdOf(spec.id))?.setData(spec.data);
    }
    if (JSON.stringify(before.layers) !== JSON.stringify(spec.layers)) {
      this.removeLayers(before);
      this.addLayers(spec);
    }
    this.setStates(spec.id, before.states ?? NO_STATES, spec.states ?? NO_STATES);
  }

  private addLayers(spec: VectorSpec): void {
    for (const layer of spec.layers) {
      const whole = { ...layer, source: sourceIdOf(spec.id) } as LayerSpecification;
      const isWords = layer.type === 'symbol' && !isAboveLabels(spec.id);
      // Words of ours lie above the basemap's and above every mark.
      this.map.addLayer(whole, anchorOf(isWords ? BELOW_HIGHLIGHTS : spec.id));
    }
  }

  private remove(spec: VectorSpec): void {
    this.removeLayers(spec);
    this.map.removeSource(sourceIdOf(spec.id));
    this.drawn.delete(spec.id);
  }

  private removeLayers(spec: VectorSpec): void {
    for (const { id } of spec.layers) this.map.removeLayer(id);
  }

  private setStates(id: string, before: FeatureStates, states: FeatureStates): void {
    if (before === states) return;
    const source = sourceIdOf(id);
    for (const featureId of before.keys()) {
      if (!states.has(featureId)) this.map.removeFeatureState({ source, id: featureId });
    }
    for (const [featureId, state] of states) {
      const old = before.get(featureId);
      const isSame = old && Object.keys(state).every((name) => old[name] === state[name]);
      if (!isSame) this.map.setFeatureState({ source, id: featureId }, { ...state });
    }
  }
}
