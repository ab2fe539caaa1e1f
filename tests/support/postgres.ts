import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * Creates an empty database in a running PostgreSQL.
 *
 * @param superuserUrl of any database there
 * @param owner        a role that is to own it; absent: the superuser
 * @returns the superuser's URL of the new database
 */
export async function createDatabase(superuserUrl: string, owner?: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`create database ${name}${owner === undefined ? '' : ` owner ${owner}`}`);
  } finally {
    await client.end();
  }
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The same database, as another role. */
export function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = password;
  return changed.href;
}
