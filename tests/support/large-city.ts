import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { MemberRole } from '../../src/domain/members/who-am-i';
import { startTestBackend, type TestBackend } from './backend';

/** 100,000 sites and 1,000,000 observations on PostgreSQL, with a member of each role that reads. */
export interface LargeCity {
  readonly backend: TestBackend;
  /** A connection that acts as a signed-in member, through the policies. */
  as(persona: Persona): Promise<pg.Client>;
  /** A connection that acts as a member who was added since. */
  connectAs(userId: string): Promise<pg.Client>;
  /**
   * A connection of the database's owner, whom no policy concerns; the API's functions take it for
   * the leader, so that it asks the same.
   */
  owner(): Promise<pg.Client>;
}

export type Persona = Extract<MemberRole, 'leader' | 'office' | 'department' | 'community'>;

/** The community works in the street with id 2, which has 5,000 of the sites. */
const personas: Record<Persona, { unitId: number; areaId: number; userId: string }> = {
  leader: { unitId: 1, areaId: 1, userId: randomUUID() },
  office: { unitId: 1, areaId: 1, userId: randomUUID() },
  department: { unitId: 3, areaId: 1, userId: randomUUID() },
  community: { unitId: 250, areaId: 2, userId: randomUUID() },
};

/**
 * Makes the city, hands it over, and takes everything down afterwards. Filling takes about 40 s.
 *
 * @param migrationsDirectory with functions of the benchmark's own among the product's migrations
 */
export async function withLargeCity<Result>(
  run: (city: LargeCity) => Promise<Result>,
  migrationsDirectory?: string,
): Promise<Result> {
  const backend = await startTestBackend({
    database: 'postgres',
    ...(migrationsDirectory === undefined ? {} : { migrationsDirectory }),
  });
  const clients: pg.Client[] = [];
  const connect = async (userId: string) => {
    const client = new pg.Client({ connectionString: backend.databaseUrl });
    await client.connect();
    clients.push(client);
    await client.query(
      `select set_config('request.jwt.claim.sub', $1, false), set_config('request.jwt.claims', $2, false)`,
      [userId, JSON.stringify({ sub: userId, role: 'authenticated' })],
    );
    return client;
  };
  const connectAs = async (userId: string) => {
    const client = await connect(userId);
    await client.query('set role authenticated');
    return client;
  };
  try {
    await backend.sql.exec(readFileSync(new URL('large-city.sql', import.meta.url), 'utf8'));
    for (const [role, { unitId, areaId, userId }] of Object.entries(personas)) {
      await backend.sql.query(`insert into auth.users (id, email) values ($1, $2)`, [
        userId,
        `${role}@example.org`,
      ]);
      await backend.sql.query(
        `insert into public.members (user_id, name, role, unit_id, area_id)
         values ($1, $2::text, $2::public.member_role, $3, $4)`,
        [userId, role, unitId, areaId],
      );
    }
    await backend.sql.exec('vacuum analyze');
    return await run({
      backend,
      owner: () => connect(personas.leader.userId),
      as: (persona) => connectAs(personas[persona].userId),
      connectAs,
    });
  } finally {
    for (const client of clients) await client.end();
    await backend.close();
  }
}

/**
 * The middle of several runs, in milliseconds, after one that is not counted.
 *
 * @param run is handed the number of the run, so that it need not ask for the same thing twice
 */
export async function medianMilliseconds(
  runs: number,
  run: (index: number) => Promise<unknown>,
): Promise<number> {
  await run(runs);
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    const started = performance.now();
    await run(index);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] ?? Number.NaN;
}

/** To a hundredth, for printing. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
