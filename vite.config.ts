import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, transformWithOxc } from 'vite';
import type { DatabaseClient } from './src/db/client.ts';
import { precompress } from './supabase/embedded/precompress.ts';
import { embeddedBackend } from './supabase/embedded/vite-plugin.ts';

/** Whole modules of libraries whose code this page has no way to reach. */
const UNREACHED = [
  // Scanning of WebGPU's shaders, see above.
  '@luma\\.gl/shadertools/dist/lib/shader-assembly/wgsl-(interface-scan|binding-scan|binding-debug)',
  // A round earth: the map is drawn in Mercator's projection alone, whatever a style asks for (`withAnchors`).
  '@deck\\.gl/core/dist/views/globe-view',
  // Moving the map, which MapLibre does, and measuring and transforming on the graphics card.
  '@deck\\.gl/core/dist/controllers/map-controller',
  '@luma\\.gl/webgl/dist/adapter/resources/webgl-(query-set|transform-feedback)',
  'maplibre-gl/src/geo/projection/(globe|vertical_perspective)_(transform|camera_helper|projection)',
  // Lines and areas cut where the earth meets itself or a globe's grid, and values that move on the graphics
  // card: no layer asks for them (`wrapLongitude`, `transitions`). What is under the pointer is looked up by
  // `picking.ts`; the device draws into one canvas.
  '@math\\.gl/polygon/dist/cut-by-(grid|mercator-bounds)',
  '@deck\\.gl/core/dist/transitions/gpu-(interpolation|spring)-transition',
  '@deck\\.gl/core/dist/(lib/picking/(pick-info|query-object)|passes/pick-layers-pass)',
  '@luma\\.gl/webgl/dist/adapter/webgl-presentation-context',
  // Hills under the map, taken out of a style like the globe, and aids for who makes maps; an address bar of
  // MapLibre's own, and pictures that move.
  'maplibre-gl/src/(render/terrain|webgl/render_to_texture|tile/terrain_tile_manager)',
  'maplibre-gl/src/webgl/draw/draw_(collision_)?debug',
  'maplibre-gl/src/(ui/hash|ui/control/logo_control|source/video_source|source/canvas_source)',
  // Tiles in MapLibre's own format: a source of a style that names it (`encoding: 'mlt'`) fails, and says so.
  'maplibre-gl/src/source/vector_tile_mlt',
  // Workbooks read into objects by a schema, and pictures and conditional formats written: cells are all that
  // `src/workbook` asks for.
  'read-excel-file/modules/parseSheetData/[\\w/]+',
  'write-excel-file/modules/xlsx/features/(images|conditionalFormatting)',
  // Passkeys and wallets, for which the sign-in page has no door.
  '@supabase/auth-js/dist/module/lib/(webauthn|web3/ethereum)',
];

/** Of modules that are needed, the functions and classes that are not: luma.gl's writing of WebGPU's shaders. */
const UNREACHED_PARTS: Readonly<Record<string, readonly string[]>> = {
  '@luma.gl/shadertools/dist/lib/shader-assembler': ['WGSLShaderAssembler'],
  '@luma.gl/shadertools/dist/lib/shader-assembly/shader-plugin-varyings': [
    'assembleShaderPluginVaryingsWGSL',
  ],
  '@luma.gl/shadertools/dist/lib/shader-assembly/shader-plugin-vertex-inputs': [
    'assembleShaderPluginVertexInputsWGSL',
  ],
  '@luma.gl/shadertools/dist/lib/shader-assembly/assemble-shaders': ['assembleShaderWGSL'],
};

/** What is called of the sign-in library; of its class of 100 methods what these do not come to is left out. */
const SIGN_IN: Record<keyof DatabaseClient['auth'], true> = {
  getSession: true,
  onAuthStateChange: true,
  refreshSession: true,
  signInWithPassword: true,
  signOut: true,
};

/** Of its administration of users, signing out alone: that goes through it. */
const USER_ADMINISTRATION = { signOut: true };

