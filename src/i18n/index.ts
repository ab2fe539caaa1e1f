export { activityCountRows } from './activity-counts.ts';
export {
  formatAsOf,
  formatClock,
  formatDay,
  formatDeadline,
  formatMoment,
  formatMonth,
  formatShortDay,
  formatWeekday,
  formatWhen,
} from './dates.ts';
export {
  chineseVocabulary,
  inLanguage,
  inRow,
  language,
  LANGUAGE_NAMES,
  LANGUAGE_TAGS,
  LANGUAGES,
  speak,
  speakAs,
  words,
} from './language.svelte.ts';
export { formatArea, formatChange, formatCount, formatDistance, formatRate } from './numbers.ts';
export { pickedPhotos } from './picked-photos.ts';
export { problemWords } from './problem-words.ts';
export { recurrenceWords, weekdayMoment } from './recurrence-words.ts';
export { shortDeadline } from './short-deadline.ts';
