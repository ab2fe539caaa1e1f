import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from './run-process';
import { runSupabaseCli } from './supabase-cli';

/** Where the types of the database are kept; only src/db imports them. */
export const typesFile = join(projectRoot, 'src', 'db', 'database.types.ts');

/**
 * The TypeScript types of the tables and functions of schema `public`.
 *
 * @param url of a database with all migrations applied
 * @throws with what the CLI said
 */
export async function generateTypes(url: string): Promise<string> {
  const { code, stdout, output } = await runSupabaseCli(
    ...['gen', 'types', '--lang=typescript', '--schema', 'public', `--remote=${url}`],
  );
  if (code !== 0) throw new Error(`supabase gen types: ${output.trim()}`);
  const banner = '// Written by `npm run db:types` from the migrations; never edited by hand.\n\n';
  return format(banner + stdout, { ...(await resolveConfig(typesFile)), filepath: typesFile });
}
