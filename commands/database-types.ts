import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { runCommand } from './command-line';
import { generateTypes, typesFile } from './generated-types';
import { projectRoot } from './run-process';
import { withPreparedDatabase } from './throw-away-database';

const USAGE = `
npm run db:types

由迁移生成数据库的 TypeScript 类型，写入 src/db/database.types.ts。需要本机有 PostgreSQL 与 PostGIS。
Writes the TypeScript types of the database, made from the migrations, into src/db/database.types.ts.
Needs PostgreSQL with PostGIS on this machine.
`;

await runCommand(USAGE, {}, async () => {
  writeFileSync(typesFile, await withPreparedDatabase(generateTypes));
  process.stdout.write(`${relative(projectRoot, typesFile)}\n`);
});
