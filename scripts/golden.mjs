// `npm run golden -- DIR [--only PREFIX,...]`: runs the engine over a folder of goldens, bundled anew from the sources (a second).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const script of [
  [`${root}scripts/bundle-service.mjs`],
  [`${root}lib/service/golden.js`, ...process.argv.slice(2)]
]) {
  const run = spawnSync(process.execPath, script, { stdio: 'inherit' });
  if (run.status !== 0) {
    process.exit(run.status ?? 1);
  }
}
