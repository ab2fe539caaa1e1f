import { expect, it } from 'vitest';
import { byCount, counted } from './counted.ts';
import { en } from './en.ts';
import { formatCount } from './numbers.ts';
import { en as planning } from './plan/en.ts';

it.each([
  [0, '0 stops'],
  [1, '1 stop'],
  [2, '2 stops'],
  [11, '11 stops'],
  [1001, '1,001 stops'],
])('%i of something', (count, said) => {
  expect(counted(formatCount(count), 'stop')).toBe(said);
});

it('has words of its own where an s will not do', () => {
  expect([1, 2].map((count) => counted(count, 'person', 'people'))).toEqual([
    '1 person',
    '2 people',
  ]);
  expect([1, 2].map((count) => byCount(count, 'is', 'are'))).toEqual(['is', 'are']);
});

const NOUNS =
  'stop|site|visit|day|hour|minute|week|month|issue|row|photo|picture|item|cell|area|sample|crew|zone|re-check|relapse|inspection|step';

/** All that words say of one, by where they stand. */
function saidOfOne(words: object, at: string): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const path = `${at}.${key}`;
    if (typeof value === 'object' && value !== null) return saidOfOne(value, path);
    if (typeof value !== 'function' || path === 'en.site.sentence') return [];
    const ones = Array<string>(value.length).fill('1');
    return [[path, String((value as (...figures: string[]) => unknown)(...ones))]];
  });
}

it('nothing is said of one in the plural', () => {
  const said = [...saidOfOne(en, 'en'), ...saidOfOne(planning, 'planning')];
  expect(said.length).toBeGreaterThan(300);
  const wrong = said.filter(([, line]) =>
    new RegExp(`(?<![\\d.,/])1 ([a-z]+ )?(${NOUNS})s\\b|\\b1 people\\b`).test(line),
  );
  expect(wrong).toEqual([]);
});
