import { expect, test } from 'vitest';
import { withRule, withTypes, type CatalogueItem } from './settings.ts';

const ads: CatalogueItem = {
  code: 1,
  nameZh: '公益广告',
  nameEn: 'Ads',
  appliesTo: ['hotel', 'supermarket'],
  weight: 3,
  veto: false,
  clock: 'working_days',
  clockAmount: 3,
  validDays: 30,
  rule: 'min_count',
  ruleCount: 1,
  ruleCountByType: { supermarket: 2 },
  hourSensitive: false,
};

test('pass_fail leaves no count behind, which the database would refuse', () => {
  expect(withRule(ads, 'pass_fail')).toMatchObject({ ruleCount: null, ruleCountByType: {} });
});

test('a rule that needs a count is given one', () => {
  const plain = withRule(ads, 'pass_fail');
  expect(withRule(plain, 'graded').ruleCount).toBe(5);
  expect(withRule(plain, 'max_count').ruleCount).toBe(1);
  expect(withRule({ ...ads, rule: 'max_count', ruleCount: 0 }, 'min_count').ruleCount).toBe(1);
});

test('a count for a type goes with the type', () => {
  expect(withTypes(ads, ['hotel']).ruleCountByType).toEqual({});
  expect(withTypes(ads, ['supermarket']).ruleCountByType).toEqual({ supermarket: 2 });
});
