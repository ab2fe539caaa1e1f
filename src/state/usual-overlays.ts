import type { Overlay } from '../domain/overlays.ts';

export const USUAL_OVERLAYS: readonly Overlay[] = ['sites', 'zones'];

/** What is usual need not be in a link. */
export function isUsual(overlays: readonly Overlay[]): boolean {
  return (
    overlays.length === USUAL_OVERLAYS.length &&
    USUAL_OVERLAYS.every((overlay) => overlays.includes(overlay))
  );
}
