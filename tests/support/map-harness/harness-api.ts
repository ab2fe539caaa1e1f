import type {
  Basemap,
  Drawing,
  MapHandle,
  MapProblem,
  MapView,
  PickEvent,
  Theme,
} from '../../../src/map/index.ts';

/** What the page around the map puts on `window` for tests. */
export interface HarnessApi {
  readonly log: {
    handle: MapHandle | null;
    problems: MapProblem[];
    picks: PickEvent[];
    views: MapView[];
    drawings: (Drawing | null)[];
    finished: Drawing[];
    cancelled: number;
  };
  set(changes: {
    theme?: Theme;
    basemap?: Basemap;
    view?: MapView;
    on?: string[];
    shown?: number[] | null;
    selected?: number | null;
    sites?: { at: [number, number]; type: number; code: number }[] | 'sampler' | number;
  }): void;
  /** As the page was when it was opened. */
  reset(): void;
  /** Another status byte of one site, as another moment would bring. */
  recode(index: number, code: number): void;
  draw(mode: 'polygon' | 'circle' | null): void;
  edit(ring: [number, number][]): void;
  satellite(): Basemap;
  builtIn(): Basemap;
}

declare global {
  interface Window {
    harness: HarnessApi;
  }
}
