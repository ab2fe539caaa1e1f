import { expect, it } from 'vitest';
import { overviewTab } from './overview-tabs.ts';

it.each([
  [null, null, 'city'],
  [null, 'area', 'areas'],
  [null, 'hotspot', 'hotspots'],
  [null, 'site', 'city'],
  ['city', 'area', 'city'],
  ['hotspots', null, 'hotspots'],
  ['nonsense', 'area', 'areas'],
] as const)('with %s chosen and a selected %s it is %s', (chosen, kind, tab) => {
  expect(overviewTab(chosen, kind === null ? null : { kind, id: 1 })).toBe(tab);
});
