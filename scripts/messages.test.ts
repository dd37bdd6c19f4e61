/** What Python reads is what the catalogue says. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelMessages } from '../schema/messages/kernel';

const read = (name: string): string => readFileSync(join(__dirname, '..', name), 'utf8');

test('the sentences of Python are those of the catalogue: run node scripts/messages.mjs', () => {
  expect(JSON.parse(read('python/jupyterlab_diffusion/messages.json'))).toEqual(kernelMessages);
});

test('the script writes the file as it is checked in', () => {
  const script = `import('./scripts/messages.mjs').then(async m => process.stdout.write(await m.kernelJson()))`;
  const made = execFileSync(process.execPath, ['-e', script], {
    cwd: join(__dirname, '..'),
    encoding: 'utf8'
  });
  expect(made).toBe(read('python/jupyterlab_diffusion/messages.json'));
});
