import { expect, test } from 'vitest';
import { Places, type KnownArea, type KnownSite } from './places.ts';

const areas: KnownArea[] = [
  { id: 1, parentId: null, level: 'district', name: '示例区' },
  { id: 2, parentId: 1, level: 'street', name: '东城街道' },
  { id: 3, parentId: 2, level: 'community', name: '羌江南路社区' },
  { id: 4, parentId: 2, level: 'community', name: '斗胆社区' },
];
const site = (
  id: number,
  name: string,
  areaId: number,
  address: string | null = null,
  type = 'courtyard',
): KnownSite => ({
  id,
  name,
  areaId,
  address,
  type,
});
const places = new Places(
  [
    site(1, '羌江南路215号院', 3, '羌江南路215号'),
    site(2, '羌江南路245号院', 3, '羌江南路245号'),
    site(3, '斗胆608号院', 4, '斗胆路608号'),
    site(4, '羌江南路社区', 3, null, 'community'),
    site(5, '雅鹿宾馆', 3, '羌江南路9号', 'hotel'),
    site(6, '锦绣花园', 3, '沿江路215号'),
    site(7, '锦绣花园', 4, '斗胆路1号'),
  ],
  areas,
);
const say = (community: string, place: string) => {
  const match = places.find(community, place);
  if (match.kind === 'site') return `${match.site.id}${match.exact ? '' : ' ?'}`;
  if (match.kind === 'several') return match.sites.map(({ id }) => id).join('|');
  return `unknown in ${match.areaId ?? '-'}`;
};

test.each([
  ['', '羌江南路215号院', '1'],
  ['羌江南路社区', '羌江南路215号院', '1'],
  ['羌江南路社区', '245号', '2 ?'],
  ['羌江南路社区', '２４５号大院', '2 ?'],
  ['斗胆社区', '608号', '3 ?'],
  ['', '羌江南路社区245号', '2 ?'],
  ['', '羌江南路215号', '1'],
  ['羌江南路', '', '4'],
  ['羌江南路社区', '', '4'],
  ['', '羌江南路社区', '4'],
  ['', '雅鹿宾馆大堂', '5 ?'],
  // The same name in two communities: the community decides, without it nobody.
  ['斗胆社区', '锦绣花园', '7'],
  ['', '锦绣花园', '6|7'],
  // Two sites have number 215 in the community.
  ['羌江南路社区', '215号', '1|6'],
  ['羌江南路社区', '999号', 'unknown in 3'],
  ['斗胆社区', '245号', 'unknown in 4'],
  ['', '某某路', 'unknown in -'],
  ['', '', 'unknown in -'],
])('%s + %s', (community, place, expected) => {
  expect(say(community, place)).toBe(expected);
});
