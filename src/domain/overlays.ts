/** What may lie on the map besides its ground, in the order the menu lists it. */
export const OVERLAYS = ['sites', 'areas', 'density', 'hotspots', 'zones'] as const;
export type Overlay = (typeof OVERLAYS)[number];
