// `npm run bench`: builds the service and the benchmark, then runs it from the project's root.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const { build } = await installed('esbuild');

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
  absWorkingDir: root,
  entryPoints: ['bench/main.ts', 'bench/measure-network.ts', 'bench/measure-care.ts'],
  outdir: 'lib/bench',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['onnxruntime-node', 'sharp', '@photostructure/sqlite', 'playwright-core']
});
for (const script of ['scripts/bundle-service.mjs', 'lib/bench/main.js']) {
  const run = spawnSync(process.execPath, [script, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit'
  });
  if (run.status !== 0) {
    process.exit(run.status ?? 1);
  }
}
