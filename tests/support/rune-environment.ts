import type { Environment } from 'vitest/environments';

/**
 * Node, with our own modules compiled as for the browser: otherwise Svelte compiles runes for
 * rendering on a server, where `$effect` never runs. There is no DOM; what needs one is tested in a
 * real browser.
 */
const environment: Environment = {
  name: 'runes',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};

export default environment;
