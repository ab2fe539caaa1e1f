import { expect, test } from 'vitest';
import { splitUnits, UnitNames } from './unit-names.ts';

const units = new UnitNames(
  [
    '创城办',
    '经济商务局',
    '住房和城乡建设局',
    '综合行政执法局',
    '教育局',
    '东城街道办事处',
    '青江街道',
    '羌江南路社区居委会',
    '斗胆社区',
    '交通运输局',
  ].map((name, index) => ({ id: index + 1, name })),
);
const say = (name: string) => {
  const match = units.find(name);
  if (match.kind === 'known') return `${match.unit.name}${match.exact ? '' : ' ?'}`;
  return match.kind;
};

test.each([
  ['经济商务局', '经济商务局'],
  ['区经济商务局', '经济商务局'],
  ['雨城区教育局', '教育局'],
  ['经商局', '经济商务局 ?'],
  ['区住建局', '住房和城乡建设局 ?'],
  ['东城街道', '东城街道办事处'],
  ['东城街道办', '东城街道办事处'],
  ['青江街道办事处', '青江街道'],
  ['羌江南路社区', '羌江南路社区居委会'],
  ['斗胆社区居民委员会', '斗胆社区'],
  ['综合行政执法大局', '综合行政执法局 ?'],
  ['审计局', 'unknown'],
  ['局', 'unknown'],
  ['', 'unknown'],
])('%s', (name, expected) => {
  expect(say(name)).toBe(expected);
});

test('an abbreviation that fits two is neither', () => {
  const two = new UnitNames([
    { id: 1, name: '文化旅游局' },
    { id: 2, name: '文物旅游局' },
  ]);
  expect(two.find('文旅局').kind).toBe('several');
});

test.each([
  ['区城管局、东城街道', ['区城管局', '东城街道']],
  ['区城管局（牵头）\n东城街道（配合）', ['区城管局', '东城街道']],
  ['城管局和东城街道', ['城管局', '东城街道']],
  ['住房和城乡建设局', ['住房和城乡建设局']],
  ['', []],
])('the units of %j', (text, names) => {
  expect(splitUnits(text)).toEqual(names);
});
