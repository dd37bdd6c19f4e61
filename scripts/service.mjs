#!/usr/bin/env node
/** The command `jupyterlab-diffusion`: runs the bundled service, and makes the bundle first in a clone that has none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const bundle = fileURLToPath(new URL('../lib/service/index.js', import.meta.url));

const require = createRequire(import.meta.url);
for (const name of ['sharp', 'onnxruntime-node', '@photostructure/sqlite']) {
  await installed(name, require.resolve);
}
if (!existsSync(bundle)) {
  console.error('Building the drawing service first (a few seconds, once).');
  const built = spawnSync(process.execPath, [fileURLToPath(new URL('bundle-service.mjs', import.meta.url))], {
    stdio: ['ignore', 2, 2]
  });
  if (built.status !== 0) {
    process.exit(built.status ?? 1);
  }
}
require(bundle);
