import { en } from './en.ts';
import { zhCn, type Messages } from './zh-cn.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself, and what the document says it is written in. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const MESSAGES: Readonly<Record<Language, Messages>> = { zh: zhCn, en };

const STORED_UNDER = 'chuangcheng.language';

let current = $state<Language>(stored());

/** The language of the interface: Chinese first, English on request; remembered in this browser. */
export function language(): Language {
  return current;
}

/** The words in it; read in markup or a derived, it follows a switch. */
export function words(): Messages {
  return MESSAGES[current];
}

export function speak(next: Language): void {
  current = next;
  localStorage.setItem(STORED_UNDER, next);
}

/** Of a pair that the database keeps in both languages. */
export function inLanguage(zh: string, en: string | null | undefined): string {
  return current === 'en' && en ? en : zh;
}

function stored(): Language {
  // Tests of pure parts have no storage.
  if (typeof localStorage === 'undefined') return 'zh';
  const value = localStorage.getItem(STORED_UNDER);
  return LANGUAGES.find((known) => known === value) ?? 'zh';
}
