import { buildSync } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** Bundles the engine's child as the service does, for this test run; returns the script's path. Below the project, to find its packages. */
export function bundleWorker(): string {
  const folder = join(ROOT, '.jest-cache/worker');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `worker-${process.pid}.js`);
  buildSync({
    entryPoints: [join(ROOT, 'engine/child/main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node'],
    outfile,
    logLevel: 'error'
  });
  return outfile;
}
