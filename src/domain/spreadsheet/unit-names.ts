import { plainText } from './sheet.ts';

export interface KnownUnit {
  readonly id: number;
  readonly name: string;
}

export type UnitMatch =
  | { readonly kind: 'known'; readonly unit: KnownUnit; readonly exact: boolean }
  | { readonly kind: 'several'; readonly units: readonly KnownUnit[] }
  | { readonly kind: 'unknown'; readonly closest: readonly KnownUnit[] };

/**
 * Finds units by the names that sheets give them: with or without 区 or 市 before them, 办事处,
 * 居委会 or (牵头) after them, abbreviated (住建局 for 住房和城乡建设局) or slightly misspelt. An
 * abbreviation or a misspelling is believed only where it fits one unit and no other.
 */
export class UnitNames {
  readonly #byName = new Map<string, KnownUnit[]>();
  readonly #units: readonly { unit: KnownUnit; core: string }[];
  readonly #found = new Map<string, UnitMatch>();

  constructor(units: readonly KnownUnit[]) {
    this.#units = units.map((unit) => ({ unit, core: coreOf(unit.name) }));
    for (const { unit, core } of this.#units) {
      for (const key of new Set([plainText(unit.name), core])) {
        this.#byName.set(key, [...(this.#byName.get(key) ?? []), unit]);
      }
    }
  }

  find(name: string): UnitMatch {
    const key = plainText(name);
    let match = this.#found.get(key);
    if (match === undefined) {
      match = this.#search(key);
      this.#found.set(key, match);
    }
    return match;
  }

  #search(key: string): UnitMatch {
    const same = this.#byName.get(key) ?? [];
    if (same.length === 1) return known(same, true);
    const core = coreOf(key);
    const named = same.length > 1 ? same : (this.#byName.get(core) ?? []);
    if (named.length === 1) return known(named, true);
    if (named.length > 1) return { kind: 'several', units: named };
    if (core.length < 2) return { kind: 'unknown', closest: [] };
    const abbreviated = this.#units.filter((entry) => isAbbreviation(core, entry.core));
    if (abbreviated.length === 1)
      return known(
        abbreviated.map(({ unit }) => unit),
        false,
      );
    if (abbreviated.length > 1) {
      return { kind: 'several', units: abbreviated.map(({ unit }) => unit).slice(0, 5) };
    }
    const scored = this.#units
      .map(({ unit, core: other }) => ({ unit, score: likeness(core, other) }))
      .filter(({ score }) => score > 0.2)
      .sort((a, b) => b.score - a.score || a.unit.id - b.unit.id);
    const [first, second] = scored;
    if (first !== undefined && first.score >= 0.66 && first.score - (second?.score ?? 0) >= 0.15) {
      return known([first.unit], false);
    }
    return { kind: 'unknown', closest: scored.slice(0, 3).map(({ unit }) => unit) };
  }
}

/** The names in a cell: `区城管局、东城街道（配合）` are two. */
export function splitUnits(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/\((?:牵头|配合|协助|主责|责任单位|联包帮)[^)]*\)/g, '')
    .split(
      /[、,;\n/]|(?<=[局办委队司道镇区院所会心])\s+|(?<=[局委办镇]|街道|社区)和(?=[^、,;]{2,}(?:局|街道|镇|社区)$)/u,
    )
    .map((name) => name.replace(/^(牵头|配合|责任)单位:/u, '').trim())
    .filter((name) => name !== '');
}

function known(units: readonly KnownUnit[], exact: boolean): UnitMatch {
  const [unit] = units;
  return unit === undefined ? { kind: 'unknown', closest: [] } : { kind: 'known', unit, exact };
}

/** The name without what some write and others leave out. */
function coreOf(name: string): string {
  const plain = plainText(name)
    .replace(/\([^)]*\)/g, '')
    .replace(/^中共/, '')
    .replace(/^.{2,6}?(?:[市县]|(?<!社)区)(?=.{2,}[局委办队会院所心道镇]$)/u, '')
    .replace(/^[市区县](?=.{2,})/u, '');
  return plain
    .replace(/街道办事处$|街道办$|街办$/u, '街道')
    .replace(/镇人民政府$|镇政府$/u, '镇')
    .replace(/(?:社区)?(?:居民委员会|居委会|党委|党总支|两委)$/u, '社区')
    .replace(/委员会$/u, '委')
    .replace(/办公室$/u, '办')
    .replace(/社区社区$/u, '社区');
}

/** Whether the letters of `short` stand in `long` in this order, beginning and ending alike. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length >= long.length || short.length < 2) return false;
  if (short[0] !== long[0] || short.at(-1) !== long.at(-1)) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** Dice's coefficient of the pairs of neighbouring characters. */
function likeness(a: string, b: string): number {
  const pairs = (text: string) =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, index) =>
      text.slice(index, index + 2),
    );
  const left = pairs(a);
  const right = pairs(b);
  if (left.length + right.length === 0) return a === b ? 1 : 0;
  const rest = [...right];
  let shared = 0;
  for (const pair of left) {
    const index = rest.indexOf(pair);
    if (index < 0) continue;
    rest.splice(index, 1);
    shared += 1;
  }
  return (2 * shared) / (left.length + right.length);
}
