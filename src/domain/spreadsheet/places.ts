import { plainText } from './sheet.ts';

export interface KnownSite {
  readonly id: number;
  readonly name: string;
  readonly address: string | null;
  readonly type: string;
  readonly areaId: number | null;
}

export interface KnownArea {
  readonly id: number;
  readonly parentId: number | null;
  readonly level: string;
  readonly name: string;
}

export type PlaceMatch =
  | { readonly kind: 'site'; readonly site: KnownSite; readonly exact: boolean }
  | { readonly kind: 'several'; readonly sites: readonly KnownSite[] }
  | {
      readonly kind: 'unknown';
      readonly areaId: number | undefined;
      readonly closest: readonly KnownSite[];
    };

/** Fewer letters would be found in too many names. */
const LEAST_LETTERS = 3;

/**
 * Finds sites by what a sheet says of a place: the name; the community and the number of the
 * courtyard (羌江南路社区215号 is 羌江南路215号院); an address; a name with more words around it.
 * A place that fits several sites is none of them.
 */
export class Places {
  readonly #byKey = new Map<string, KnownSite[]>();
  readonly #byNumber = new Map<string, KnownSite[]>();
  readonly #areas = new Map<string, KnownArea[]>();
  readonly #areaById = new Map<number, KnownArea>();
  readonly #sitesOfArea = new Map<number, KnownSite[]>();
  readonly #names: readonly { readonly site: KnownSite; readonly key: string }[];
  readonly #found = new Map<string, PlaceMatch>();

  constructor(sites: readonly KnownSite[], areas: readonly KnownArea[]) {
    for (const area of areas) {
      this.#areaById.set(area.id, area);
      for (const key of new Set([plainText(area.name), areaStem(area.name)]))
        add(this.#areas, key, area);
    }
    const names: { site: KnownSite; key: string }[] = [];
    for (const site of sites) {
      const keys = new Set([plainText(site.name), placeKey(site.name)]);
      if (site.address !== null) keys.add(placeKey(site.address));
      for (const key of keys) if (key !== '') add(this.#byKey, key, site);
      names.push({ site, key: placeKey(site.name) });
      for (const number of new Set([...numbersOf(site.name), ...numbersOf(site.address ?? '')])) {
        add(this.#byNumber, number, site);
      }
      for (
        let area = this.#area(site.areaId);
        area !== undefined;
        area = this.#area(area.parentId)
      ) {
        const list = this.#sitesOfArea.get(area.id);
        if (list === undefined) this.#sitesOfArea.set(area.id, [site]);
        else list.push(site);
      }
    }
    this.#names = names;
  }

  /**
   * @param community what the community's column says, or empty
   * @param place what the place's column says, or empty
   */
  find(community: string, place: string): PlaceMatch {
    const key = `${plainText(community)}|${plainText(place)}`;
    let match = this.#found.get(key);
    if (match === undefined) {
      match = this.#search(community, place);
      this.#found.set(key, match);
    }
    return match;
  }

  #search(community: string, place: string): PlaceMatch {
    const area = this.#areaNamed(community) ?? this.#areaBefore(place);
    const own = placeKey(place);
    if (own === '' || (area !== undefined && isAreaName(own, area)))
      return this.#areaItself(area, community);
    const rest = area === undefined ? own : withoutArea(own, area);
    const whole = placeKey(`${community}${place}`);
    for (const key of new Set([plainText(place), own, whole, rest])) {
      const match = this.#only(this.#byKey.get(key), area, true);
      if (match !== undefined) return match;
    }
    for (const number of numbersOf(place)) {
      // A house number alone says something only within a community.
      const sites = (this.#byNumber.get(number) ?? []).filter(
        (site) => (area !== undefined && this.#isIn(site, area)) || sharesStreet(site, own),
      );
      const nearer = sites.filter((site) => sharesStreet(site, own));
      const match = this.#only(nearer.length > 0 ? nearer : sites, area, false);
      if (match !== undefined) return match;
    }
    return this.#contained(rest, area);
  }

  /** Names that hold the place or that the place holds, the longest first. */
  #contained(rest: string, area: KnownArea | undefined): PlaceMatch {
    const pool =
      area === undefined ? this.#names : this.#names.filter(({ site }) => this.#isIn(site, area));
    if (rest.length >= LEAST_LETTERS) {
      const inPlace = pool.filter(({ key }) => key.length >= LEAST_LETTERS && rest.includes(key));
      const longest = Math.max(0, ...inPlace.map(({ key }) => key.length));
      const fitting =
        inPlace.length > 0
          ? inPlace.filter(({ key }) => key.length === longest)
          : pool.filter(({ key }) => key.includes(rest));
      const match = this.#only(
        fitting.map(({ site }) => site),
        area,
        false,
      );
      if (match !== undefined) return match;
    }
    const letters = new Set(rest);
    const closest = pool
      .map(({ site, key }) => ({
        site,
        shared:
          [...new Set(key)].filter((letter) => letters.has(letter)).length /
          Math.max(1, key.length),
      }))
      .filter(({ shared }) => shared >= 0.5)
      .sort((a, b) => b.shared - a.shared || a.site.id - b.site.id)
      .slice(0, 3)
      .map(({ site }) => site);
    const inArea = area === undefined ? [] : pool.slice(0, 3).map(({ site }) => site);
    return { kind: 'unknown', areaId: area?.id, closest: closest.length > 0 ? closest : inArea };
  }

  /** A place that is only a community: its own site, where it has one. */
  #areaItself(area: KnownArea | undefined, text: string): PlaceMatch {
    const named = this.#only(this.#byKey.get(placeKey(text)), area, true);
    if (named !== undefined) return named;
    if (area === undefined) return { kind: 'unknown', areaId: undefined, closest: [] };
    const own = (this.#sitesOfArea.get(area.id) ?? []).filter(
      (site) => site.type === 'community' && site.areaId === area.id,
    );
    return this.#only(own, area, true) ?? { kind: 'unknown', areaId: area.id, closest: [] };
  }

