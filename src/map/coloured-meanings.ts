/** What a colour on the map can mean. Selection is a ring, not a meaning. */
export const COLOURED_MEANINGS = [
  'status',
  'rate',
  'density',
  'significance',
  'zones',
  'crews',
] as const;
export type ColouredMeaning = (typeof COLOURED_MEANINGS)[number];

export const MOST_MEANINGS = 3;

/** These fill the ground: the next one says more than two of them over each other. */
const GROUND_FILLS: ReadonlySet<ColouredMeaning> = new Set(['rate', 'density', 'significance']);

export interface MeaningChange {
  /** Oldest first; keep this order and hand it in the next time. */
  readonly on: readonly ColouredMeaning[];
  /** What had to give way: say so on screen. */
  readonly turnedOff: ColouredMeaning | null;
}

/**
 * Turns a meaning on without ever having four: when the map is full, what gives way is another fill of
 * the ground if the new one is a fill, else the one longest on, and the status of sites last of all,
 * because that is what the map is for.
 *
 * @param on what is on, oldest first, at most three
 */
export function turnOn(on: readonly ColouredMeaning[], meaning: ColouredMeaning): MeaningChange {
  if (on.length > MOST_MEANINGS) {
    throw new Error(`${on.length} coloured meanings are on; at most ${MOST_MEANINGS} may be`);
  }
  if (on.includes(meaning)) return { on, turnedOff: null };
  if (on.length < MOST_MEANINGS) return { on: [...on, meaning], turnedOff: null };
  const turnedOff =
    (GROUND_FILLS.has(meaning) ? on.find((other) => GROUND_FILLS.has(other)) : undefined) ??
    on.find((other) => other !== 'status') ??
    null;
  return { on: [...on.filter((other) => other !== turnedOff), meaning], turnedOff };
}

export function turnOff(
  on: readonly ColouredMeaning[],
  meaning: ColouredMeaning,
): readonly ColouredMeaning[] {
  return on.filter((other) => other !== meaning);
}
