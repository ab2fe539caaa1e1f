import { describe, expect, test } from 'vitest';
import { GENERIC_SITE_ICON, lookOfSiteType, SITE_TYPE_LOOKS, SITE_TYPES } from './types.ts';

describe('looks of site types', () => {
  test('the codes are those of the starting catalogue', () => {
    expect(SITE_TYPES.map((type) => SITE_TYPE_LOOKS[type].code)).toEqual(['SQ', 'YL', 'JD', 'CS']);
  });

  test('every type has an icon of its own', () => {
    const icons = new Set(SITE_TYPES.map((type) => SITE_TYPE_LOOKS[type].icon));
    icons.add(GENERIC_SITE_ICON);
    expect(icons.size).toBe(5);
  });

  test('a type that exists only as data has the generic icon and the words of its row', () => {
    const row = { id: 'back_street', code: 'BJ', nameZh: '背街小巷', nameEn: 'Back street' };
    expect(lookOfSiteType('back_street', row)).toEqual({
      code: 'BJ',
      nameZh: '背街小巷',
      nameEn: 'Back street',
      icon: GENERIC_SITE_ICON,
    });
  });

  test('the office may rename a type without losing its icon', () => {
    const row = { id: 'courtyard', code: 'YL', nameZh: '小区', nameEn: 'Compound' };
    expect(lookOfSiteType('courtyard', row).nameZh).toBe('小区');
    expect(lookOfSiteType('courtyard', row).icon).toBe(SITE_TYPE_LOOKS.courtyard.icon);
  });

  test.each(['constructor', 'toString', ''])('an id like %j is no known type', (id) => {
    expect(lookOfSiteType(id).icon).toBe(GENERIC_SITE_ICON);
  });
});
