import { turnOff, turnOn, type ColouredMeaning } from '../../map/index.ts';
import type { Overlay } from '../../domain/overlays.ts';

/** What the colours of each overlay mean. */
const MEANINGS: Readonly<Record<Overlay, ColouredMeaning>> = {
  sites: 'status',
  areas: 'rate',
  density: 'density',
  hotspots: 'significance',
  zones: 'zones',
};

export interface OverlayChange {
  /** Oldest first. */
  readonly overlays: readonly Overlay[];
  /** What had to give way, since colours may mean three things at most. */
  readonly turnedOff: Overlay | null;
}

/** @param overlays that are on, oldest first */
export function switchOverlay(
  overlays: readonly Overlay[],
  overlay: Overlay,
  on: boolean,
): OverlayChange {
  const meanings = overlays.map((each) => MEANINGS[each]);
  const change = on
    ? turnOn(meanings, MEANINGS[overlay])
    : { on: turnOff(meanings, MEANINGS[overlay]), turnedOff: null };
  return {
    overlays: change.on.flatMap((meaning) => overlayOf(meaning) ?? []),
    turnedOff: change.turnedOff && overlayOf(change.turnedOff),
  };
}

function overlayOf(meaning: ColouredMeaning): Overlay | null {
  const found = Object.entries(MEANINGS).find(([, of]) => of === meaning);
  return found ? (found[0] as Overlay) : null;
}
