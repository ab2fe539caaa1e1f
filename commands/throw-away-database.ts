import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../supabase/embedded/backend';
import { startCluster } from '../tests/support/postgres-cluster';

/**
 * Runs something against a PostgreSQL made for it, with everything before the migrations and the
 * migrations themselves applied, and without a row of the sample city.
 *
 * @param use gets the superuser's URL
 */
export async function withPreparedDatabase<Result>(
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const cluster = await startCluster();
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-backend-'));
  try {
    const url = await cluster.createDatabase('chuangcheng');
    const backend = await openBackend({ dataDirectory, databaseUrl: url });
    await backend.close();
    return await use(url);
  } finally {
    await cluster.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}
