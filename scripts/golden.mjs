// `npm run golden -- DIR [--only PREFIX,...]`: runs the engine over a folder of goldens. Builds the bundle when it is missing.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const golden = `${root}lib/service/golden.js`;

if (!existsSync(golden)) {
  const built = spawnSync(process.execPath, [`${root}scripts/bundle-service.mjs`], { stdio: 'inherit' });
  if (built.status !== 0) {
    process.exit(built.status ?? 1);
  }
}
const run = spawnSync(process.execPath, [golden, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(run.status ?? 1);
