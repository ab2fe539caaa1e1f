import { expect, test } from 'vitest';
import type { AreaCompliance } from '../../domain/areas/area.ts';
import { orderAreas } from './area-order.ts';

function area(name: string, k: number, n: number, openIssues = 0): AreaCompliance {
  return {
    areaId: n,
    name,
    parentId: null,
    compliant: k,
    attention: n - k,
    serious: 0,
    unknown: 0,
    k,
    n,
    rate: n === 0 ? null : k / n,
    low: null,
    high: null,
    shrunk: null,
    openIssues,
    overdue: 0,
  };
}

const names = (areas: readonly AreaCompliance[]) => areas.map(({ name }) => name);

test('the lowest rate comes first, what is not known last', () => {
  const areas = [area('东城', 9, 10), area('西城', 0, 0), area('河北', 1, 10)];
  expect(names(orderAreas(areas, 'rate'))).toEqual(['河北', '东城', '西城']);
});

test('two of which nothing is known stand by name', () => {
  const areas = [area('西城', 0, 0), area('东城', 0, 0)];
  expect(names(orderAreas(areas, 'rate'))).toEqual(['东城', '西城']);
});

test('the most open issues come first, equals by name', () => {
  const areas = [area('西城', 1, 1, 3), area('东城', 1, 1, 3), area('河北', 1, 1, 7)];
  expect(names(orderAreas(areas, 'openIssues'))).toEqual(['河北', '东城', '西城']);
});
