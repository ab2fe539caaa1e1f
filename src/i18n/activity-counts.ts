import { inLanguage, words } from './language.svelte.ts';
import { formatCount } from './numbers.ts';

/** The domain's `ActivityCount`, by shape: i18n knows nothing of ours. */
interface CountToTell {
  readonly id: number | null;
  readonly name: string | null;
  readonly times: number;
  readonly people: number;
  readonly counted: number;
  readonly due: number;
  readonly kept: number;
  readonly kinds: Readonly<Record<string, number>>;
}

interface KindToTell {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Counts of activities as a table shows them, the most active first, each figure with its n. */
export function activityCountRows(counts: readonly CountToTell[], kinds: readonly KindToTell[]) {
  const text = words().activities.counts;
  const rowOf = (count: Omit<CountToTell, 'id' | 'name'>) => ({
    detail: kinds
      .filter(({ id }) => (count.kinds[id] ?? 0) > 0)
      .map(({ id, nameZh, nameEn }) => `${inLanguage(nameZh, nameEn)} ${count.kinds[id] ?? 0}`)
      .join(' · '),
    cells: [
      { value: formatCount(count.times) },
      {
        value: count.counted === 0 ? text.none : formatCount(count.people),
        small: text.counted(formatCount(count.counted)),
      },
      {
        value:
          count.due === 0 ? text.none : text.of(formatCount(count.kept), formatCount(count.due)),
      },
    ],
  });
  const sum = (of: (count: CountToTell) => number) =>
    counts.reduce((total, count) => total + of(count), 0);
  return {
    rows: [...counts]
      .sort((a, b) => b.times - a.times || b.kept - a.kept || b.due - a.due)
      .map((count) => ({ id: count.id, name: count.name ?? text.district, ...rowOf(count) })),
    total: {
      id: 'total',
      name: text.total,
      ...rowOf({
        times: sum(({ times }) => times),
        people: sum(({ people }) => people),
        counted: sum(({ counted }) => counted),
        due: sum(({ due }) => due),
        kept: sum(({ kept }) => kept),
        kinds: Object.fromEntries(
          kinds.map(({ id }) => [id, sum((count) => count.kinds[id] ?? 0)]),
        ),
      }),
    },
  };
}
