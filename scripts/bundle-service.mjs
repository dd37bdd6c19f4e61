/**
 * Bundles the service into lib/service: `index.js` (command line and server), `worker.js` (the engine's child process),
 * `count-thread.js` (prices sweeps) and `golden.js` (the golden runner). Native packages stay outside; fonts of the contact sheet and
 * CLIP's vocabulary lie beside.
 */
import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const { build } = await installed('esbuild');

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

await build({
  absWorkingDir: root,
  entryPoints: {
    index: 'server/cli/main.ts',
    worker: 'engine/child/main.ts',
    'count-thread': 'server/service/count-thread.ts',
    golden: 'goldens/runner/main.ts'
  },
  outdir: 'lib/service',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  external: ['onnxruntime-node', 'sharp', '@photostructure/sqlite'],
  define: { JUPYTERLAB_DIFFUSION_VERSION: JSON.stringify(version) },
  logLevel: 'warning'
});
cpSync(`${root}server/images/fonts`, `${root}lib/service/fonts`, { recursive: true });
cpSync(`${root}engine/weights/clip-tokenizer`, `${root}lib/service/clip-tokenizer`, { recursive: true });
