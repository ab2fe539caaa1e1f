import type { CitySites } from '../domain/sites/city.ts';

/** Position of a site in the arrays, −1 where it is not among them. `sites.ids` rise. */
export function indexOfSite(sites: CitySites, siteId: number): number {
  let low = 0;
  let high = sites.count - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const id = sites.ids[middle]!;
    if (id === siteId) return middle;
    if (id < siteId) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
