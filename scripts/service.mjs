#!/usr/bin/env node
/** The command `jupyterlab-diffusion`: runs the bundled service, and makes the bundle first in a clone that has none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../lib/service/index.js', import.meta.url));

if (!existsSync(bundle)) {
  console.error('Building the drawing service first (a few seconds, once).');
  const built = spawnSync(process.execPath, [fileURLToPath(new URL('bundle-service.mjs', import.meta.url))], {
    stdio: ['ignore', 2, 2]
  });
  if (built.status !== 0) {
    process.exit(built.status ?? 1);
  }
}
createRequire(import.meta.url)(bundle);
