import { randomUUID } from 'node:crypto';
import { hash } from 'bcryptjs';
import type { SqlExecutor } from './sql-executor.ts';

/** Somebody who may sign in. Which role and unit he has is said by `public.members`, not here. */
export interface NewUser {
  readonly email: string;
  readonly password: string;
  /** Goes to `raw_user_meta_data`: shown to the person, never trusted for rights. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface CreatedUser {
  readonly id: string;
  readonly email: string;
}

/**
 * Cost of hashing a password that a person chose: 2^10 rounds, as lite and GoTrue use; 0.1 s.
 */
const passwordCost = 10;

/**
 * Cost for passwords that are printed on the sign-in page anyway (the sample city): 16 times
 * cheaper, so that a hundred accounts take 0.6 s instead of 10. The cost is part of the hash, so
 * both kinds are verified alike.
 */
export const publicPasswordCost = 6;

/** bcrypt reads no further, so a longer password would be silently shortened. */
const longestPasswordBytes = 72;

/** Creates one user; see {@link createUsers}. */
export async function createUser(sql: SqlExecutor, user: NewUser): Promise<CreatedUser> {
  const [created] = await createUsers(sql, [user]);
  if (created === undefined) throw new Error(`No user was created for ${user.email}.`);
  return created;
}

/**
 * Creates users the way the auth API's sign-in expects them: confirmed, with a bcrypt hash and an
 * `email` identity. lite has no admin API, so this writes as the owner of the database, on both
 * databases and on one shaped like hosted Supabase, where that role may write `auth.users` too.
 *
 * Equal passwords are hashed once: 100 sample accounts with one password cost one hash.
 *
 * @param options.passwordCost bcrypt's cost factor; {@link publicPasswordCost} for sample accounts
 * @returns the users in the order given
 * @throws RangeError for a password of more than 72 bytes, SqlError 23505 for an e-mail in use
 */
export async function createUsers(
  sql: SqlExecutor,
  users: readonly NewUser[],
  options: { readonly passwordCost?: number } = {},
): Promise<CreatedUser[]> {
  const hashes = new Map<string, string>();
  for (const { email, password } of users) {
    if (Buffer.byteLength(password) > longestPasswordBytes) {
      throw new RangeError(`The password of ${email} has more than ${longestPasswordBytes} bytes.`);
    }
    if (!hashes.has(password)) {
      hashes.set(password, await hash(password, options.passwordCost ?? passwordCost));
    }
  }
  const rows = users.map(({ email, password, metadata }) => {
    const id = randomUUID();
    const address = email.toLowerCase();
    return {
      id,
      email: address,
      hash: hashes.get(password),
      metadata: { ...metadata, email: address, email_verified: true, sub: id },
    };
  });
  await sql.transaction(async (transaction) => {
    await transaction.query(insertUsers, [JSON.stringify(rows)]);
    await transaction.query(insertIdentities, [JSON.stringify(rows)]);
  });
  return rows.map(({ id, email }) => ({ id, email }));
}

/**
 * GoTrue scans its token columns into strings and fails on NULL at sign-in, so they are empty
 * strings: lite takes both.
 */
const insertUsers = `
  insert into auth.users (
    id, aud, role, email, encrypted_password, email_confirmed_at,
    raw_app_meta_data, raw_user_meta_data, created_at, updated_at,
    confirmation_token, recovery_token, email_change_token_new, email_change
  )
  select id, 'authenticated', 'authenticated', email, hash, now(),
         '{"provider": "email", "providers": ["email"]}', metadata, now(), now(), '', '', '', ''
    from jsonb_to_recordset($1::jsonb) as row (id uuid, email text, hash text, metadata jsonb)`;

const insertIdentities = `
  insert into auth.identities (
    id, provider, provider_id, user_id, identity_data, created_at, updated_at
  )
  select gen_random_uuid(), 'email', id::text, id, metadata, now(), now()
    from jsonb_to_recordset($1::jsonb) as row (id uuid, metadata jsonb)`;