/** Fields that hold further doors: second factors, other people's sign-ins, passkeys. None is on the page. */
const FURTHER_SIGN_INS: ReadonlySet<string> = new Set([
  'mfa',
  'oauth',
  'passkey',
  'customProviders',
]);

/** Comes after a test for `detectSessionInUrl`, which src/db/client.ts switches off. */
const SESSION_OF_ADDRESS = '_getSessionFromURL';

// Tests are configured in vitest.config.ts, which does not read this file.
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^(@luma\.gl\/gpgpu(\/webgpu)?|@loaders\.gl\/(core|images)|mjolnir\.js)$/,
        replacement: fileURLToPath(new URL('src/map/render/left-out-of-deck.ts', import.meta.url)),
      },
    ],
  },
  plugins: [
    svelte({ configFile: false }),
    workersWithPage(),
    mapLibreFromSource(),
    leanShaders(),
    withoutUnreached(),
    withoutUnreachedParts(),
    withoutUncalledSignIns(),
    onceWithMapLibre(),
    saxenOnce(),
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
  // In development; the build makes workers with the page.
  worker: { format: 'es' },
  server: { host: '127.0.0.1', port: 5173 },
});

/**
 * Builds MapLibre from the TypeScript that its package ships beside its two bundles, one for the page and one
 * for its worker, which hold the same 500 kB twice: from the source both are made in this one build and load
 * the same chunks. Types and `npm run dev` stay with the bundles.
 *
 * When MapLibre is renewed, see in its repository that rolldown.config.ts still bundles `src/index.ts` and
 * `src/source/worker.ts` without a plugin or a constant of its own. This build fails by itself when a file is
 * gone.
 */
export function mapLibreFromSource(): Plugin {
  const source = /\/maplibre-gl\/src\/.*\.ts$/;
  const urlOf = '\0url-of:';
  return {
    name: 'chuangcheng-maplibre-from-source',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^maplibre-gl(\/dist\/maplibre-gl-worker\.mjs\?worker&url)?$/ },
      async handler(id, importer) {
        const bundle = await this.resolve('maplibre-gl', importer, { skipSelf: true });
        if (!bundle) return null;
        const file = (name: string) => bundle.id.replace(/\/dist\/[^/]+$/, `/src/${name}`);
        return id === 'maplibre-gl' ? file('index.ts') : urlOf + file('source/worker.ts');
      },
    },
    load: {
      filter: { id: [/^\0url-of:/, /\/maplibre-gl\/package\.json$/] },
      handler(id) {
        if (id.startsWith(urlOf)) {
          const worker = id.slice(urlOf.length);
          const reference = this.emitFile({ type: 'chunk', id: worker, name: 'maplibre-worker' });
          return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
        }
        // All that the source reads of it.
        const { version } = JSON.parse(readFileSync(id, 'utf8')) as { version: string };
        return JSON.stringify({ version });
      },
    },
    transform: {
      filter: { id: source },
      async handler(code, id) {
        const { code: script } = await transformWithOxc(code, id, {
          target: 'es2022',
          sourcemap: false,
          // As in MapLibre's own build: a field that is only declared keeps what the parent's constructor set.
          assumptions: { setPublicClassFields: true },
          typescript: { removeClassFieldsWithoutInitializer: true },
        });
        return { code: script, map: null };
      },
    },
    generateBundle(_, files) {
      const chunks = Object.values(files).filter((file) => file.type === 'chunk');
      const worker = chunks.find(({ facadeModuleId }) =>
        facadeModuleId?.endsWith('/source/worker.ts'),
      );
      if (!worker) return this.error('MapLibre’s worker is no chunk of its own');
      // As at the head of the bundles.
      worker.code = `/*! MapLibre GL JS, 3-Clause BSD: github.com/maplibre/maplibre-gl-js/blob/main/LICENSE.txt */\n${worker.code}`;
    },
  };
}

/**
 * Builds our workers together with the page, as MapLibre's, so that both load one chunk with what both need;
 * Vite makes each a build of its own, with another copy of it, 17 kB in all. Fails when a worker comes to load
 * what is the page's alone.
 */
