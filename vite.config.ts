import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { precompress } from './supabase/embedded/precompress.ts';
import { embeddedBackend } from './supabase/embedded/vite-plugin.ts';

// Tests are configured in vitest.config.ts, which does not read this file.
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^@luma\.gl\/gpgpu(\/webgpu)?$/,
        replacement: fileURLToPath(new URL('src/map/render/without-webgpu.ts', import.meta.url)),
      },
    ],
  },
  plugins: [svelte({ configFile: false }), embeddedBackend(), precompress()],
  build: {
    // The oldest browsers that MapLibre 6 runs in.
    target: 'es2022',
    // Everything is loaded from the same server: a file of its own is cached, a data URL is not.
    assetsInlineLimit: 0,
    // MapLibre and deck.gl in one chunk, loaded when the map is.
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', port: 5173 },
});
