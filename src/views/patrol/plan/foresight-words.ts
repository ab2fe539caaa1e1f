import type { PlanCandidate } from '../../../domain/patrol/plans/candidate.ts';
import type { Foresight } from '../../../domain/patrol/plans/foresee.ts';
import { formatCount } from '../../../i18n/index.ts';
import { planWords } from '../../../i18n/plan/index.ts';
import { namesInShort } from './names-in-short.ts';

const MOST_NAMED = 3;

/** What is foreseen of a plan, in one line. */
export function foresightWords(
  foresight: Foresight,
  candidates: readonly Pick<PlanCandidate, 'siteId' | 'name'>[],
): string {
  const words = planWords().foreseen;
  switch (foresight.code) {
    case 'no-crews':
    case 'no-crew-days':
    case 'no-stops':
      return words[foresight.code];
    case 'past':
      return words.past(foresight.from, foresight.today);
    case 'too-many-days':
      return words['too-many-days'](String(foresight.days), String(foresight.most));
    case 'shift-too-short':
      return words['shift-too-short'](
        String(foresight.shiftMinutes),
        String(foresight.visitMinutes),
      );
    case 'windows-exclude':
    case 'duplicates': {
      const { siteIds } = foresight;
      const names = siteIds.map(
        (id) => candidates.find(({ siteId }) => siteId === id)?.name ?? `#${id}`,
      );
      return words[foresight.code](formatCount(siteIds.length), namesInShort(names, MOST_NAMED));
    }
    case 'too-much-work':
      return words['too-much-work'](
        formatCount(Math.ceil(foresight.neededHours)),
        formatCount(Math.floor(foresight.availableHours)),
      );
  }
}
