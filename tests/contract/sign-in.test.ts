import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createUsers, publicPasswordCost } from '../../supabase/embedded/users';
import { startTestBackend, type TestBackend } from '../support/backend';

const password = '正确的 pass phrase';

describe.each(['embedded', 'postgres'] as const)('signing in over the %s database', (database) => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await startTestBackend({ database, postgresUrl: inject('postgresUrl') });
    const names = ['right', 'guessed', 'stormed', 'banned', 'deleted', 'renewed', 'changing'];
    await createUsers(
      backend.sql,
      names.map((name) => ({ email: `${name}@example.cn`, password })),
      { passwordCost: publicPasswordCost },
    );
  });

  afterAll(() => backend.close());

  async function call(method: string, path: string, body?: unknown, headers: object = {}) {
    const response = await fetch(`${backend.url}${path}`, {
      method,
      headers: {
        apikey: backend.keys.publishableKey,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      json: (text === '' ? {} : JSON.parse(text)) as Record<string, string>,
    };
  }

  const signIn = (name: string, attempt = password) =>
    call('POST', '/auth/v1/token?grant_type=password', {
      email: `${name}@example.cn`,
      password: attempt,
    });

  test('works with the right password, in either case of the address, and as often as one likes', async () => {
    for (let time = 0; time < 12; time += 1) {
      const { status, json } = await signIn(time % 2 === 0 ? 'right' : 'RIGHT');
      expect(status).toBe(200);
      expect(json['access_token']).toMatch(/^ey/);
    }
  });

  test('is refused after ten wrong passwords, even with the right one, and only for that account', async () => {
    for (let time = 0; time < 10; time += 1) {
      const { status, json } = await signIn('guessed', `wrong ${time}`);
      expect([status, json['error_code']]).toEqual([400, 'invalid_credentials']);
    }
    const { status, json, retryAfter } = await signIn('guessed');
    expect(status).toBe(429);
    expect(Number(retryAfter)).toBeGreaterThan(14 * 60);
    expect(Number(retryAfter)).toBeLessThanOrEqual(15 * 60);
    expect(json['msg']).toBe(
      '密码错误次数过多，请 15 分钟后再试 / Too many wrong passwords: try again in 15 min.',
    );
    expect((await signIn('right')).status).toBe(200);
  });

  test('lets no more than ten of thirty guesses at once through', async () => {
    const statuses = await Promise.all(
      Array.from(
        { length: 30 },
        async (_, time) => (await signIn('stormed', `wrong ${time}`)).status,
      ),
    );
    expect(statuses.filter((status) => status === 400)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  test.each(['signup', 'otp', 'magiclink', 'recover', 'resend', 'verify', 'admin/users'])(
    'offers no %s',
    async (endpoint) => {
      const { status, json } = await call('POST', `/auth/v1/${endpoint}`, {
        email: 'intruder@example.cn',
        password,
        type: 'signup',
      });
      expect([status, json['error_code']]).toEqual([403, 'endpoint_disabled']);
    },
  );

  test('has made no account for anybody who asked', async () => {
    const rows = await backend.sql.query(
      `select email from auth.users where email like 'intruder%'`,
    );
    expect(rows).toEqual([]);
  });

  test.each([
    ['banned', `banned_until = now() + interval '1 day'`],
    ['deleted', 'deleted_at = now()'],
  ])('turns away a %s user, at sign-in and when his session is renewed', async (name, change) => {
    const before = await signIn(name);
    expect(before.status).toBe(200);
    await backend.sql.exec(`update auth.users set ${change} where email = '${name}@example.cn'`);
    const renewed = await call('POST', '/auth/v1/token?grant_type=refresh_token', {
      refresh_token: before.json['refresh_token'],
    });
    expect([renewed.status, renewed.json['error_code']]).toEqual([403, 'user_banned']);
    const after = await signIn(name);
    expect([after.status, after.json['error_code']]).toEqual([403, 'user_banned']);
    const sessions = await backend.sql.query(
      'select from auth.sessions join auth.users on users.id = user_id where email = $1',
      [`${name}@example.cn`],
    );
    expect(sessions).toHaveLength(0);
  });

  test('is renewed, and ends with signing out', async () => {
    const first = await signIn('renewed');
    const second = await call('POST', '/auth/v1/token?grant_type=refresh_token', {
      refresh_token: first.json['refresh_token'],
    });
    expect(second.status).toBe(200);
    const authorization = `Bearer ${second.json['access_token'] ?? ''}`;
    expect((await call('GET', '/auth/v1/user', undefined, { authorization })).status).toBe(200);
    expect((await call('POST', '/auth/v1/logout', {}, { authorization })).status).toBe(204);
    const third = await call('POST', '/auth/v1/token?grant_type=refresh_token', {
      refresh_token: second.json['refresh_token'],
    });
    expect(third.status).toBe(400);
  });

  test('lets a person change the password but not the address', async () => {
    const { json } = await signIn('changing');
    const authorization = `Bearer ${json['access_token'] ?? ''}`;
    const address = await call(
      'PUT',
      '/auth/v1/user',
      { email: 'x@example.cn' },
      { authorization },
    );
    expect([address.status, address.json['error_code']]).toEqual([403, 'email_change_disabled']);
    const tooShort = await call('PUT', '/auth/v1/user', { password: 'short' }, { authorization });
    expect(tooShort.status).toBe(422);
    const changed = await call(
      'PUT',
      '/auth/v1/user',
      { password: 'a new pass phrase' },
      { authorization },
    );
    expect(changed.status).toBe(200);
    expect((await signIn('changing')).status).toBe(400);
    expect((await signIn('changing', 'a new pass phrase')).status).toBe(200);
  });

  test('needs a key, and the secret one not from a browser', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${backend.url}/rest/v1/site_types?select=id`, { headers }).then(
        ({ status }) => status,
      );
    expect(await ask({})).toBe(401);
    expect(await ask({ apikey: 'sb_secret_guess' })).toBe(401);
    expect(await ask({ apikey: backend.keys.secretKey })).toBe(200);
    const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
    expect(await ask({ apikey: backend.keys.secretKey, 'user-agent': browser })).toBe(401);
  });
});
