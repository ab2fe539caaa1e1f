/** The tags of an OpenStreetMap feature; meanings as in the project's wiki (Key:highway, Key:oneway, …). */
export type Tags = Readonly<Record<string, string>>;

export interface Road {
  readonly kind: 'road';
  readonly class: string;
  readonly ref: string | null;
  /** 1 along the line, -1 against it, 0 both ways. */
  readonly oneway: -1 | 0 | 1;
  readonly foot: boolean;
  readonly bridge: boolean;
  readonly tunnel: boolean;
  readonly layer: number;
}

/** Values of `highway` that are no way one can take today. */
const notRoads = new Set([
  ...['construction', 'proposed', 'planned', 'abandoned', 'razed', 'no'],
  ...['platform', 'bus_stop', 'rest_area', 'services', 'raceway', 'elevator', 'escape'],
]);

/** A road as the base map and the patrol planner need it, or undefined when it is none. */
export function roadOf(tags: Tags): Road | undefined {
  const { highway } = tags;
  if (highway === undefined || notRoads.has(highway) || tags.area === 'yes') return undefined;
  return {
    kind: 'road',
    class: highway,
    ref: tags.ref ?? null,
    oneway: onewayOf(tags),
    foot: mayWalk(tags),
    ...structureOf(tags),
  };
}

/** What a way runs on or in, and which of two that cross is above. */
export function structureOf(tags: Tags): Pick<Road, 'bridge' | 'tunnel' | 'layer'> {
  const bridge = isSet(tags.bridge);
  const tunnel = isSet(tags.tunnel);
  return { bridge, tunnel, layer: layerOf(tags.layer) ?? (bridge ? 1 : tunnel ? -1 : 0) };
}

function onewayOf({ oneway, junction, highway }: Tags): Road['oneway'] {
  if (oneway === '-1' || oneway === 'reverse') return -1;
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return 1;
  if (oneway !== undefined) return 0;
  // Implied where the tag is left out.
  const isImplied = junction === 'roundabout' || /^motorway(_link)?$/.test(highway ?? '');
  return isImplied ? 1 : 0;
}

/** The most particular tag decides: foot, then access, then the class. */
function mayWalk({ foot, access, highway, motorroad }: Tags): boolean {
  if (foot !== undefined) return foot !== 'no' && foot !== 'private' && foot !== 'use_sidepath';
  if (access === 'no' || access === 'private') return false;
  return !/^motorway(_link)?$/.test(highway ?? '') && motorroad !== 'yes';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== 'no';
}

/** -5 to 5, as the wiki allows. */
function layerOf(value: string | undefined): number | undefined {
  return value !== undefined && /^[-+]?[0-5]$/.test(value) ? Number(value) : undefined;
}

const watercourses = new Set(['river', 'stream', 'canal', 'drain', 'ditch', 'tidal_channel']);

export function waterClassOf(tags: Tags, isArea: boolean): string | undefined {
  if (tags.natural === 'water' || tags.waterway === 'riverbank') {
    return isArea ? (tags.water ?? 'water') : undefined;
  }
  if (isArea && (tags.landuse === 'reservoir' || tags.landuse === 'basin')) return tags.landuse;
  return tags.waterway !== undefined && watercourses.has(tags.waterway) && !isArea
    ? tags.waterway
    : undefined;
}

const greens: Readonly<Record<string, ReadonlySet<string>>> = {
  landuse: new Set([
    ...['forest', 'grass', 'meadow', 'orchard', 'recreation_ground', 'village_green'],
    ...['cemetery', 'allotments', 'flowerbed', 'greenfield', 'farmland'],
  ]),
  leisure: new Set(['park', 'garden', 'golf_course', 'nature_reserve', 'common', 'pitch']),
  natural: new Set(['wood', 'grassland', 'scrub', 'heath', 'wetland']),
};

export function greenClassOf(tags: Tags): string | undefined {
  for (const [key, values] of Object.entries(greens)) {
    const value = tags[key];
    if (value !== undefined && values.has(value)) return value;
  }
  return undefined;
}
