import { packageProgram, runProcess, type ProcessResult } from './run-process';

/** Runs the Supabase CLI against a database given by URL; it needs neither Docker nor an account. */
export function runSupabaseCli(...parameters: string[]): Promise<ProcessResult> {
  return runProcess(packageProgram('supabase'), parameters, {
    output: 'collect',
    // It would otherwise report its use and look for a newer version of itself.
    environment: {
      DO_NOT_TRACK: '1',
      SUPABASE_TELEMETRY_DISABLED: '1',
      SUPABASE_NO_UPDATE_NOTIFIER: '1',
      // The throw-away server has no certificate; the CLI would warn of that among its results.
      PGSSLMODE: 'disable',
    },
  });
}
