import { expect, test } from 'vitest';
import type { Indicator } from '../sites/indicator.ts';
import { indicatorsFor, reportsPlaces, sourcesOf } from './report-place.ts';

const indicator = (code: number, ...appliesTo: string[]): Indicator => ({
  code,
  nameZh: '',
  nameEn: '',
  veto: false,
  appliesTo,
});

test('where no site stands only what can be wrong in the street is offered', () => {
  const all = [
    indicator(5, 'hotel'),
    indicator(23, 'courtyard'),
    indicator(33, 'hotel', 'supermarket'),
    indicator(11, 'community', 'courtyard', 'hotel', 'supermarket'),
    indicator(40, 'back_street'),
  ];
  const codes = (type: string | null) => indicatorsFor(all, type).map(({ code }) => code);
  expect(codes(null)).toEqual([23, 11, 40]);
  expect(codes('hotel')).toEqual([5, 33, 11]);
  expect(codes('back_street')).toEqual([40]);
});

test('who has sites of their own reports there; other sources are the office’s and leaders’', () => {
  expect(['leader', 'office', 'department', 'community', 'patrol'].map(reportsAs)).toEqual(
    Array(5).fill(true),
  );
  expect(['sponsor', 'owner', 'assessor'].map(reportsAs)).toEqual(Array(3).fill(false));
  expect(sourcesOf('office')).toContain('hotline');
  expect(sourcesOf('patrol')).toEqual([]);
});

function reportsAs(role: string): boolean {
  return reportsPlaces(role as Parameters<typeof reportsPlaces>[0]);
}