  #only(
    sites: readonly KnownSite[] | undefined,
    area: KnownArea | undefined,
    exact: boolean,
  ): PlaceMatch | undefined {
    if (sites === undefined || sites.length === 0) return undefined;
    const within = area === undefined ? [] : sites.filter((site) => this.#isIn(site, area));
    const chosen = within.length > 0 ? within : sites;
    const [site] = chosen;
    if (site === undefined) return undefined;
    if (chosen.length > 1) return { kind: 'several', sites: chosen.slice(0, 5) };
    return { kind: 'site', site, exact: exact && (area === undefined || within.length > 0) };
  }

  #areaNamed(text: string): KnownArea | undefined {
    const key = plainText(text);
    if (key === '') return undefined;
    const found = this.#areas.get(key) ?? this.#areas.get(areaStem(text)) ?? [];
    return found.length === 1
      ? found[0]
      : (found.find(({ level }) => level === 'community') ?? undefined);
  }

  /** The community that a place's text begins with: 羌江南路社区215号. */
  #areaBefore(place: string): KnownArea | undefined {
    const [, name] = /^(.*?(?:社区|村))/u.exec(plainText(place)) ?? [];
    if (name === undefined) return undefined;
    for (let from = 0; from < name.length - 2; from += 1) {
      const area = this.#areaNamed(name.slice(from));
      if (area !== undefined) return area;
    }
    return undefined;
  }

  #isIn(site: KnownSite, area: KnownArea): boolean {
    for (let at = this.#area(site.areaId); at !== undefined; at = this.#area(at.parentId)) {
      if (at.id === area.id) return true;
    }
    return false;
  }

  #area(id: number | null): KnownArea | undefined {
    return id === null ? undefined : this.#areaById.get(id);
  }
}

function add<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** 羌江南路社区 and 羌江南路 are one name. */
function areaStem(name: string): string {
  return plainText(name)
    .replace(/(?:居民委员会|居委会)$/u, '')
    .replace(/(?:社区|街道办事处|街道|镇|村)$/u, '');
}

function isAreaName(key: string, area: KnownArea): boolean {
  return key === placeKey(area.name) || key === areaStem(area.name);
}

/** A name for comparing: without points, and without the words that sheets add or leave out. */
function placeKey(name: string): string {
  return plainText(name)
    .replace(/[,，、。.·:：;；"“”'‘’()[\]【】<>《》\-—_#]/gu, '')
    .replace(/^(?:.{2,4}(?:市|区|县))(?=.{2,}(?:街道|社区|路|街))/u, '')
    .replace(/(?<=号)(?:大院|院落|小区|院)$/u, '')
    .replace(/(?<=\d)(?:大院|院落|小区)$/u, '号');
}

function withoutArea(key: string, area: KnownArea): string {
  for (const name of [placeKey(area.name), areaStem(area.name)]) {
    const at = key.indexOf(name);
    if (name !== '' && at >= 0 && at + name.length < key.length) return key.slice(at + name.length);
  }
  return key;
}

/** House numbers: 215号, 215号院, 215大院, 附3号 left out. */
function numbersOf(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(/(?<![\d附])(\d{1,5})(?=\s*(?:号|大院|院))/gu)].map(
    ([, number]) => String(number),
  );
}

/** Whether a site's name or address and a place name the same street (two letters before the number). */
function sharesStreet(site: KnownSite, place: string): boolean {
  const [, street] = /([^\d]{2,})\d/u.exec(placeKey(site.name)) ?? [];
  const [, of] = /([^\d]{2,})\d/u.exec(placeKey(site.address ?? '')) ?? [];
  return [street, of].some(
    (name) => name !== undefined && name.length >= 2 && place.includes(name),
  );
}
