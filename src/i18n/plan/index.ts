import { language } from '../language.svelte.ts';
import { en } from './en.ts';
import { zhCn, type PlanWords } from './zh-cn.ts';

export type { PlanWords } from './zh-cn.ts';

/** The words of planning, which come with its view: most people never open it. */
export function planWords(): PlanWords {
  return language() === 'en' ? en : zhCn;
}
