import {
  onSessionChange,
  renewSession,
  signIn,
  signOut,
  storedAccount,
  type Account,
  type SignInProblem,
} from '../db/authentication.ts';
import { fetchWhoAmI } from '../db/who-am-i.ts';
import type { WhoAmI } from '../domain/members/who-am-i.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import type { Connection } from './connection.svelte.ts';

export type SessionStage =
  /** Looking for a session kept in this browser, or asking who it is. */
  | 'checking'
  | 'signed_out'
  /** Signed in, but no member here, or not any more. */
  | 'stranger'
  | 'member'
  /** Asking who it is failed for another reason than the network. */
  | 'failed';

/** A member who was deactivated is shown out within this time, whatever is on the screen. */
const ASK_AGAIN_MILLISECONDS = 300_000;

/** Another window tells by this that it signed out on purpose, not that the session expired. */
const SIGNED_OUT_KEY = 'chuangcheng.signed-out';

/**
 * Who is signed in. A session that expires changes nothing here but `expired`: what is on the screen
 * stays, a dialog asks for the password, and everything that waited goes on.
 */
export class Session {
  stage = $state<SessionStage>('checking');
  account = $state.raw<Account | null>(null);
  whoAmI = $state.raw<WhoAmI | null>(null);
  problem = $state.raw<Problem | null>(null);
  expired = $state(false);
  /** Told when a member comes in, or comes back with another role; what was loaded is not theirs. */
  onEnter: ((whoAmI: WhoAmI) => void) | null = null;
  /** Told when nobody is in any more. */
  onLeave: (() => void) | null = null;

  readonly #connection: Connection;
  #renewed: { promise: Promise<void>; resolve: () => void } | null = null;
  #renewing: Promise<boolean> | null = null;
  #isAsking = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.renewSession = (signal) => this.#renew(signal);
    // A deactivated member is refused everything at once; the page should say so at once, too.
    connection.onRefused = () => {
      if (this.stage === 'member' && !this.expired && !this.#isAsking) void this.ask();
    };
  }

  /** @returns a function that ends the listening */
  start(): () => void {
    const stop = onSessionChange(this.#connection.client, (account) => this.#changed(account));
    const onStorage = (event: StorageEvent) => {
      if (event.key === SIGNED_OUT_KEY && event.newValue !== null) this.#forget();
    };
    addEventListener('storage', onStorage);
    const asking = setInterval(() => {
      if (this.stage === 'member' && !this.expired && !document.hidden) void this.ask();
    }, ASK_AGAIN_MILLISECONDS);
    void this.#restore();
    return () => {
      stop();
      clearInterval(asking);
      removeEventListener('storage', onStorage);
    };
  }

  /** @returns what is wrong; null when signed in */
  async signIn(email: string, password: string): Promise<SignInProblem | null> {
    const before = this.account;
    const answer = await signIn(this.#connection.client, email.trim(), password);
    if (!answer.account) return answer.problem;
    this.account = answer.account;
    const samePerson = before?.userId === answer.account.userId;
    this.#endExpiry();
    if (!samePerson || this.stage !== 'member') {
      this.#leave('checking');
      await this.ask();
    }
    return null;
  }

  async signOut(): Promise<void> {
    localStorage.setItem(SIGNED_OUT_KEY, new Date().toISOString());
    this.#forget();
    await signOut(this.#connection.client);
  }

  /** Asks again who this is: at the beginning, and now and then, since a member may be deactivated. */
  async ask(): Promise<void> {
    this.#isAsking = true;
    try {
      const whoAmI = await this.#connection.read(fetchWhoAmI);
      if (!this.account) return;
      this.problem = null;
      if (whoAmI) this.#enter(whoAmI);
      else this.#leave('stranger');
    } catch (error) {
      const problem = problemOf(error);
      if (problem.kind === 'forbidden') {
        this.#leave('stranger');
      } else if (this.stage !== 'member') {
        this.problem = problem;
        this.stage = 'failed';
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #restore(): Promise<void> {
    const account = await storedAccount(this.#connection.client);
    if (this.stage !== 'checking' || this.account) return;
    if (!account) {
      this.stage = 'signed_out';
      return;
    }
    this.account = account;
    await this.ask();
  }

  #changed(account: Account | null): void {
    if (account) {
      // Another window signed in again, or the token was renewed.
      if (this.expired && account.userId === this.account?.userId) this.#endExpiry();
    } else if (this.account) {
      if (this.stage === 'member') this.#expire();
      else this.#forget();
    }
  }

  #enter(whoAmI: WhoAmI): void {
    const before = this.whoAmI?.member;
    this.whoAmI = whoAmI;
    this.stage = 'member';
    if (before?.id !== whoAmI.member.id || before.role !== whoAmI.member.role) {
      this.onEnter?.(whoAmI);
    }
  }

  #leave(stage: SessionStage): void {
    this.whoAmI = null;
    this.stage = stage;
    this.onLeave?.();
  }

  #forget(): void {
    this.account = null;
    this.expired = false;
    this.#leave('signed_out');
  }

  #expire(): void {
    this.expired = true;
  }

  #endExpiry(): void {
    this.expired = false;
    this.#renewed?.resolve();
    this.#renewed = null;
  }

  /** One renewal for all who wait; when the refresh token is no good either, the user is asked. */
  async #renew(signal?: AbortSignal): Promise<void> {
    if (!this.expired) {
      this.#renewing ??= renewSession(this.#connection.client).finally(() => {
        this.#renewing = null;
      });
      // Away is for the caller: it waits and asks again.
      if (await this.#renewing) return;
      if (this.stage !== 'member') {
        // Nothing is on the screen yet that could be lost.
        this.#forget();
        throw new DOMException('signed out', 'AbortError');
      }
      this.#expire();
    }
    this.#renewed ??= deferred();
    const renewed = this.#renewed.promise;
    await (signal ? Promise.race([renewed, aborted(signal)]) : renewed);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolved) => (resolve = resolved));
  return { promise, resolve };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
