import type { CourtyardPlace } from './courtyards.ts';
import { STREET_SEATS, type Division } from './communities.ts';
import type { Network } from './network.ts';
import { distance, lengthOf } from './plane.ts';
import type { PlaceNames } from './street-names.ts';
import type { Street } from './streets.ts';

/** Communities of the notices, the street or town each belongs to, and the street it lies on. */
const GIVEN: readonly { readonly name: string; readonly in: string; readonly along: string }[] = [
  { name: '羌江南路社区', in: '东城街道', along: '羌江南路' },
  { name: '斗胆社区', in: '西城街道', along: '斗胆路' },
  { name: '上坝路社区', in: '东城街道', along: '上坝路' },
  { name: '桐梓林社区', in: '青江街道', along: '桐梓林路' },
];

/** Names for the communities: those of the notices, seats of towns, villages, and after streets. */
export function nameCommunities(
  network: Network,
  division: Division,
  streets: readonly Street[],
  streetNames: readonly string[],
  courtyards: readonly CourtyardPlace[],
  scale: number,
  places: PlaceNames,
): string[] {
  const frontage = streetLengths(network, division);
  const named = new Map<number, string>();
  for (const wish of GIVEN) {
    const seat = STREET_SEATS.findIndex(({ name }) => name === wish.in);
    const street = streetNames.indexOf(wish.along);
    // Where most courtyards open to the street; else where most of it runs; else any there.
    const score = (community: number) =>
      courtyards.filter((place) => place.community === community && place.street === street)
        .length *
        1e6 +
      (frontage[community]?.get(street) ?? 0);
    let best = -1;
    division.streetOfCommunity.forEach((home, community) => {
      if (home !== seat || named.has(community)) return;
      if (best === -1 || score(community) > score(best)) best = community;
    });
    if (best !== -1) named.set(best, wish.name);
  }

  const used = new Set(named.values());
  STREET_SEATS.forEach(({ name, seat: [x, y], town }, home) => {
    if (!town) return;
    const place = { x: x * scale, y: y * scale };
    let best = -1;
    division.middles.forEach((middle, community) => {
      if (division.streetOfCommunity[community] !== home || named.has(community)) return;
      if (
        best === -1 ||
        distance(middle, place) < distance(division.middles[best] ?? middle, place)
      ) {
        best = community;
      }
    });
    const seatName = `${name.slice(0, -1)}社区`;
    if (best !== -1) named.set(best, seatName);
    used.add(seatName);
  });

  return division.middles.map((_, community) => {
    const given = named.get(community);
    if (given !== undefined) return given;
    const isTown = STREET_SEATS[division.streetOfCommunity[community] as number]?.town ?? false;
    if (isTown) return fresh(used, () => `${places.next()}村`);
    const after = [...(frontage[community] ?? [])]
      .filter(([street]) => streets[street]?.class !== 'residential')
      .sort((a, b) => b[1] - a[1])
      .map(([street]) => `${(streetNames[street] ?? '').replace(/大道$/, '路')}社区`)
      .find((name) => !used.has(name));
    if (after !== undefined) {
      used.add(after);
      return after;
    }
    return fresh(used, () => `${places.next()}社区`);
  });
}

function fresh(used: Set<string>, make: () => string): string {
  for (;;) {
    const name = make();
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
}

/** Metres of each street within or along each community. */
function streetLengths(network: Network, division: Division): Map<number, number>[] {
  const { graph, left, right } = network.subdivision;
  const lengths = division.middles.map(() => new Map<number, number>());
  graph.edges.forEach(({ tag, line }, edge) => {
    if (tag.kind !== 'street') return;
    for (const face of new Set([left[edge] as number, right[edge] as number])) {
      if (face === -1) continue;
      const counts = lengths[division.communityOfFace[face] as number];
      counts?.set(tag.street, (counts.get(tag.street) ?? 0) + lengthOf(line));
    }
  });
  return lengths;
}
