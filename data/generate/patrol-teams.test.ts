import { beforeAll, describe, expect, it } from 'vitest';
import { generateCity, type SampleCity } from './generate-city.ts';
import { patrolTables } from './patrol-teams.ts';

let city: SampleCity;
beforeAll(() => {
  city = generateCity({
    sites: 150,
    seed: 7,
    until: Date.parse('2026-11-23T00:00:00+08:00'),
    issues: null,
    observationsPerSite: 20,
  });
});

function rows(table: string): Record<string, unknown>[] {
  const found = patrolTables(city).find((each) => each.table === table)!;
  return [...found.rows].map((row) =>
    Object.fromEntries(found.columns.map((column, at) => [column, row[at]])),
  );
}

describe('the patrol teams of the sample city', () => {
  it('have three crews each, two by two and the captain', () => {
    const crews = rows('public.patrol_crews');
    expect(crews).toHaveLength(15);
    for (const { name, unit_id, member_ids, shift_id, start_point } of crews) {
      const ids = String(member_ids).slice(1, -1).split(',').map(Number);
      const members = ids.map((id) => city.organisation.members[id - 1]!);
      expect(members.every(({ unitId, role }) => unitId === unit_id && role === 'patrol')).toBe(
        true,
      );
      expect(ids).toHaveLength(String(name).endsWith('机动组') ? 1 : 2);
      expect(name).toMatch(/^.(巡查[一二]组|队长机动组)$/);
      expect(rows('public.patrol_shifts')[Number(shift_id) - 1]).toMatchObject({ unit_id });
      expect(start_point).toMatch(/^SRID=4326;POINT\(10[23]\.\d+ (29|30)\.\d+\)$/);
    }
    expect(new Set(crews.map(({ name, unit_id }) => `${unit_id} ${name}`)).size).toBe(15);
  });

  it('have one leave ahead, and are the same for the same seed', () => {
    expect(rows('public.crew_leave')).toMatchObject([
      { from_day: '2026-11-26', to_day: '2026-11-27', reason: '探亲' },
    ]);
    expect(patrolTables(city)).toEqual(patrolTables(city));
  });
});
