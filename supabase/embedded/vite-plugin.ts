import type { Plugin } from 'vite';
import type { Backend } from './backend.ts';

/** Vite reads its configuration anew when it restarts itself; the database stays open meanwhile. */
const openBackends = globalThis as { chuangchengBackend?: Promise<Backend> };

/**
 * `npm run dev`: the same backend inside Vite's server, with hot reload for the rest. Flags are the
 * environment's: CHUANGCHENG_DATA (default ./.data), CHUANGCHENG_DB.
 */
export function embeddedBackend(): Plugin {
  return {
    name: 'chuangcheng-embedded-backend',
    apply: (_config, { command, mode }) => command === 'serve' && mode !== 'test',
    async configureServer(server) {
      // Not when the configuration is read for a build or a test: it brings a database with it.
      const { openBackend } = await import('./backend.ts');
      const { createBackendHandler } = await import('./http-shell.ts');
      const { readBasemaps } = await import('./basemaps.ts');
      const { readRouting } = await import('./routing.ts');
      const { ProgressReport } = await import('./progress-report.ts');
      const report = new ProgressReport(process.stderr);
      const dataDirectory = process.env['CHUANGCHENG_DATA'] ?? './.data';
      const databaseUrl = process.env['CHUANGCHENG_DB'];
      const onProblem = (error: unknown) => report.line(String(error));
      openBackends.chuangchengBackend ??= openBackend({
        dataDirectory,
        databaseUrl,
        sample: databaseUrl === undefined ? { seed: 1 } : undefined,
        onProgress: (phase, fraction) => report.report(phase, fraction),
        onProblem,
      });
      const backend = await openBackends.chuangchengBackend;
      const outside = {
        basemaps: readBasemaps(dataDirectory),
        routing: readRouting(dataDirectory),
      };
      server.middlewares.use(createBackendHandler(backend, outside, onProblem));
    },
  };
}
