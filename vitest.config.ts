import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

// The parts of `npm test`; commands/test.ts runs them one after another, the cheapest first.
// Run one by hand with `npx vitest run --project unit [FILE]`.
const MINUTE = 60_000;

export default defineConfig({
  test: {
    // The least machine has two cores; a file waits for its database or its browser half of the time.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        // Svelte's own runtime for the browser, see the environment.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit',
          environment: './tests/support/rune-environment.ts',
          include: ['src/**/*.test.ts'],
          testTimeout: MINUTE,
          hookTimeout: 2 * MINUTE,
        },
      },
      {
        test: {
          name: 'unit-node',
          include: ['data/**/*.test.ts', 'commands/**/*.test.ts', 'supabase/embedded/**/*.test.ts'],
          testTimeout: MINUTE,
          hookTimeout: 2 * MINUTE,
        },
      },
      {
        test: {
          name: 'rules',
          include: ['tests/rules/**/*.test.ts'],
          testTimeout: MINUTE,
        },
      },
      {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          exclude: ['tests/contract/pgtap.test.ts'],
          globalSetup: ['tests/support/shared-cluster.ts'],
          testTimeout: 2 * MINUTE,
          hookTimeout: 5 * MINUTE,
        },
      },
      {
        test: {
          name: 'pgtap',
          include: ['tests/contract/pgtap.test.ts'],
          testTimeout: 2 * MINUTE,
          hookTimeout: 5 * MINUTE,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 3 * MINUTE,
          hookTimeout: 5 * MINUTE,
        },
      },
    ],
  },
});
