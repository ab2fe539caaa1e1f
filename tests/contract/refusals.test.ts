import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createUsers } from '../../supabase/embedded/users';
import { startTestBackend, type TestBackend } from '../support/backend';

const account = { email: 'office@example.cn', password: 'sample-2026' };

/** Crosses itself in the middle. */
const bowTie = {
  type: 'Polygon',
  coordinates: [
    [
      [103, 30],
      [103.01, 30.01],
      [103.01, 30],
      [103, 30.01],
      [103, 30],
    ],
  ],
};

describe.each(['embedded', 'postgres'] as const)('functions called over HTTP, %s', (database) => {
  let backend: TestBackend;
  let token: string;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    const [user] = await createUsers(backend.sql, [account]);
    await backend.sql.query(
      `insert into public.units (id, name, kind) values (1, '创城办', 'office')`,
    );
    await backend.sql.query(
      `insert into public.members (user_id, name, role, unit_id) values ($1, '张创城', 'office', 1)`,
      [user!.id],
    );
    const answer = await post('/auth/v1/token?grant_type=password', account);
    token = ((await answer.json()) as { access_token: string }).access_token;
  });
  afterAll(() => backend.close());

  function post(path: string, body: unknown): Promise<Response> {
    return fetch(backend.url + path, {
      method: 'POST',
      headers: {
        apikey: backend.keys.publishableKey,
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  }

  it('a refusal says what, in both languages, and where', async () => {
    const response = await post('/rest/v1/rpc/save_zone', {
      zone: { name: '东城', geometry: bowTie },
    });
    expect(response.status).toBe(400);
    const refusal = (await response.json()) as Record<string, string>;
    expect(refusal['message']).toBe('片区边界自相交，位置 103.005000, 30.005000，请移动该处的顶点');
    expect(refusal['hint']).toContain('the outline crosses itself at 103.005000, 30.005000');
    expect(JSON.parse(refusal['details'] ?? '')).toEqual({
      field: 'geometry',
      corner: [103.005, 30.005],
    });
  });

  it('an argument of JSON arrives as what it is', async () => {
    const points = await post('/rest/v1/rpc/open_issue_points', { as_of: null, filters: {} });
    expect(points.status).toBe(200);
    const refused = await post('/rest/v1/rpc/open_issue_points', {
      as_of: null,
      filters: { colour: 'red' },
    });
    const refusal = (await refused.json()) as Record<string, string>;
    expect(refusal['hint']).toContain('filter “colour” is unknown');
  });
});
