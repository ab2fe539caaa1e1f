import type { CitySites, CityStatus } from './city.ts';

/** The deadline that decides a site's status. */
export interface SiteDeadline {
  readonly siteId: number;
  /** ISO 8601. */
  readonly deadlineAt: string;
}

/**
 * Where each status code of city.ts stands in a list that is worked through from its top: serious,
 * attention, unknown, compliant, hidden; absent sites are not listed.
 */
const SEVERITY = [5, 3, 1, 0, 2, 4];

const STATUS_BITS = 7;
const RECHECK_BIT = 8;

/**
 * The sites that are shown, worst status first; among equals the earliest deadline, then those whose
 * re-check is due, then by name where names are known, then by id.
 *
 * @param shown 1 for each site to list
 * @param deadlines the earliest first
 * @param nameOf undefined while it is not known
 * @returns indexes into `sites`
 */
export function orderSites(
  sites: CitySites,
  status: CityStatus,
  shown: Uint8Array,
  deadlines: readonly SiteDeadline[],
  nameOf: (siteId: number) => string | undefined,
): number[] {
  const dueRank = new Map(deadlines.map(({ siteId }, rank) => [siteId, rank]));
  const listed: number[] = [];
  for (let index = 0; index < sites.count; index++) if (shown[index]) listed.push(index);

  const keys = new Map(
    listed.map((index) => {
      const code = status.codes[index]!;
      const id = sites.ids[index]!;
      return [
        index,
        {
          severity: SEVERITY[code & STATUS_BITS] ?? SEVERITY.length,
          due: dueRank.get(id) ?? Number.MAX_SAFE_INTEGER,
          recheck: code & RECHECK_BIT ? 0 : 1,
          name: nameOf(id) ?? '',
        },
      ];
    }),
  );
  return listed.sort((one, other) => {
    const a = keys.get(one)!;
    const b = keys.get(other)!;
    return (
      a.severity - b.severity ||
      a.due - b.due ||
      a.recheck - b.recheck ||
      COLLATOR.compare(a.name, b.name) ||
      one - other
    );
  });
}

/** 2号院 before 10号院, Chinese by pronunciation. */
const COLLATOR = new Intl.Collator('zh-CN', { numeric: true });
