import { en } from './en.ts';
import { zhCn, type Messages } from './zh-cn.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself, and what the document says it is written in. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const MESSAGES: Readonly<Record<Language, Messages>> = { zh: zhCn, en };

/** A row of what the office edits, by its shape: i18n knows nothing of ours. */
interface CityWord {
  readonly kind: 'state' | 'event';
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

const STORED_UNDER = 'chuangcheng.language';

let current = $state<Language>(stored());
/** By language, with the city's words in the places of ours. */
let spoken = $state.raw(MESSAGES);

/** The language of the interface: Chinese first, English on request; remembered in this browser. */
export function language(): Language {
  return current;
}

/** The words in it; read in markup or a derived, it follows a switch. */
export function words(): Messages {
  return spoken[current];
}

/** Papers of the office are in Chinese, whatever the screen speaks. */
export function chineseVocabulary(): Messages['vocabulary'] {
  return spoken.zh.vocabulary;
}

/** From now on the city's own words name states and events; those it has none for keep ours. */
export function speakAs(cityWords: readonly CityWord[]): void {
  spoken = { zh: withCityWords(cityWords, 'zh'), en: withCityWords(cityWords, 'en') };
}

function withCityWords(cityWords: readonly CityWord[], language: Language): Messages {
  const messages = MESSAGES[language];
  const { vocabulary } = messages;
  const named = (kind: CityWord['kind'], ours: object) =>
    Object.fromEntries(
      cityWords.flatMap(({ kind: of, id, nameZh, nameEn }) =>
        of === kind && id in ours ? [[id, language === 'en' ? nameEn : nameZh]] : [],
      ),
    );
  return {
    ...messages,
    vocabulary: {
      ...vocabulary,
      issueState: { ...vocabulary.issueState, ...named('state', vocabulary.issueState) },
      issueEvent: { ...vocabulary.issueEvent, ...named('event', vocabulary.issueEvent) },
    },
  };
}

export function speak(next: Language): void {
  current = next;
  localStorage.setItem(STORED_UNDER, next);
}

/** Names in a row: 甲、乙 / A, B. */
export function inRow(names: readonly string[]): string {
  return names.join(current === 'zh' ? '、' : ', ');
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
