import type { AreaCompliance } from '../../domain/areas/area.ts';

export const AREA_SORTS = ['rate', 'serious', 'openIssues', 'overdue', 'name'] as const;
export type AreaSort = (typeof AREA_SORTS)[number];

const COLLATOR = new Intl.Collator('zh-CN', { numeric: true });

/** The worst first; areas of which nothing is known last, since nothing can be said of them. */
export function orderAreas(areas: readonly AreaCompliance[], by: AreaSort): AreaCompliance[] {
  const key = (area: AreaCompliance): number => {
    switch (by) {
      case 'rate':
        return area.rate ?? Infinity;
      case 'name':
        return 0;
      default:
        return -area[by];
    }
  };
  return [...areas].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return (one === other ? 0 : one - other) || COLLATOR.compare(a.name, b.name);
  });
}
