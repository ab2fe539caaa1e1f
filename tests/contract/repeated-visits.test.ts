import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend';

/**
 * A phone that lost the answer asks again, perhaps while the first request still runs. On PostgreSQL,
 * where two can run at once.
 */
const USER = '00000000-0000-4000-8000-000000000001';
const VISIT = '00000000-0000-4000-8000-0000000000aa';
const COPIES = 12;

let backend: TestBackend;
let pool: pg.Pool;

beforeAll(async () => {
  backend = await startTestBackend({ database: 'postgres', postgresUrl: inject('postgresUrl') });
  await backend.sql.exec(`
    insert into auth.users (id, email) values ('${USER}', 'wang@example.invalid');
    insert into public.units (name, kind) values ('巡查一队', 'patrol');
    insert into public.members (user_id, name, role, unit_id) values ('${USER}', '王巡查', 'patrol', 1);
    insert into public.areas (level, name, outline) values ('district', '示例区',
      extensions.st_multi(extensions.st_makeenvelope(103, 29.9, 103.1, 30, 4326)));
    insert into public.sites (type, name, geom, opened_at) values ('courtyard', '大院',
      extensions.st_setsrid(extensions.st_point(103.05, 29.95), 4326), now() - interval '1 day');
  `);
  pool = new pg.Pool({ connectionString: backend.databaseUrl, max: COPIES });
});

afterAll(async () => {
  await pool.end();
  await backend.close();
});

/** As a request of the patrol's, on a connection of its own. */
async function ask<Answer>(call: string, values: readonly unknown[]): Promise<Answer> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select set_config('request.jwt.claim.sub', $1, true)", [USER]);
    await client.query('set local role authenticated');
    const { rows } = await client.query<{ answer: Answer }>(`select ${call} as answer`, [
      ...values,
    ]);
    await client.query('commit');
    return rows[0]!.answer;
  } finally {
    client.release();
  }
}

const count = async (table: string) => {
  const [row] = await backend.sql.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row!.n;
};

describe('the same request many times at once', () => {
  const png = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000250000001708060000008c2c86a5',
    'hex',
  );

  it('a photo is taken in once, and every copy is answered its id', async () => {
    const receipts = await Promise.all(
      Array.from({ length: COPIES }, () =>
        ask<{ id: number }>(`public.add_photo($1, 'before', site_id => 1)`, [
          png.toString('base64'),
        ]),
      ),
    );
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect([await count('public.photos'), await count('public.photo_files')]).toEqual([1, 1]);
  });

  it('a visit is made once, and every copy is answered the same', async () => {
    const observations = JSON.stringify([
      { code: 10, result: 'fail', note: '桶盖缺失' },
      { code: 14, result: 'fail', note: '飞线', fixed: true },
      { code: 15, result: 'pass' },
    ]);
    const answers = await Promise.all(
      Array.from({ length: COPIES }, () =>
        ask<{ inspectionId: number; repeated: boolean; issues: { id: number }[] }>(
          `public.submit_inspection($1, 1, 'routine', now() - interval '10 minutes', now(), null, $2)`,
          [VISIT, observations],
        ),
      ),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ inspectionId }) => inspectionId)).size).toBe(1);
    expect(new Set(answers.map(({ issues }) => issues.map(({ id }) => id).join())).size).toBe(1);
    // Three that were seen, and the pass of 当场整改.
    expect([
      await count('public.inspections'),
      await count('public.issues'),
      await count('public.observations'),
    ]).toEqual([1, 2, 4]);
  });
});
