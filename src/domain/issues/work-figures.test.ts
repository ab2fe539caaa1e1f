import { expect, test } from 'vitest';
import { monthsUpTo } from './work-figures.ts';

test('months go back over the turn of the year', () => {
  expect(monthsUpTo('2026-02-28', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  expect(monthsUpTo('2026-03-31', 2)).toEqual(['2026-03', '2026-02']);
});
