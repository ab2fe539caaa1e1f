import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { generateTypes, typesFile } from '../../commands/generated-types';
import { openBackend } from '../../supabase/embedded/backend';
import { createDatabase } from '../support/postgres-cluster';

it('the types of the database are those of the migrations (else: npm run db:types)', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'chuangcheng-types-'));
  const databaseUrl = await createDatabase(inject('postgresUrl'), 'database_types');
  const backend = await openBackend({ dataDirectory, databaseUrl });
  await backend.close();
  rmSync(dataDirectory, { recursive: true });
  expect(readFileSync(typesFile, 'utf8')).toBe(await generateTypes(databaseUrl));
});