function workersWithPage(): Plugin {
  const started = /new URL\('\.\/([\w-]+-worker)\.ts', import\.meta\.url\)/;
  return {
    name: 'chuangcheng-workers-with-page',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/workers\/[\w-]+\.ts$/, code: started },
      handler(code, id) {
        const name = started.exec(code)![1]!;
        const file = fileURLToPath(new URL(`${name}.ts`, pathToFileURL(id)));
        const reference = this.emitFile({ type: 'chunk', id: file, name });
        return {
          code: code.replace(started, `import.meta.ROLLUP_FILE_URL_${reference}`),
          map: null,
        };
      },
    },
    generateBundle(_, files) {
      const chunks = Object.values(files).filter((file) => file.type === 'chunk');
      for (const worker of chunks) {
        if (!/-worker\.ts$|\/source\/worker\.ts$/.test(worker.facadeModuleId ?? '')) continue;
        const loaded = new Set([worker.fileName]);
        for (const name of loaded) {
          const chunk = chunks.find(({ fileName }) => fileName === name);
          for (const imported of chunk?.imports ?? []) loaded.add(imported);
        }
        const strangers = chunks
          .filter(({ fileName }) => loaded.has(fileName))
          .flatMap(({ moduleIds }) => moduleIds)
          .filter((id) => /\.svelte|\/node_modules\/(svelte|@deck\.gl|@luma\.gl)\//.test(id));
        if (strangers.length > 0) {
          this.error(`${worker.fileName} would load parts of the page: ${strangers.join(', ')}`);
        }
      }
    },
  };
}

/**
 * Empties the shaders that deck.gl carries for WebGPU, text that the map's WebGL 2 never reads, and takes the
 * comments out of the others, into which no minifier looks. Their indents stay: deck.gl replaces by them.
 */
