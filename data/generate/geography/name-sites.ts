import { type Area, type Site, type SiteCounts } from '../city-model.ts';
import { initialsOf, SURNAMES } from '../names.ts';
import type { Random } from '../random.ts';
import { AddressBook } from './addresses.ts';
import type { CourtyardPlace } from './courtyards.ts';
import { toLonLat, type Point } from './plane.ts';
import { coordinates } from './regions.ts';
import { SiteNames } from './site-names.ts';
import type { PlaceNames } from './street-names.ts';
import type { Street } from './streets.ts';

/** Names, addresses and contacts for every site: communities first, then as their kinds are listed. */
export function nameSites(
  town: {
    readonly counts: SiteCounts;
    readonly streets: readonly Street[];
    readonly streetNames: readonly string[];
    readonly courtyards: readonly CourtyardPlace[];
    readonly shops: readonly { point: Point; community: number; street: number }[];
    readonly communityNames: readonly string[];
    readonly places: PlaceNames;
  },
  communities: readonly Area[],
  random: Random,
): Site[] {
  const { counts, streetNames, courtyards, shops } = town;
  const book = new AddressBook(town.streets, streetNames);
  const names = new SiteNames(town.places, random.stream('site-names'));
  const people = random.stream('people');
  const contact = (title: string) => ({
    person: `${people.pick(SURNAMES)}${title}`,
    phone: `0835-000-${String(people.integer(0, 9999)).padStart(4, '0')}`,
  });
  const sites: Site[] = communities.map((area) => ({
    id: area.id - (communities[0]?.id ?? 0) + 1,
    type: 'community',
    name: area.name,
    initials: area.initials,
    address: `${area.name}居民委员会`.replace('村居民', '村村民'),
    polygons: area.outline,
    point: area.point,
    areaId: area.id,
    ...contact('书记'),
  }));

  const famous = famousCourtyards(town, book);
  const siteOf = (
    type: Site['type'],
    name: string,
    address: string,
    community: number,
    point: Point,
    polygons: Site['polygons'],
    title: string,
  ) =>
    sites.push({
      id: sites.length + 1,
      type,
      name,
      initials: initialsOf(name),
      address,
      polygons,
      point: toLonLat(point),
      areaId: communities[community]?.id ?? 0,
      ...contact(title),
    });
  for (const { name } of famous.values()) names.reserve(name);
  courtyards.forEach((place, index) => {
    const known = famous.get(index);
    const address = known ? null : book.addressOf(place.street, place.middle);
    siteOf(
      'courtyard',
      known?.name ?? names.courtyard(address?.streetName ?? '', address?.houseNumber ?? 0),
      known?.address ?? `${address?.streetName}${address?.houseNumber}号`,
      place.community,
      place.middle,
      [coordinates(place.footprint)],
      '院长',
    );
  });
  shops.forEach(({ point, community, street }, index) => {
    const { streetName, houseNumber } = book.addressOf(street, point);
    const isHotel = index < counts.hotels;
    siteOf(
      isHotel ? 'hotel' : 'supermarket',
      isHotel ? names.hotel(streetName) : names.supermarket(streetName),
      `${streetName}${houseNumber}号`,
      community,
      point,
      null,
      isHotel ? '经理' : '店长',
    );
  });
  return sites;
}

/** The three courtyards that the notices name, by position among the courtyards. */
function famousCourtyards(
  town: {
    readonly courtyards: readonly CourtyardPlace[];
    readonly communityNames: readonly string[];
    readonly streetNames: readonly string[];
  },
  book: AddressBook,
): Map<number, { name: string; address: string }> {
  const famous = new Map<number, { name: string; address: string }>();
  const street = town.streetNames.indexOf('羌江南路');
  const inCommunity = (name: string) => {
    const community = town.communityNames.indexOf(name);
    return town.courtyards.flatMap((place, index) =>
      place.community === community ? [{ place, index }] : [],
    );
  };
  const riverside = inCommunity('羌江南路社区')
    .filter(({ place }) => place.street === street)
    .map((entry) => ({ ...entry, meters: book.chainage(street, entry.place.middle).meters }))
    .sort((a, b) => a.meters - b.meters);
  const first = riverside[0];
  const second =
    riverside.find(({ meters }) => first && meters - first.meters > 90) ??
    riverside[riverside.length - 1];
  if (first && second && first !== second) {
    book.anchor({
      street,
      first: { place: first.place.middle, houseNumber: 215 },
      second: { place: second.place.middle, houseNumber: 245 },
    });
    famous.set(first.index, { name: '羌江南路215号院', address: '羌江南路215号' });
    famous.set(second.index, { name: '羌江南路245号院', address: '羌江南路245号' });
  }
  const bold = inCommunity('斗胆社区')[0];
  if (bold) famous.set(bold.index, { name: '斗胆608号院', address: '斗胆路608号' });
  return famous;
}
