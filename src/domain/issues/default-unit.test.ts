import { describe, expect, test } from 'vitest';
import type { AreaEntry } from '../areas/area.ts';
import { defaultUnit, type DefaultUnit } from './default-unit.ts';

const area = (id: number, parentId: number | null): AreaEntry => ({
  id,
  parentId,
  level: 'street',
  name: String(id),
  nameEn: null,
  siteId: null,
});
/** City 1, street 2 with community 3, street 4. */
const AREAS = [area(1, null), area(2, 1), area(3, 2), area(4, 1)];
const ISSUE = { code: 15, siteType: 'courtyard', areaId: 3 };

const rule = (unitId: number, more: Partial<DefaultUnit> = {}): DefaultUnit => ({
  code: null,
  siteType: null,
  areaId: null,
  unitId,
  ...more,
});

describe('the proposed unit', () => {
  test('nearer areas come before further ones, any area before none', () => {
    const rules = [rule(70, { areaId: 2 }), rule(71, { areaId: 3 }), rule(72, { code: 15 })];
    expect(defaultUnit(ISSUE, rules, AREAS)).toBe(71);
    expect(defaultUnit({ ...ISSUE, areaId: 2 }, rules, AREAS)).toBe(70);
    expect(defaultUnit({ ...ISSUE, areaId: 4 }, rules, AREAS)).toBe(72);
  });

  test('in one area the type comes before the indicator', () => {
    const rules = [rule(70, { code: 15 }), rule(71, { siteType: 'courtyard' }), rule(72)];
    expect(defaultUnit(ISSUE, rules, AREAS)).toBe(71);
    expect(defaultUnit({ ...ISSUE, siteType: 'hotel' }, rules, AREAS)).toBe(70);
    expect(defaultUnit({ ...ISSUE, siteType: null, code: 1 }, rules, AREAS)).toBe(72);
  });

  test('nobody is proposed where nothing matches', () => {
    expect(defaultUnit(ISSUE, [rule(70, { code: 16 }), rule(71, { areaId: 4 })], AREAS)).toBeNull();
    expect(defaultUnit({ ...ISSUE, areaId: null }, [rule(71, { areaId: 1 })], AREAS)).toBeNull();
  });
});