function leanShaders(): Plugin {
  return {
    name: 'chuangcheng-lean-shaders',
    apply: 'build',
    transform: {
      filter: { id: /@(deck|luma)\.gl\/.*\.js$/, code: /\/\* (glsl|wgsl) \*\/ `|#version 300 es/ },
      // What holds further texts inside stays as it is.
      handler(code) {
        const lean = code.replace(
          /(\/\* (glsl|wgsl) \*\/ |^export default )`([^`]*)`(?=[;,])/gm,
          (_, before: string, language: string | undefined, shader: string) =>
            language === 'wgsl' ? "''" : `${before}\`${shader.replace(/[ \t]*\/\/.*$/gm, '')}\``,
        );
        return { code: lean, map: null };
      },
    },
  };
}

const stub = (name: string) =>
  `function ${name}() { if (!new.target) throw new Error('${name} is left out of this page: see vite.config.ts'); }`;

/**
 * Leaves `UNREACHED` out, 80 kB of the page, gzipped. What they export can still be made an object of, as the
 * sign-in library does when it starts; whoever calls it is told where it went.
 */
function withoutUnreached(): Plugin {
  return {
    name: 'chuangcheng-without-unreached',
    apply: 'build',
    transform: {
      filter: { id: new RegExp(`/(${UNREACHED.join('|')})\\.[jt]s$`) },
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

/** Leaves `UNREACHED_PARTS` out, and with them whatever in their modules only they need. */
function withoutUnreachedParts(): Plugin {
  return {
    name: 'chuangcheng-without-unreached-parts',
    apply: 'build',
    transform: {
      filter: { id: new RegExp(`/(${Object.keys(UNREACHED_PARTS).join('|')})\\.js$`) },
      handler(code, id) {
        const [, names = []] =
          Object.entries(UNREACHED_PARTS).find(([module]) => id.endsWith(`/${module}.js`)) ?? [];
        const missing = new Set(names);
        let lean = '';
        let from = 0;
        for (const node of this.parse(code).body) {
          const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
          if (declared?.type !== 'FunctionDeclaration' && declared?.type !== 'ClassDeclaration')
            continue;
          if (!declared.id || !missing.delete(declared.id.name)) continue;
          lean += code.slice(from, declared.start) + stub(declared.id.name);
          from = declared.end;
        }
        if (missing.size > 0) return this.error(`${id} has no ${[...missing].join(', ')}`);
        return { code: lean + code.slice(from), map: null };
      },
    },
  };
}

/**
 * Leaves out of the sign-in library's two classes whatever the methods called do not come to, by any access to
 * its name: bundlers keep every method of a class. 20 kB of the page, gzipped.
 */
function withoutUncalledSignIns(): Plugin {
  return {
    name: 'chuangcheng-without-uncalled-sign-ins',
    apply: 'build',
    transform: {
      filter: { id: /\/@supabase\/auth-js\/dist\/module\/GoTrue(Client|AdminApi)\.js$/ },
      handler(code, id) {
        const called = id.endsWith('AdminApi.js') ? USER_ADMINISTRATION : SIGN_IN;
        const members = this.parse(code).body.flatMap((node) => {
          const declared = node.type === 'ExportDefaultDeclaration' ? node.declaration : node;
          const body = declared.type === 'ClassDeclaration' ? declared.body.body : [];
          return body.flatMap((each) => (each.type === 'MethodDefinition' ? [each] : []));
        });
        const nameOf = ({ key }: (typeof members)[number]) =>
          key.type === 'Identifier' ? key.name : '';

        const cuts: { start: number; end: number }[] = [];
        for (const node of members.find(({ kind }) => kind === 'constructor')?.value.body?.body ??
          []) {
          if (node.type !== 'ExpressionStatement') continue;
          const { expression } = node;
          const field = expression.type === 'AssignmentExpression' && expression.left;
          if (!field || field.type !== 'MemberExpression' || field.property.type !== 'Identifier')
            continue;
          if (FURTHER_SIGN_INS.has(field.property.name)) cuts.push(node);
        }
        const without = (from: number, to: number) => {
          let text = '';
          for (const { start, end } of cuts.filter((cut) => cut.start >= from && cut.end <= to)) {
            text += code.slice(from, start);
            from = end;
          }
          return text + code.slice(from, to);
        };
        const kept = new Set(
          members.filter((each) => each.kind === 'constructor' || nameOf(each) in called),
        );
        if (cuts.length === 0 || kept.size <= Object.keys(called).length) {
          return this.error('the sign-in library is not as it was: see withoutUncalledSignIns');
        }
        for (const { start, end } of kept) {
          const names = new Set(
            Array.from(without(start, end).matchAll(/\.(\w+)/g), ([, name]) => name),
          );
          names.delete(SESSION_OF_ADDRESS);
          for (const each of members) if (names.has(nameOf(each))) kept.add(each);
        }
        cuts.push(...members.filter((each) => !kept.has(each)));
        cuts.sort((a, b) => a.start - b.start);
        return { code: without(0, code.length), map: null };
      },
    },
  };
}

/**
 * Gives the whole page MapLibre's copies of the small libraries that several packages bring along, deck.gl an
 * older one that does the same: triangles (earcut), Protocol Buffers (pbf), vectors and matrices (gl-matrix).
 */
function onceWithMapLibre(): Plugin {
  return {
    name: 'chuangcheng-once-with-maplibre',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^(earcut|pbf|@mapbox\/point-geometry|\.\.?\/gl-matrix\/\w+\.js)$/ },
      async handler(id, importer) {
        const bundle = await this.resolve('maplibre-gl', importer, { skipSelf: true });
        // The copy inside @math.gl/core.
        const own = id.replace(/^\.\.?\/gl-matrix\//, 'gl-matrix/esm/');
        return bundle && this.resolve(own, bundle.id, { skipSelf: true });
      },
    },
  };
}

/** Gives read-excel-file, which carries a copy of saxen made over for CommonJS, the one that we read XML with. */
function saxenOnce(): Plugin {
  return {
    name: 'chuangcheng-saxen-once',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /\/read-excel-file\/modules\/saxen\/parser\.js$/ },
      handler: () => `export { Parser as default } from 'saxen';`,
    },
  };
}
