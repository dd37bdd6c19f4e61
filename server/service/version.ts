import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Put in by the bundler; from the sources it is read from package.json. */
declare const JUPYTERLAB_DIFFUSION_VERSION: string | undefined;

export const version: string =
  typeof JUPYTERLAB_DIFFUSION_VERSION === 'string'
    ? JUPYTERLAB_DIFFUSION_VERSION
    : (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string })
        .version;
