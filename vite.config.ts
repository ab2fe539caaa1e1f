import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { precompress } from './supabase/embedded/precompress.ts';
import { embeddedBackend } from './supabase/embedded/vite-plugin.ts';

/** Whole modules of libraries whose code this page has no way to reach. */
const UNREACHED = [
  // Scanning of WebGPU's shaders, see above.
  '@luma\\.gl/shadertools/dist/lib/shader-assembly/wgsl-(interface-scan|binding-scan|binding-debug)',
  // A round earth: the map is drawn in Mercator's projection alone.
  '@deck\\.gl/core/dist/views/globe-view',
  // Passkeys and wallets, for which the sign-in page has no door, and the administration of users, which
  // wants the secret key.
  '@supabase/auth-js/dist/module/(lib/webauthn|lib/web3/ethereum|GoTrueAdminApi)',
];

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
    withoutUnreached(),
    embeddedBackend(),
    precompress(),
  ],
  build: {
    // The oldest browsers that MapLibre 6 runs in.
    target: 'es2022',
    // Everything is loaded from the same server: a file of its own is cached, a data URL is not.
    assetsInlineLimit: 0,
    // A browser that knows no preloading loads the same a little later.
    modulePreload: { polyfill: false },
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
 * Leaves `UNREACHED` out, 15 kB of the page, gzipped. What they export can still be made an object of, as the
 * sign-in library does when it starts; whoever calls it is told where it went.
 */
function withoutUnreached(): Plugin {
  const stub = (name: string) =>
    `function ${name}() { if (!new.target) throw new Error('${name} is left out of this page: see vite.config.ts'); }`;
  return {
    name: 'chuangcheng-without-unreached',
    apply: 'build',
    transform: {
      filter: { id: new RegExp(`/(${UNREACHED.join('|')})\\.js$`) },
      handler(code) {
        const names = Array.from(
          code.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm),
          ([, name]) => name ?? '',
        );
        const hasDefault = /^export default /m.test(code);
        return {
          code: [
            ...names.map((name) => `export ${stub(name)}`),
            ...(hasDefault ? [`export default ${stub('Absent')}`] : []),
          ].join('\n'),
          map: null,
        };
      },
    },
  };
}
