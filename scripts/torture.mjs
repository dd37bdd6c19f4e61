// `npm run torture`: builds the service with kill points beside a fake engine, then kills it again and again.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const { build } = await installed('esbuild');

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

await build({
  absWorkingDir: root,
  entryPoints: {
    index: 'server/testing/torture/service-main.ts',
    worker: 'server/testing/fake-worker.ts',
    'count-thread': 'server/service/count-thread.ts',
    main: 'server/testing/torture/main.ts'
  },
  outdir: 'lib/torture',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  sourcemap: 'linked',
  external: ['onnxruntime-node', 'sharp', '@photostructure/sqlite'],
  define: { JUPYTERLAB_DIFFUSION_VERSION: JSON.stringify(version) },
  logLevel: 'warning'
});
cpSync(`${root}server/images/fonts`, `${root}lib/torture/fonts`, { recursive: true });
const run = spawnSync(process.execPath, ['lib/torture/main.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit'
});
process.exit(run.status ?? 1);
