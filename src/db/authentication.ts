import { isAuthApiError, isAuthRetryableFetchError, type AuthError } from '@supabase/auth-js';
import { ProblemError, type Problem } from '../domain/problem.ts';
import { lastWaitSeconds, type DatabaseClient } from './client.ts';

/** Whoever is signed in, as far as the auth API knows. */
export interface Account {
  readonly userId: string;
  readonly email: string;
}

export type SignInProblem =
  | Exclude<Problem, { kind: 'refused' | 'expired' | 'forbidden' }>
  | { readonly kind: 'wrong_password' };

export type SignIn =
  { readonly account: Account } | { readonly account: null; readonly problem: SignInProblem };

/** The account of the session kept in this browser; null when there is none. */
export async function storedAccount(client: DatabaseClient): Promise<Account | null> {
  const { data } = await client.auth.getSession();
  return data.session ? accountOf(data.session.user) : null;
}

export async function signIn(
  client: DatabaseClient,
  email: string,
  password: string,
): Promise<SignIn> {
  const { data, error } = await client.auth.signInWithPassword({ email, password });
  if (!error) return { account: accountOf(data.user) };
  return { account: null, problem: signInProblemOf(error, lastWaitSeconds(client)) };
}

/** Ends the session in this browser, also when the server cannot be told. */
export async function signOut(client: DatabaseClient): Promise<void> {
  await client.auth.signOut({ scope: 'local' });
}

/**
 * Asks for a new token with the refresh token kept here.
 *
 * @returns false when the session is over
 * @throws ProblemError `away`
 */
export async function renewSession(client: DatabaseClient): Promise<boolean> {
  const { data, error } = await client.auth.refreshSession();
  if (isAuthRetryableFetchError(error)) {
    throw new ProblemError({ kind: 'away' }, { cause: error });
  }
  return data.session !== null;
}

/** @returns a function that ends the listening */
export function onSessionChange(
  client: DatabaseClient,
  listener: (account: Account | null) => void,
): () => void {
  const { data } = client.auth.onAuthStateChange((event, session) => {
    // The library holds a lock while it tells; answering later keeps calls made by the listener free.
    if (event === 'INITIAL_SESSION') return;
    setTimeout(() => listener(session ? accountOf(session.user) : null));
  });
  return () => data.subscription.unsubscribe();
}

function accountOf(user: { id: string; email?: string | undefined }): Account {
  return { userId: user.id, email: user.email ?? '' };
}

/** @param waitSeconds how long the server asked to wait, if it did */
export function signInProblemOf(error: AuthError, waitSeconds: number | null): SignInProblem {
  if (isAuthRetryableFetchError(error)) return { kind: 'away' };
  if (error.status === 429) {
    return { kind: 'limited', waitSeconds };
  }
  if (
    isAuthApiError(error) &&
    (error.status === 400 || error.status === 401 || error.status === 422)
  ) {
    return { kind: 'wrong_password' };
  }
  return { kind: 'fault', message: error.message };
}
