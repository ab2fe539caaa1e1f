import { type Area, type Geography, type Landmark, type SiteCounts } from '../city-model.ts';
import { englishName, initialsOf } from '../names.ts';
import { Random } from '../random.ts';
import { drawBaseFeatures } from './base-features.ts';
import { divide, STREET_SEATS, type Division } from './communities.ts';
import { nameCommunities } from './community-names.ts';
import { placeCourtyards } from './courtyards.ts';
import { drawFootways } from './footways.ts';
import { layGround } from './ground.ts';
import { nameSites } from './name-sites.ts';
import { buildNetwork, type Network } from './network.ts';
import { drawPlan } from './plan.ts';
import { OLD_TOWN } from './plan-sketch.ts';
import { centroid, contains, distance, type Point, toLonLat } from './plane.ts';
import { coordinates, regionOutlines, type Polygon } from './regions.ts';
import { drawRoads } from './road-features.ts';
import { SegmentIndex } from './segment-index.ts';
import { placeShops } from './shops.ts';
import { buildStreetField } from './street-field.ts';
import { nameStreets, PlaceNames } from './street-names.ts';
import { growStreets } from './streets.ts';
import { drawWaters } from './water.ts';

export const CITY_NAME = { zh: '雨城区(示例)', en: 'Yucheng District (sample)' } as const;

/** The ground of the sample city: areas, sites and the base map. */
export function buildGeography(seed: number, counts: SiteCounts): Geography {
  const random = new Random(seed, 'geography');
  const total = counts.communities + counts.courtyards + counts.hotels + counts.supermarkets;
  // A larger city covers more ground, up to nine times the default, and builds closer beyond that; a
  // small one covers less, down to about a third.
  const scale = Math.min(3, Math.max(0.6, Math.sqrt(total / 1530)));
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
  const areas = nameAreas(network, division, communityNames, scale);
  const sites = nameSites(
    { counts, streets, streetNames, courtyards, shops, communityNames, places },
    areas.slice(1 + STREET_SEATS.length),
    random,
  );
  const landmarks = placeLandmarks(scale, network);
  const features = [
    ...drawRoads(plan, network, streets, streetNames, waters, field, random),
    ...drawFootways(plan, network, streets, ground.greens, waters, field, random),
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

function nameAreas(
  network: Network,
  division: Division,
  communityNames: readonly string[],
  scale: number,
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
  // A name stands where its town stands: on the block nearest to the seat.
  const blocks = subdivision.faces.flatMap(({ ring }, face) => {
    const middle = centroid(ring);
    return contains(ring, middle) ? [{ middle, street: streetOfFace[face] as number }] : [];
  });
  const seatOf = (seat: Point, street: number | null): Point =>
    blocks
      .filter((block) => street === null || block.street === street)
      .reduce(
        (best, { middle }) => (distance(middle, seat) < distance(best, seat) ? middle : best),
        {
          x: Number.MAX_VALUE,
          y: 0,
        },
      );
  const scaled = ([x, y]: readonly [number, number]): Point => ({ x: x * scale, y: y * scale });
  const oldTown = seatOf(scaled(OLD_TOWN), null);
  const district = area(1, null, 'district', CITY_NAME.zh, CITY_NAME.en, whole, oldTown);
  const streets = STREET_SEATS.map(({ name, seat }, index) =>
    area(
      2 + index,
      district,
      'street',
      name,
      englishName(name),
      byStreet[index] ?? [],
      seatOf(scaled(seat), index),
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
