import type { TestProject } from 'vitest/node';
import { startCluster } from './postgres-cluster';

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the one PostgreSQL of this run; `inject('postgresUrl')` in a test. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for a whole run; each test file makes databases of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide('postgresUrl', cluster.superuserUrl);
  return () => cluster.stop();
}
