import type { Backend } from './backend.ts';
import type { ApiRequest, ApiResponse } from './messages.ts';
import { SignInLimits } from './sign-in-limits.ts';

/**
 * What stands between the network and lite's auth API. lite creates an account for whoever asks for
 * a one-time code, although sign-up is off; signs banned users in; and lets passwords be guessed
 * without end. So only the calls that the product uses are let through, and sign-in is watched.
 */
const allowedCalls = new Set([
  'POST /auth/v1/token',
  'POST /auth/v1/logout',
  'GET /auth/v1/user',
  'PUT /auth/v1/user',
  'GET /auth/v1/settings',
  'GET /auth/v1/health',
  'GET /auth/v1/.well-known/jwks.json',
]);

export class AuthGate {
  readonly #limits = new SignInLimits();

  constructor(private readonly backend: Pick<Backend, 'fetch' | 'sql'>) {}

  /**
   * @param request a request under `/auth/v1`
   * @param address the network address it came from
   */
  async answer(request: ApiRequest, address: string): Promise<ApiResponse> {
    const { pathname, searchParams } = new URL(request.url);
    const call = `${request.method} ${pathname}`;
    if (request.method !== 'OPTIONS' && !allowedCalls.has(call)) {
      return refuse(
        403,
        'endpoint_disabled',
        '本系统不提供此登录方式',
        'This way of signing in is not offered.',
      );
    }
    if (call === 'POST /auth/v1/token') {
      return searchParams.get('grant_type') === 'password'
        ? this.#signIn(request, address)
        : this.#shutOutBanned(await this.backend.fetch(request));
    }
    if (call === 'PUT /auth/v1/user' && changesAddress(request)) {
      return refuse(
        403,
        'email_change_disabled',
        '邮箱由创城办修改',
        'The office changes e-mail addresses.',
      );
    }
    return this.backend.fetch(request);
  }

  async #signIn(request: ApiRequest, address: string): Promise<ApiResponse> {
    const account = readText(request, 'email');
    const wait = await this.#limits.begin(account, address);
    if (wait !== undefined) {
      const minutes = Math.ceil(wait / 60);
      const response = refuse(
        429,
        'over_request_rate_limit',
        `密码错误次数过多，请 ${minutes} 分钟后再试`,
        `Too many wrong passwords: try again in ${minutes} min.`,
      );
      return { ...response, headers: [...response.headers, ['retry-after', String(wait)]] };
    }
    const response = await this.backend.fetch(request);
    if (response.status === 200) await this.#limits.succeed(account, address);
    return this.#shutOutBanned(response);
  }

  /** The password was right, or the session alive; whether the user may come in is another matter. */
  async #shutOutBanned(response: ApiResponse): Promise<ApiResponse> {
    if (response.status !== 200) return response;
    const answer = JSON.parse(new TextDecoder().decode(response.body)) as {
      user?: { id?: string };
    };
    const banned = await this.backend.sql.query(
      `select from auth.users
        where id = $1 and (banned_until > now() or deleted_at is not null)`,
      [answer.user?.id],
    );
    if (banned.length === 0) return response;
    await this.backend.sql.query('delete from auth.sessions where user_id = $1', [answer.user?.id]);
    return refuse(403, 'user_banned', '该账号已停用', 'This account is disabled.');
  }
}

function changesAddress(request: ApiRequest): boolean {
  return readText(request, 'email') !== '' || readText(request, 'phone') !== '';
}

/** A text field of a JSON body; empty when there is none, which lite then refuses in its own way. */
function readText(request: ApiRequest, field: string): string {
  try {
    const body = JSON.parse(new TextDecoder().decode(request.body)) as Record<
      string,
      unknown
    > | null;
    const value = body?.[field];
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** A refusal in the shape in which GoTrue gives its own, so that supabase-js shows it. */
function refuse(status: number, code: string, zh: string, en: string): ApiResponse {
  return {
    status,
    headers: [
      ['content-type', 'application/json; charset=utf-8'],
      ['access-control-allow-origin', '*'],
      ['x-sb-error-code', code],
    ],
    body: new TextEncoder().encode(
      JSON.stringify({ code: status, error_code: code, msg: `${zh} / ${en}` }),
    ),
  };
}
