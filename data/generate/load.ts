import { randomInt } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlExecutor } from '../../supabase/embedded/sql-executor.ts';
import { createUsers, publicPasswordCost } from '../../supabase/embedded/users.ts';
import { activityTables } from './activity-tables.ts';
import { CATALOGUE_ID } from './catalogue.ts';
import { DEFAULT_SITES, generateCity, type SampleCity } from './generate-city.ts';
import type { Member } from './organisation.ts';
import { patrolTables } from './patrol-teams.ts';
import { drawPhotos, type PhotoFile } from './photos.ts';
import { withoutUpkeep } from './set-aside.ts';
import { historyTables } from './history-tables.ts';
import { placeTables } from './place-tables.ts';
import type { TableRows } from './table-rows.ts';

export interface LoadOptions {
  readonly seed: number;
  readonly sites?: number;
  readonly issues?: number;
  readonly observationsPerSite?: number;
  /** The history ends here; now when absent. */
  readonly until?: Date;
  /** Where `sample-accounts.json` goes; no file and no sign-ins without it. */
  readonly dataDir?: string;
  /** @param share 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/**
 * Large tables: their triggers would do again, row by row, what the generator has already done, and
 * their keys and indexes are cheaper to make at the end.
 */
const LARGE = [
  'public.inspections',
  'public.observations',
  'public.issues',
  'public.issue_events',
  'public.photos',
  'public.site_status_periods',
] as const;
/** Small tables, of which only the triggers stand aside. */
const TRIGGERED = ['public.areas', 'public.sites'] as const;

/** Tables with ids of their own making, whose sequences must go on after the loaded ones. */
const NUMBERED = [
  'public.areas',
  'public.units',
  'public.sites',
  'public.members',
  'public.pairings',
  'public.base_features',
  'public.inspections',
  'public.observations',
  'public.issues',
  'public.issue_events',
  'public.photos',
  'public.site_status_periods',
  'public.activity_plans',
  'public.activities',
  'public.patrol_shifts',
  'public.patrol_crews',
  'public.crew_leave',
] as const;

/** Of the whole time so much is for generating; the rest is loading. */
const GENERATING_SHARE = 0.35;

/**
 * Generates the sample city and copies it straight into the tables of an empty database, as their
 * owner. All or nothing: one transaction (a savepoint where the caller has begun one), so that a
 * killed load leaves nothing; the setting `sample` is written last.
 *
 * The triggers of the tables stand aside meanwhile (which needs their owner, not a superuser); the
 * projections, the `…_after` columns and the periods come from the twins of the database's own
 * rules in `src/domain`.
 *
 * @throws RangeError for a number of sites that no plan fits; SqlError of the database
 */
export async function loadSampleCity(sql: SqlExecutor, options: LoadOptions): Promise<void> {
  const onProgress = options.onProgress ?? (() => undefined);
  const until = Math.floor((options.until?.getTime() ?? Date.now()) / 60_000) * 60_000;
  const city = generateCity(
    {
      sites: options.sites ?? DEFAULT_SITES,
      seed: options.seed,
      until,
      issues: options.issues ?? null,
      observationsPerSite: options.observationsPerSite ?? null,
    },
    (share) => onProgress(share * GENERATING_SHARE),
  );
  await sql.transaction(async (transaction) => {
    await refuseOtherCatalogue(transaction);
    await copyCity(transaction, city, (share) =>
      onProgress(GENERATING_SHARE + (1 - GENERATING_SHARE) * share),
    );
    if (options.dataDir !== undefined) await addAccounts(transaction, city, options.dataDir);
    await transaction.query(
      `insert into public.settings (key, value) values ('city', $1), ('sample', $2)
       on conflict (key) do update set value = excluded.value`,
      [
        { nameZh: city.geography.nameZh, nameEn: city.geography.nameEn },
        {
          seed: options.seed,
          sites: city.geography.sites.length,
          until: new Date(until).toISOString(),
        },
      ],
    );
  });
  onProgress(1);
}

/** The history was made by edition 2024; under another one its scores would mean something else. */
async function refuseOtherCatalogue(sql: SqlExecutor): Promise<void> {
  const editions = await sql.query<{ id: number }>('select id from public.catalogues order by id');
  if (editions.length !== 1 || editions[0]?.id !== CATALOGUE_ID) {
    throw new RangeError(
      `The sample city needs a database with edition 2024 alone; this one has ${editions.length}.`,
    );
  }
}

async function copyCity(
  sql: SqlExecutor,
  city: SampleCity,
  onProgress: (share: number) => void,
): Promise<void> {
  const photos = drawPhotos();
  for (const table of TRIGGERED) await sql.exec(`alter table ${table} disable trigger user`);
  const tables = [
    ...placeTables(city),
    photoFileTable(photos),
    ...historyTables(city, photos),
    ...activityTables(city),
    ...patrolTables(city),
  ];
  const total = tables.reduce((sum, { table }) => sum + weightOf(table, city), 0);
  let done = 0;
  await withoutUpkeep(sql, LARGE, async () => {
    for (const { table, columns, rows } of tables) {
      await sql.copyFrom(table, columns, rows);
      done += weightOf(table, city);
      onProgress((done / total) * 0.8);
    }
  });
  await sql.query('select private.rebuild_ledger()');
  for (const table of TRIGGERED) await sql.exec(`alter table ${table} enable trigger user`);
  for (const table of NUMBERED) {
    await sql.query(
      `select setval(pg_get_serial_sequence($1, 'id'), (select max(id) from ${table}))
       where exists (select from ${table})`,
      [table],
    );
  }
  await sql.query('select private.build_road_edges()');
  onProgress(1);
}

/** About how long a table takes, in rows. */
function weightOf(table: string, { history, geography }: SampleCity): number {
  switch (table) {
    case 'public.observations':
      return history.observations.length;
    case 'public.inspections':
      return history.inspections.length;
    case 'public.issue_events':
      return history.events.length;
    case 'public.issues':
      return history.issues.length * 2;
    case 'public.site_status_periods':
      return history.inspections.length * 4;
    default:
      return geography.sites.length;
  }
}

function photoFileTable(photos: readonly PhotoFile[]): TableRows {
  return {
    table: 'public.photo_files',
    columns: ['sha256', 'mime', 'width', 'height', 'drawn', 'bytes'],
    rows: photos.map(({ sha256, mime, width, height, bytes }) => [
      sha256,
      mime,
      width,
      height,
      true,
      `\\x${Buffer.from(bytes).toString('hex')}`,
    ]),
  };
}

/** Sign-ins for one member of each role, with passwords that are nowhere but in the file. */
async function addAccounts(sql: SqlExecutor, city: SampleCity, dataDir: string): Promise<void> {
  const { accounts, members, units } = city.organisation;
  const people = accounts.map(({ memberId, email }) => {
    const member = members[memberId - 1] as Member;
    return { member, email, password: readablePassword() };
  });
  const users = await createUsers(
    sql,
    people.map(({ email, password, member }) => ({
      email,
      password,
      metadata: { name: member.name },
    })),
    { passwordCost: publicPasswordCost },
  );
  for (const [index, { member }] of people.entries()) {
    await sql.query('update public.members set user_id = $1 where id = $2', [
      users[index]?.id,
      member.id,
    ]);
  }
  const list = people.map(({ member, email, password }) => ({
    email,
    password,
    role: member.role,
    name: member.name,
    unit: units[(member.unitId ?? 0) - 1]?.name ?? null,
  }));
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'sample-accounts.json');
  writeFileSync(path, `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
  // `mode` holds for a new file only.
  chmodSync(path, 0o600);
}

/** Three groups of letters that cannot be mistaken for one another: about 56 bits. */
function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}
