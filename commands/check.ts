import { runChecks } from './checks';
import { runCommand } from './command-line';

const USAGE = `
npm run check

检查格式、规范、类型、无用代码与架构规则。
Checks format, lint, types, unused code and the architecture rules.
`;

await runCommand(USAGE, {}, async () => {
  const { passed, failed } = await runChecks();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
