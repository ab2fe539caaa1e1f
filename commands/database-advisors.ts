import { runCommand } from './command-line';
import { runSupabaseCli } from './supabase-cli';
import { withPreparedDatabase } from './throw-away-database';

const USAGE = `
npm run db:advisors

由 Supabase 的检查程序查看数据库的安全问题，有警告即失败。需要本机有 PostgreSQL 与 PostGIS。
Looks for security problems with Supabase's lints and fails on a warning.
Needs PostgreSQL with PostGIS on this machine.
`;

await runCommand(USAGE, {}, async () => {
  const { code, output } = await withPreparedDatabase((url) =>
    runSupabaseCli(
      ...['db', 'advisors', '--type', 'security', '--level', 'info', '--fail-on', 'warn'],
      `--remote=${url}`,
    ),
  );
  process.stdout.write(output);
  return code;
});
