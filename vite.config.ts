import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { precompress } from './supabase/embedded/precompress.ts';
import { embeddedBackend } from './supabase/embedded/vite-plugin.ts';

// Tests are configured in vitest.config.ts, which does not read this file.
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^(@luma\.gl\/gpgpu(\/webgpu)?|@loaders\.gl\/(core|images))$/,
        replacement: fileURLToPath(new URL('src/map/render/left-out-of-deck.ts', import.meta.url)),
      },
    ],
  },
  plugins: [
    svelte({ configFile: false }),
    withoutWebgpuShaders(),
    withoutPasskeys(),
    embeddedBackend(),
    precompress(),
  ],
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

/** Empties the shaders that deck.gl carries for WebGPU: text that the map's WebGL 2 never reads. */
function withoutWebgpuShaders(): Plugin {
  return {
    name: 'chuangcheng-without-webgpu-shaders',
    apply: 'build',
    transform: {
      filter: { id: /@(deck|luma)\.gl\/.*[.-]wgsl(-integer)?\.js$/ },
      // One text in a module; the few that are put together of several stay.
      handler(code) {
        const [before, , after, ...more] = code.split('`');
        if (after === undefined || more.length > 0) return null;
        return { code: `${before}''${after}`, map: null };
      },
    },
  };
}

/**
 * Leaves out of the sign-in library what this page has no door for: passkeys, and the administration of
 * users, which wants the secret key. 8 kB of the page, gzipped.
 */
function withoutPasskeys(): Plugin {
  const absent = "throw new Error('left out of this page: see vite.config.ts');";
  const functions = [
    'createCredential',
    'deserializeCredentialCreationOptions',
    'deserializeCredentialRequestOptions',
    'getCredential',
    'serializeCredentialCreationResponse',
    'serializeCredentialRequestResponse',
    'browserSupportsWebAuthn',
  ];
  const passkeys = [
    ...functions.map((name) => `export function ${name}() { ${absent} }`),
    'export const webAuthnAbortService = { createNewAbortSignal() {}, cancelCeremony() {} };',
    'export class WebAuthnApi {}',
  ].join('\n');
  return {
    name: 'chuangcheng-without-passkeys',
    apply: 'build',
    transform: {
      filter: { id: /@supabase\/auth-js\/dist\/module\/(lib\/webauthn|GoTrueAdminApi)\.js$/ },
      handler: (_code, id) => ({
        code: id.endsWith('GoTrueAdminApi.js')
          ? 'export default class GoTrueAdminApi {}'
          : passkeys,
        map: null,
      }),
    },
  };
}
