/** Writes the sentences that Python says, in both languages, from their one home in schema/messages/kernel.ts. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from './checks.mjs';

const { build } = await installed('esbuild');

const root = fileURLToPath(new URL('..', import.meta.url));
export const file = `${root}python/jupyterlab_diffusion/messages.json`;

/** The text of the file: code to language to words, plurals as `{by, one, other}`. */
export async function kernelJson() {
  const { outputFiles } = await build({
    entryPoints: [`${root}schema/messages/kernel.ts`],
    bundle: true,
    format: 'esm',
    write: false
  });
  const { kernelMessages } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return `${JSON.stringify(kernelMessages, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file, await kernelJson());
}
