import { fileURLToPath } from 'node:url';

/** The folder with package.json, however the program was started. */
export const projectDirectory = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of the migrations that define the schema. */
export const migrationsDirectory = fileURLToPath(new URL('../migrations', import.meta.url));

/** What hosted Supabase has before the first migration. */
export const bootstrapFile = fileURLToPath(new URL('../bootstrap.sql', import.meta.url));
