import type { Area, Geography, Landmark, Site } from '../city-model.ts';
import { METERS_PER_DEGREE_LAT, METERS_PER_DEGREE_LON } from '../geography/plane.ts';
import type { Organisation, Unit } from '../organisation.ts';
import { HISTORY_DAYS, landmark } from './character.ts';

/** More of some problems within a circle, for some of the year. */
export interface PlantedHotspot {
  readonly id: string;
  readonly name: string;
  readonly centre: readonly [lon: number, lat: number];
  readonly radiusMeters: number;
  readonly codes: readonly number[];
  /** How many times as often these fail there. */
  readonly factor: number;
  /** Days of the history, from the first on, below the second. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly siteIds: readonly number[];
}

export interface PlantedArea {
  readonly id: string;
  readonly name: string;
  readonly areaIds: readonly number[];
  readonly siteIds: readonly number[];
}

/** What was put into the history on purpose, for analysis to find. */
export interface Planted {
  readonly hotspots: readonly PlantedHotspot[];
  readonly wellPatrolled: PlantedArea & {
    readonly centre: readonly [lon: number, lat: number];
    readonly radiusMeters: number;
    readonly patrolFactor: number;
  };
  readonly improving: PlantedArea;
  readonly worsening: PlantedArea;
  readonly lateUnit: Unit;
  /** By how much the chance to fail is multiplied at a site on a day of the history. */
  failFactor(site: Site, code: number, day: number): number;
  patrolFactor(site: Site): number;
  /** The hotspots that a site lies in. */
  hotspotsOf(site: Site): readonly PlantedHotspot[];
}

const TREND_HIGH = 2.6;
const TREND_LOW = 0.35;

export function plant(geography: Geography, organisation: Organisation): Planted {
  const { areas, sites, landmarks } = geography;
  const spot = (
    id: string,
    kind: Landmark['kind'],
    name: string,
    radiusMeters: number,
    codes: readonly number[],
    factor: number,
    fromDay: number,
    toDay: number,
  ): PlantedHotspot => {
    const centre = landmark(landmarks, kind).point;
    return {
      id,
      name,
      centre,
      radiusMeters,
      codes,
      factor,
      fromDay,
      toDay,
      siteIds: within(sites, centre, radiusMeters),
    };
  };
  const hotspots = [
    spot('litter', 'market', '东门农贸市场周边垃圾烟蒂', 520, [10, 11, 12], 7, 60, HISTORY_DAYS),
    spot('flying_wires', 'old_quarter', '西门老街飞线充电', 480, [14, 15], 34, 150, HISTORY_DAYS),
    spot('vending', 'station', '雨城站周边占道停车', 560, [10, 25, 26], 12, 250, HISTORY_DAYS),
  ];
  const square = landmark(landmarks, 'square');
  const wellPatrolled = {
    id: 'well_patrolled',
    name: `${square.name}周边(巡查密集，问题并不多)`,
    centre: square.point,
    radiusMeters: 600,
    patrolFactor: 28,
    areaIds: [],
    siteIds: within(sites, square.point, 600),
  };
  const taken = new Set([...hotspots, wellPatrolled].flatMap(({ siteIds }) => siteIds));
  const quiet = (street: string, count: number): PlantedArea => {
    const parent = areas.find(({ name }) => name === street);
    const candidates = areas
      .filter(({ level, parentId }) => level === 'community' && parentId === parent?.id)
      .map((area) => ({
        area,
        siteIds: sites.filter(({ areaId }) => areaId === area.id).map(({ id }) => id),
      }))
      .filter(({ siteIds }) => !siteIds.some((id) => taken.has(id)))
      .sort((a, b) => b.siteIds.length - a.siteIds.length || a.area.id - b.area.id)
      .slice(0, count);
    return {
      id: street,
      name: candidates.map(({ area }) => area.name).join('、'),
      areaIds: candidates.map(({ area }) => area.id),
      siteIds: candidates.flatMap(({ siteIds }) => siteIds),
    };
  };
  const improving = { ...quiet('南坝街道', 3), id: 'improving' };
  const worsening = { ...quiet('新湖街道', 3), id: 'worsening' };
  const lateUnit = chooseLateUnit(areas, sites, organisation, [
    ...improving.areaIds,
    ...worsening.areaIds,
  ]);

  const spotsOf = new Map<number, PlantedHotspot[]>();
  for (const hotspot of hotspots) {
    for (const id of hotspot.siteIds) spotsOf.set(id, [...(spotsOf.get(id) ?? []), hotspot]);
  }
  const improvingSites = new Set(improving.siteIds);
  const worseningSites = new Set(worsening.siteIds);
  const patrolled = new Set(wellPatrolled.siteIds);
  const hotspotsOf = (site: Site) => spotsOf.get(site.id) ?? [];
  return {
    hotspots,
    wellPatrolled,
    improving,
    worsening,
    lateUnit,
    hotspotsOf,
    patrolFactor: (site) => (patrolled.has(site.id) ? wellPatrolled.patrolFactor : 1),
    failFactor(site, code, day) {
      let factor = 1;
      for (const hotspot of hotspotsOf(site)) {
        const hot = day >= hotspot.fromDay && day < hotspot.toDay && hotspot.codes.includes(code);
        if (hot) factor *= hotspot.factor;
      }
      const share = Math.max(0, Math.min(1, day / HISTORY_DAYS));
      if (improvingSites.has(site.id)) factor *= TREND_HIGH + (TREND_LOW - TREND_HIGH) * share;
      if (worseningSites.has(site.id)) factor *= TREND_LOW + (TREND_HIGH - TREND_LOW) * share;
      return factor;
    },
  };
}

/** Ids of the sites whose point lies within the circle. */
export function within(
  sites: readonly Site[],
  centre: readonly [number, number],
  radiusMeters: number,
): number[] {
  return sites
    .filter(
      ({ point }) =>
        Math.hypot(
          (point[0] - centre[0]) * METERS_PER_DEGREE_LON,
          (point[1] - centre[1]) * METERS_PER_DEGREE_LAT,
        ) <= radiusMeters,
    )
    .map(({ id }) => id);
}

/** A community unit with many courtyards, outside the planted neighbourhoods. */
function chooseLateUnit(
  areas: readonly Area[],
  sites: readonly Site[],
  organisation: Organisation,
  avoid: readonly number[],
): Unit {
  const parent = areas.find(({ name }) => name === '北桥街道');
  const counts = new Map<number, number>();
  for (const { type, areaId } of sites) {
    if (type === 'courtyard') counts.set(areaId, (counts.get(areaId) ?? 0) + 1);
  }
  const home = areas
    .filter(
      ({ id, level, parentId }) =>
        level === 'community' && parentId === parent?.id && !avoid.includes(id),
    )
    .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || a.id - b.id)[0];
  const unit = organisation.units.find(
    ({ kind, areaId }) => kind === 'community' && areaId === home?.id,
  );
  if (!unit) throw new RangeError('北桥街道 has no community whose unit could be late.');
  return unit;
}
