import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What the caller did wrong, told in one line without a stack. */
export class InputError extends Error {}

export type ParsedArguments<Config extends ParseArgsConfig> = ReturnType<typeof parseArgs<Config>>;

/**
 * Reads the command line and runs a command. `--help` prints the usage; an unknown option and an
 * {@link InputError} are told in one line and end with code 2; anything else thrown is a fault of
 * ours and keeps its stack.
 *
 * @param run answers the exit code, 0 when nothing is returned
 */
export async function runCommand<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
  run: (
    parsed: ParsedArguments<{ options: Options; allowPositionals: true }>,
  ) => Promise<number | void>,
): Promise<void> {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(`${usage.trim()}\n`);
    return;
  }
  try {
    const parsed = parseArguments(options);
    process.exitCode = (await run(parsed)) ?? 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

function parseArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  options: Options,
): ParsedArguments<{ options: Options; allowPositionals: true }> {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const allowed = Object.keys(options).map((name) => `--${name}`);
    throw new InputError(
      `参数有误，可用：${allowed.join(' ')} / ${firstSentence(message)}; allowed: ${allowed.join(' ')}`,
    );
  }
}

function firstSentence(message: string): string {
  return message.split('. ')[0] ?? message;
}
