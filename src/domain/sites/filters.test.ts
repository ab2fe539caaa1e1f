import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AreaEntry } from '../areas/area.ts';
import { NO_INDEX, statusOf, STATUSES, type CitySites, type CityStatus } from './city.ts';
import { areaSubtree, filterCity, NO_FILTERS, type SiteFilters } from './filters.ts';

const area = (id: number, parentId: number | null): AreaEntry => ({
  id,
  parentId,
  level: parentId === null ? 'city' : parentId === 1 ? 'street' : 'community',
  name: `区域${id}`,
  nameEn: null,
  siteId: null,
});

/** City 1 with streets 2 and 3; communities 4 and 5 below 2, community 6 below 3. */
const areas = [area(1, null), area(2, 1), area(3, 1), area(4, 2), area(5, 2), area(6, 3)];

interface Row {
  type: number;
  area: number;
  unit: number;
  code: number;
}

function city(rows: readonly Row[]): { sites: CitySites; status: CityStatus } {
  return {
    sites: {
      count: rows.length,
      checksum: 'x',
      asOf: '',
      ids: Uint32Array.from(rows, (_, at) => at + 1),
      positions: new Float64Array(rows.length * 2),
      types: Uint8Array.from(rows, ({ type }) => type),
      areas: Uint16Array.from(rows, ({ area: index }) => index),
      units: Uint16Array.from(rows, ({ unit }) => unit),
      typeIds: ['hotel', 'supermarket'],
      areaIds: Uint32Array.from([4, 5, 6]),
      unitIds: Uint32Array.from([70, 80]),
    },
    status: { asOf: '', checksum: 'x', codes: Uint8Array.from(rows, ({ code }) => code) },
  };
}

const LAPSED = 4 | (1 << 5);

const { sites, status } = city([
  { type: 0, area: 0, unit: 0, code: 1 | 8 },
  { type: 0, area: 1, unit: 1, code: 3 | 16 },
  { type: 1, area: 2, unit: 0, code: LAPSED },
  { type: 1, area: 0, unit: 1, code: 2 },
  { type: 1, area: NO_INDEX, unit: NO_INDEX, code: 3 },
  { type: 0, area: 0, unit: 0, code: 0 },
]);

describe('filtering the city', () => {
  it('shows all that are in being without filters', () => {
    const filtered = filterCity(sites, status, NO_FILTERS, areas);
    expect([...filtered.mask]).toEqual([1, 1, 1, 1, 1, 0]);
    expect(filtered).toMatchObject({
      shown: 5,
      present: 5,
      byStatus: { compliant: 1, attention: 1, serious: 2, unknown: 1 },
      neverInspected: 0,
      lapsed: 1,
      partial: 0,
      recheckDue: 1,
      deferred: 1,
    });
    expect([...filtered.byType]).toEqual([
      ['hotel', 2],
      ['supermarket', 3],
    ]);
  });

  it('counts a kind by the other filters, not by its own', () => {
    const filters: SiteFilters = { ...NO_FILTERS, statuses: new Set(['serious']) };
    const filtered = filterCity(sites, status, filters, areas);
    expect([...filtered.mask]).toEqual([0, 1, 0, 0, 1, 0]);
    expect(filtered.byStatus).toEqual({ compliant: 1, attention: 1, serious: 2, unknown: 1 });
    expect([...filtered.byType.values()]).toEqual([1, 1]);
  });

  it('takes an area with all below it, and a unit', () => {
    const street = filterCity(sites, status, { ...NO_FILTERS, areaId: 2 }, areas);
    expect([...street.mask]).toEqual([1, 1, 0, 1, 0, 0]);
    const unit = filterCity(sites, status, { ...NO_FILTERS, unitId: 70 }, areas);
    expect([...unit.mask]).toEqual([1, 0, 1, 0, 0, 0]);
  });

  it('shows nothing of a unit without sites, not even sites without a unit', () => {
    expect(filterCity(sites, status, { ...NO_FILTERS, unitId: 999 }, areas).shown).toBe(0);
  });

  it('shows sites whose status is hidden, whatever the status asked for', () => {
    const hidden = city([{ type: 0, area: 0, unit: 0, code: 5 }]);
    const filters: SiteFilters = { ...NO_FILTERS, statuses: new Set(['serious']) };
    expect(filterCity(hidden.sites, hidden.status, filters, areas).shown).toBe(1);
  });

  it('refuses statuses of another city', () => {
    const other = { ...status, codes: new Uint8Array(2) };
    expect(() => filterCity(sites, other, NO_FILTERS, areas)).toThrow(
      '2 statuses do not fit 6 sites',
    );
  });

  it('agrees with filtering one by one, for any city and filter', () => {
    const row = fc.record({
      type: fc.integer({ min: 0, max: 1 }),
      area: fc.constantFrom(0, 1, 2, NO_INDEX),
      unit: fc.constantFrom(0, 1, NO_INDEX),
      code: fc.integer({ min: 0, max: 4 }),
    });
    const filter = fc.record({
      types: fc.option(fc.constantFrom(new Set(['hotel']), new Set(['supermarket']))),
      statuses: fc.option(fc.subarray([...STATUSES], { minLength: 1 }).map((ids) => new Set(ids))),
      areaId: fc.option(fc.constantFrom(1, 2, 3, 4, 5, 6)),
      unitId: fc.option(fc.constantFrom(70, 80)),
    });
    fc.assert(
      fc.property(fc.array(row), filter, (rows, filters) => {
        const any = city(rows);
        const wanted = filters.areaId === null ? null : areaSubtree(filters.areaId, areas);
        const expected = rows.map(({ type, area: index, unit, code }) => {
          const drawn = statusOf(code);
          const areaId = [4, 5, 6][index];
          const isShown =
            drawn !== 'absent' &&
            (filters.types?.has(['hotel', 'supermarket'][type]!) ?? true) &&
            (filters.statuses === null || filters.statuses.has(drawn as 'serious')) &&
            (wanted === null || (areaId !== undefined && wanted.has(areaId))) &&
            (filters.unitId === null || [70, 80][unit] === filters.unitId);
          return isShown ? 1 : 0;
        });
        const filtered = filterCity(any.sites, any.status, filters, areas);
        expect([...filtered.mask]).toEqual(expected);
        expect(filtered.shown).toBe(expected.filter((shown) => shown === 1).length);
      }),
    );
  });
});

describe('what lies below an area', () => {
  it('is all of its descendants and itself', () => {
    expect([...areaSubtree(2, areas)].sort()).toEqual([2, 4, 5]);
    expect(areaSubtree(1, areas).size).toBe(6);
  });

  it('ends where areas go round in circles', () => {
    expect([...areaSubtree(1, [area(1, 2), area(2, 1)])].sort()).toEqual([1, 2]);
  });
});
