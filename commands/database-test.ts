import { InputError, runCommand } from './command-line';
import { provide } from './test-requirements';
import { runVitest } from './vitest-run';

const USAGE = `
npm run db:test

在内置数据库与 PostgreSQL 上运行 supabase/tests 中的 pgTAP 测试。
Runs the pgTAP tests of supabase/tests on the embedded database and on PostgreSQL.
`;

await runCommand(USAGE, {}, async () => {
  const missing = await provide(new Set(['postgres']));
  const lack = missing.get('postgres');
  if (lack !== undefined) throw new InputError(lack);
  const { passed, failed } = await runVitest(['pgtap'], { output: 'show' });
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
