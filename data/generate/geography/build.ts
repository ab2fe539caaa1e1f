import {
  type Area,
  type BaseFeature,
  type Geography,
  type Landmark,
  type PolygonCoordinates,
  type Site,
  type SiteCounts,
} from '../city-model.ts';
import { englishName, initialsOf, SURNAMES } from '../names.ts';
import { Random } from '../random.ts';
import { AddressBook } from './addresses.ts';
import { divide, STREET_SEATS, type Division } from './communities.ts';
import { nameCommunities } from './community-names.ts';
import { placeCourtyards, type CourtyardPlace } from './courtyards.ts';
import { drawFootways } from './footways.ts';
import { layGround, type Ground } from './ground.ts';
import { buildNetwork, type Network } from './network.ts';
import { drawPlan, OLD_TOWN, type Plan } from './plan.ts';
import { centroid, distance, signedArea, toLonLat, type LonLat, type Point } from './plane.ts';
import { regionOutlines, type Polygon } from './regions.ts';
import { drawRoads, type RoadFeature } from './road-features.ts';
import { SegmentIndex } from './segment-index.ts';
import { placeShops } from './shops.ts';
import { SiteNames } from './site-names.ts';
import { buildStreetField } from './street-field.ts';
import { nameStreets, PlaceNames } from './street-names.ts';
import { growStreets, type Street } from './streets.ts';
import { drawWaters, type Waters } from './water.ts';

export const CITY_NAME = { zh: '雨城区(示例)', en: 'Yucheng District (sample)' } as const;

/** The ground of the sample city: areas, sites and the base map. */
export function buildGeography(seed: number, counts: SiteCounts): Geography {
  const random = new Random(seed, 'geography');
  const total = counts.communities + counts.courtyards + counts.hotels + counts.supermarkets;
  // A larger city covers more ground, up to nine times the default, and builds closer beyond that.
  const scale = Math.min(3, Math.max(1, Math.sqrt(total / 1530)));
  const plan = drawPlan(random, scale);
  const field = buildStreetField(plan, random);
  const streets = growStreets(plan, field, random);
  const network = buildNetwork(plan, streets, random);
  const division = divide(network, streets, field, counts.communities, scale, random);
  const waters = drawWaters(plan);
  const places = new PlaceNames(random.stream('places'));
  const streetNames = nameStreets(streets, network, division, places, random);
  const roads = SegmentIndex.ofLines(
    network.streetEdges.map(
      ({ tag, line }) => [tag.kind === 'street' ? tag.street : -1, line] as const,
    ),
  );
  const ground = layGround(plan, network, streets, field, roads, places, random);
  const town = { plan, network, streets, field, division, ground, waters, roads };
  const courtyards = placeCourtyards(town, counts.courtyards, random);
  const shops = placeShops(
    { ...town, courtyards },
    counts.hotels + counts.supermarkets,
    random.stream('shops'),
  );
  const communityNames = nameCommunities(
    network,
    division,
    streets,
    streetNames,
    courtyards,
    scale,
    places,
  );
  const areas = nameAreas(network, division, communityNames);
  const sites = nameSites(
    { counts, streets, streetNames, courtyards, shops, communityNames, places },
    areas.slice(1 + STREET_SEATS.length),
    random,
  );
  const landmarks = placeLandmarks(scale, network);
  const features = [
    ...drawRoads(plan, network, streets, streetNames, waters, field, random),
    ...drawFootways(plan, network, streets, ground.greens, random),
  ];
  return {
    nameZh: CITY_NAME.zh,
    nameEn: CITY_NAME.en,
    areas,
    sites,
    baseFeatures: drawBaseFeatures(plan, features, waters, ground, areas, landmarks),
    landmarks,
  };
}

function coordinates({ outer, holes }: Polygon): PolygonCoordinates {
  const close = (ring: readonly Point[]): LonLat[] => {
    const points = ring.map(toLonLat);
    return [...points, points[0] as LonLat];
  };
  return [close(outer), ...holes.map(close)];
}

function nameAreas(
  network: Network,
  division: Division,
  communityNames: readonly string[],
): Area[] {
  const { subdivision } = network;
  const community = division.communityOfFace;
  const streetOfFace = community.map((id) => division.streetOfCommunity[id] as number);
  const whole = regionOutlines(subdivision, new Int32Array(community.length), 1)[0] ?? [];
  const byStreet = regionOutlines(subdivision, streetOfFace, STREET_SEATS.length);
  const byCommunity = regionOutlines(subdivision, community, division.communityCount);
  const area = (
    id: number,
    parent: Area | null,
    level: Area['level'],
    name: string,
    nameEn: string,
    outline: readonly Polygon[],
    point: Point,
  ): Area => ({
    id,
    parentId: parent?.id ?? null,
    level,
    name,
    nameEn,
    initials: initialsOf(name),
    path: parent ? `${parent.path}.${id}` : String(id),
    outline: outline.map(coordinates),
    point: toLonLat(point),
  });
  const middleOf = (home: (community: number) => boolean): Point => {
    const candidates = division.middles.filter((_, index) => home(index));
    const middle = centroidOf(candidates);
    return candidates.reduce((best, place) =>
      distance(place, middle) < distance(best, middle) ? place : best,
    );
  };
  const middle = middleOf(() => true);
  const district = area(1, null, 'district', CITY_NAME.zh, CITY_NAME.en, whole, middle);
  const streets = STREET_SEATS.map(({ name }, index) =>
    area(
      2 + index,
      district,
      'street',
      name,
      englishName(name),
      byStreet[index] ?? [],
      middleOf((id) => division.streetOfCommunity[id] === index),
    ),
  );
  const communities = communityNames.map((name, index) =>
    area(
      2 + STREET_SEATS.length + index,
      streets[division.streetOfCommunity[index] as number] as Area,
      'community',
      name,
      englishName(name),
      byCommunity[index] ?? [],
      division.middles[index] as Point,
    ),
  );
  return [district, ...streets, ...communities];
}

function centroidOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), {
    x: 0,
    y: 0,
  });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

function nameSites(
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

function placeLandmarks(scale: number, network: Network): Landmark[] {
  const wishes: readonly (readonly [string, Landmark['kind'], number, number])[] = [
    ['东门农贸市场', 'market', OLD_TOWN[0] + 620, OLD_TOWN[1] + 330],
    ['西门老街', 'old_quarter', OLD_TOWN[0] - 620, OLD_TOWN[1] - 420],
    ['雨城站(示例)', 'station', 4150, 850],
    ['市民广场', 'square', 900, 2250],
  ];
  const vertices = network.streetEdges.map(({ line }) => line[0] as Point);
  return wishes.map(([name, kind, x, y]) => {
    const wish = { x: x * scale, y: y * scale };
    const place = vertices.reduce((best, vertex) =>
      distance(vertex, wish) < distance(best, wish) ? vertex : best,
    );
    return { name, kind, point: toLonLat(place) };
  });
}

function drawBaseFeatures(
  plan: Plan,
  roads: readonly RoadFeature[],
  waters: Waters,
  ground: Ground,
  areas: readonly Area[],
  landmarks: readonly Landmark[],
): BaseFeature[] {
  const features: BaseFeature[] = [];
  const add = (
    kind: BaseFeature['kind'],
    featureClass: string,
    name: string | null,
    geometry: BaseFeature['geometry'],
    more: Partial<BaseFeature> = {},
  ) =>
    features.push({
      id: features.length + 1,
      kind,
      class: featureClass,
      name,
      nameEn: name === null ? null : englishName(name),
      ref: null,
      oneway: 0,
      foot: true,
      bridge: false,
      layer: 0,
      geometry,
      ...more,
    });
  const surface = (polygon: Polygon): BaseFeature['geometry'] => ({
    type: 'Polygon',
    coordinates: coordinates(polygon),
  });
  const label = (featureClass: string, name: string, point: LonLat, nameEn?: string) =>
    add(
      'label',
      featureClass,
      name,
      { type: 'Point', coordinates: point },
      nameEn === undefined ? {} : { nameEn },
    );

  for (const { area, class: kind, name } of ground.greens) add('green', kind, name, surface(area));
  for (const island of plan.islands) {
    add('green', 'park', null, surface({ outer: counterClockwise(island), holes: [] }));
  }
  for (const polygon of [...waters.river, ...waters.tributary]) {
    add('water', 'riverbank', null, surface(polygon));
  }
  if (ground.lake) {
    add('water', 'lake', ground.lake.name, surface({ outer: ground.lake.outer, holes: [] }));
  }
  for (const course of [plan.river, plan.tributary]) {
    const featureClass = course === plan.river ? 'river' : 'stream';
    for (const line of openStretches(course.line, waters, plan)) {
      add('water', featureClass, course.name, {
        type: 'LineString',
        coordinates: line.map(toLonLat),
      });
    }
  }
  for (const road of roads) {
    add(
      'road',
      road.class,
      road.name,
      { type: 'LineString', coordinates: road.line.map(toLonLat) },
      { ref: road.ref, oneway: road.oneway, bridge: road.bridge, layer: road.layer },
    );
  }
  for (const area of areas) {
    const isTown = area.name.endsWith('镇');
    const featureClass =
      area.level === 'street'
        ? isTown
          ? 'town'
          : 'street'
        : area.level === 'community' && area.name.endsWith('村')
          ? 'village'
          : area.level;
    label(featureClass, area.name, area.point, area.nameEn);
  }
  for (const { name, area } of ground.greens) {
    if (name !== null) label('park', name, toLonLat(centroid(area.outer)));
  }
  for (const { name, kind, point } of landmarks) label(kind, name, point);
  return features;
}

function counterClockwise(ring: readonly Point[]): readonly Point[] {
  return signedArea(ring) > 0 ? ring : [...ring].reverse();
}

/** The middle of a water where it is water: a line drawn over an island would drown it. */
function openStretches(line: readonly Point[], waters: Waters, plan: Plan): Point[][] {
  const stretches: Point[][] = [];
  let current: Point[] = [];
  for (const point of line) {
    const nearIsland = plan.islands.some((island) =>
      island.some((corner) => distance(corner, point) < 90),
    );
    if (!nearIsland && waters.contains(point)) current.push(point);
    else {
      if (current.length > 1) stretches.push(current);
      current = [];
    }
  }
  if (current.length > 1) stretches.push(current);
  return stretches;
}
