import type { PlanCandidate } from '../../../domain/patrol/plans/candidate.ts';
import type { Foresight } from '../../../domain/patrol/plans/foresee.ts';
import { formatCount, language } from '../../../i18n/index.ts';
import { planWords } from '../../../i18n/plan/index.ts';

const MOST_NAMED = 3;

/** What is foreseen of a plan, in one line. */
export function foresightWords(
  foresight: Foresight,
  candidates: readonly Pick<PlanCandidate, 'siteId' | 'name'>[],
): string {
  const text = planWords();
  const words = text.foreseen;
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
      const names = siteIds
        .slice(0, MOST_NAMED)
        .map((id) => candidates.find(({ siteId }) => siteId === id)?.name ?? `#${id}`)
        .join(language() === 'zh' ? '、' : ', ');
      return words[foresight.code](
        formatCount(siteIds.length),
        siteIds.length > MOST_NAMED ? text.andMore(names) : names,
      );
    }
    case 'too-much-work':
      return words['too-much-work'](
        formatCount(Math.ceil(foresight.neededHours)),
        formatCount(Math.floor(foresight.availableHours)),
      );
  }
}
