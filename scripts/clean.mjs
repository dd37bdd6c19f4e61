/**
 * Takes away what was compiled from a source that is gone: an old `actions.js` would be found before the folder `actions/` that came in
 * its place. Runs before the compiler, which leaves such files alone.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const COMPILED = /\.(?:js|d\.ts|js\.map|d\.ts\.map)$/;

/** Deletes the compiled files below `lib/folder` that have no source below `folder`; returns their paths. */
export function clean(folder, from = root) {
  const compiled = join(from, 'lib', folder);
  if (!existsSync(compiled)) {
    return [];
  }
  return readdirSync(compiled, { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return clean(path, from);
    }
    const source = path.replace(COMPILED, '');
    const isOrphan =
      COMPILED.test(path) && !['.ts', '.tsx'].some(end => existsSync(join(from, source + end)));
    if (isOrphan) {
      rmSync(join(from, 'lib', path));
    }
    return isOrphan ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of ['schema', 'language', 'engine', 'server', 'src', 'bench']) {
    clean(folder).forEach(path => console.log(`− lib/${path}`));
  }
}
