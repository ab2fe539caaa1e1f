import { createUsers, publicPasswordCost } from '../../supabase/embedded/users';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor';

/** Of everybody in a small city. */
export const SMALL_CITY_PASSWORD = 'small-city-2026';

export const AREAS = { district: 1, street: 2, south: 3, north: 4 } as const;
export const UNITS = { office: 1, department: 2, south: 3, team: 4 } as const;

type Status = 'compliant' | 'attention' | 'serious' | 'unknown';

export interface SmallSite {
  readonly id: number;
  readonly name: string;
  readonly type?: 'community' | 'courtyard' | 'hotel' | 'supermarket';
  readonly at: readonly [longitude: number, latitude: number];
  /** Well-known text in place of a point. */
  readonly shape?: string;
  /** Made by observations, through the rule; absent: nobody has been there. */
  readonly status?: Status;
}

export interface SmallMember {
  readonly name: string;
  readonly role: string;
  readonly unitId?: number;
  readonly areaId?: number;
  readonly siteId?: number;
  readonly isCaptain?: boolean;
}

/**
 * A square of 0.1° with two communities, put in as an importer would: everything else follows from
 * triggers. Each member signs in as `<role>@example.invalid`.
 */
export class SmallCity {
  #sites: readonly SmallSite[] = [];
  #members: readonly SmallMember[] = [
    { name: '李领导', role: 'leader', unitId: UNITS.office },
    { name: '张队长', role: 'patrol', unitId: UNITS.team, isCaptain: true },
  ];

  static with(): SmallCity {
    return new SmallCity();
  }

  sites(...sites: readonly SmallSite[]): this {
    this.#sites = [...this.#sites, ...sites];
    return this;
  }

  member(member: SmallMember): this {
    this.#members = [...this.#members, member];
    return this;
  }

  readonly prepare = async (sql: SqlExecutor): Promise<void> => {
    await sql.exec(CITY);
    for (const site of this.#sites) await addSite(sql, site);
    const users = await createUsers(
      sql,
      this.#members.map(({ role }) => ({
        email: `${role}@example.invalid`,
        password: SMALL_CITY_PASSWORD,
      })),
      { passwordCost: publicPasswordCost },
    );
    for (const [at, member] of this.#members.entries()) {
      await sql.query(
        `insert into public.members (user_id, name, role, unit_id, area_id, site_id, is_captain)
         values ($1, $2, $3::public.member_role, $4, $5, $6, $7)`,
        [
          users[at]?.id,
          member.name,
          member.role,
          member.unitId ?? null,
          member.areaId ?? null,
          member.siteId ?? null,
          member.isCaptain ?? false,
        ],
      );
    }
  };
}

/** Also to a city that is being served. */
export async function addSite(sql: SqlExecutor, site: SmallSite): Promise<void> {
  const shape = site.shape ?? `POINT(${site.at[0]} ${site.at[1]})`;
  await sql.query(
    `insert into public.sites (id, type, name, address, geom, unit_id, opened_at)
     values ($1, $2, $3, '东街1号', extensions.st_geomfromtext($4, 4326), $5,
             now() - interval '30 days')`,
    [site.id, site.type ?? 'hotel', site.name, shape, UNITS.south],
  );
  if (site.status === undefined || site.status === 'unknown') return;
  // A veto item makes it serious, five points of weight less make it need fixing.
  const failed = { compliant: 0, attention: 16, serious: 15 }[site.status];
  await sql.query(
    `with visit as (
       insert into public.inspections (site_id, kind, unit_id, catalogue_id, started_at, finished_at)
       values ($1, 'routine', ${UNITS.office}, 1, now() - interval '1 hour', now())
       returning id, site_id
     )
     insert into public.observations
       (inspection_id, site_id, catalogue_id, code, result, value, observed_at)
     select v.id, v.site_id, 1, i.code,
            (case when i.code = $2 then 'fail' else 'pass' end)::public.observation_result,
            case when i.code = $2 then 0 else 1 end, now()
       from visit v
       join public.indicators i on i.catalogue_id = 1 and $3 = any (i.applies_to)`,
    [site.id, failed, site.type ?? 'hotel'],
  );
}

/** EPSG:4326; south and north are the halves of the square. */
export const CITY_CENTER = [103.05, 29.95] as const;

const CITY = `
  insert into public.settings (key, value)
  values ('city', '{"nameZh": "示例区", "nameEn": "Sample District"}');
  insert into public.areas (id, parent_id, level, name, name_initials, outline) values
    (${AREAS.district}, null, 'district', '示例区', 'slq',
      extensions.st_multi(extensions.st_makeenvelope(103.00, 29.90, 103.10, 30.00, 4326))),
    (${AREAS.street}, ${AREAS.district}, 'street', '东街街道', 'djjd',
      extensions.st_multi(extensions.st_makeenvelope(103.00, 29.90, 103.10, 30.00, 4326))),
    (${AREAS.south}, ${AREAS.street}, 'community', '甲社区', 'jsq',
      extensions.st_multi(extensions.st_makeenvelope(103.00, 29.90, 103.10, 29.95, 4326))),
    (${AREAS.north}, ${AREAS.street}, 'community', '乙社区', 'ysq',
      extensions.st_multi(extensions.st_makeenvelope(103.00, 29.95, 103.10, 30.00, 4326)));
  insert into public.units (id, name, kind, area_id, site_types) values
    (${UNITS.office}, '创城办', 'office', null, '{}'),
    (${UNITS.department}, '商务局', 'department', null, '{hotel,supermarket}'),
    (${UNITS.south}, '甲社区居委会', 'community', ${AREAS.south}, '{}'),
    (${UNITS.team}, '巡查一队', 'patrol', null, '{}');
`;
