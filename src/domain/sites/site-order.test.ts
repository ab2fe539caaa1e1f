import { expect, test } from 'vitest';
import type { CitySites, CityStatus } from './city.ts';
import { orderSites } from './site-order.ts';

const COMPLIANT = 1;
const ATTENTION = 2;
const SERIOUS = 3;
const UNKNOWN = 4;
const RECHECK_DUE = 8;

function city(codes: readonly number[]): [CitySites, CityStatus, Uint8Array] {
  const count = codes.length;
  const sites: CitySites = {
    count,
    checksum: 'x',
    asOf: '2026-11-23T00:00:00+08:00',
    ids: Uint32Array.from(codes, (_, index) => 101 + index),
    positions: new Float64Array(count * 2),
    types: new Uint8Array(count),
    areas: new Uint16Array(count),
    units: new Uint16Array(count),
    typeIds: ['hotel'],
    areaIds: Uint32Array.of(1),
    unitIds: Uint32Array.of(1),
  };
  const status = { asOf: sites.asOf, checksum: 'x', codes: Uint8Array.from(codes) };
  return [sites, status, new Uint8Array(count).fill(1)];
}

test('the worst status comes first, what is only unknown before what is met', () => {
  const [sites, status, shown] = city([COMPLIANT, UNKNOWN, SERIOUS, ATTENTION]);
  expect(orderSites(sites, status, shown, [], () => undefined)).toEqual([2, 3, 1, 0]);
});

test('among equals the earliest deadline comes first, those without one last', () => {
  const [sites, status, shown] = city([SERIOUS, SERIOUS, SERIOUS]);
  const deadlines = [
    { siteId: 103, deadlineAt: '2026-11-20T18:00:00+08:00' },
    { siteId: 102, deadlineAt: '2026-11-23T18:00:00+08:00' },
  ];
  expect(orderSites(sites, status, shown, deadlines, () => undefined)).toEqual([2, 1, 0]);
});

test('a deadline never lifts a milder status above a worse one', () => {
  const [sites, status, shown] = city([SERIOUS, ATTENTION]);
  const deadlines = [{ siteId: 102, deadlineAt: '2026-11-20T18:00:00+08:00' }];
  expect(orderSites(sites, status, shown, deadlines, () => undefined)).toEqual([0, 1]);
});

test('then those whose re-check is due, then by name: pinyin, and numbers as numbers', () => {
  const names = ['羌江南路10号院', '羌江南路2号院', '斗胆社区', '正黄酒店'];
  const [sites, status, shown] = city([COMPLIANT, COMPLIANT, COMPLIANT, COMPLIANT | RECHECK_DUE]);
  expect(orderSites(sites, status, shown, [], (id) => names[id - 101])).toEqual([3, 2, 1, 0]);
});

test('what is not shown is not listed', () => {
  const [sites, status, shown] = city([SERIOUS, ATTENTION, UNKNOWN]);
  shown[0] = 0;
  expect(orderSites(sites, status, shown, [], () => undefined)).toEqual([1, 2]);
});
