/** How a crew moves. */
export const TRAVEL_PROFILES = ['foot', 'ebike', 'car'] as const;
export type TravelProfile = (typeof TRAVEL_PROFILES)[number];

type Speeds = Readonly<Record<TravelProfile, number>>;

/**
 * Kilometres per hour by class of road; 0: not allowed.
 *
 * - `foot`: 5 km/h as OSRM's foot profile has it; steps at half of that; not on motorways.
 * - `ebike`: 15 km/h, the limit of 道路交通安全法 art. 58 in lanes for non-motor vehicles (the vehicle itself
 *   may do 25, GB 17761); pushed at 4 km/h where people walk; not on steps nor motorways.
 * - `car`: six tenths of the urban limits (实施条例 art. 45: 30 km/h without a centre line, 50 with one lane
 *   each way; 60 and 80 where signs allow them), for lights and traffic. OSRM's figures (primary 65,
 *   tertiary 40) are those of free roads.
 */
const SPEEDS: Readonly<Record<string, Speeds>> = {
  motorway: { foot: 0, ebike: 0, car: 70 },
  trunk: { foot: 5, ebike: 15, car: 40 },
  primary: { foot: 5, ebike: 15, car: 36 },
  secondary: { foot: 5, ebike: 15, car: 30 },
  tertiary: { foot: 5, ebike: 15, car: 25 },
  unclassified: { foot: 5, ebike: 15, car: 18 },
  residential: { foot: 5, ebike: 15, car: 18 },
  road: { foot: 5, ebike: 15, car: 18 },
  living_street: { foot: 5, ebike: 12, car: 10 },
  service: { foot: 5, ebike: 12, car: 10 },
  track: { foot: 5, ebike: 10, car: 10 },
  cycleway: { foot: 5, ebike: 15, car: 0 },
  path: { foot: 5, ebike: 4, car: 0 },
  footway: { foot: 5, ebike: 4, car: 0 },
  pedestrian: { foot: 5, ebike: 4, car: 0 },
  bridleway: { foot: 5, ebike: 4, car: 0 },
  corridor: { foot: 5, ebike: 0, car: 0 },
  steps: { foot: 2.5, ebike: 0, car: 0 },
};

/** A class that nobody listed: whoever may walk there walks. */
const UNLISTED: Speeds = { foot: 5, ebike: 0, car: 0 };

/** From the site's own place to the road: a yard, a lane that is on no map. */
const ACCESS_KILOMETERS_PER_HOUR = 4;

/** Roads are longer than the great circle: what the interface says where there is no network. */
export const DETOUR_FACTOR = 1.3;

/**
 * @param roadClass a slip road (`primary_link`) counts as its road
 * @param mayWalk   the road's own `foot`; where one may not walk, a pushed e-bike may not go either
 * @returns metres per second, 0 where this profile may not go
 */
export function speedOn(roadClass: string, mayWalk: boolean, profile: TravelProfile): number {
  const speeds = SPEEDS[roadClass.replace(/_link$/, '')] ?? UNLISTED;
  const isOnFoot = profile === 'foot' || (profile === 'ebike' && speeds.ebike <= speeds.foot);
  return isOnFoot && !mayWalk ? 0 : speeds[profile] / 3.6;
}

/** Walkers ignore one-way streets, vehicles obey them. */
export function obeysOneway(profile: TravelProfile): boolean {
  return profile !== 'foot';
}

export function accessSeconds(meters: number): number {
  return (meters * 3.6) / ACCESS_KILOMETERS_PER_HOUR;
}

/** The time of a way of which nothing is known but its length, at the speed of a small street. */
export function unmappedSeconds(meters: number, profile: TravelProfile): number {
  return meters / speedOn('residential', true, profile);
}
