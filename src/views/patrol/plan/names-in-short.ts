import { language } from '../../../i18n/index.ts';
import { planWords } from '../../../i18n/plan/index.ts';

/** The first of some names in a line, and that there are others. */
export function namesInShort(names: readonly string[], most: number): string {
  const listed = names.slice(0, most).join(language() === 'zh' ? '、' : ', ');
  return names.length > most ? planWords().andMore(listed) : listed;
}
