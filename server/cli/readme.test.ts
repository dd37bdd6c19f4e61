/** What a person is told and can do stands in the README. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../../schema/messages';
import { help } from './help';

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

test('the README shows every command', () => {
  const commands = [...help().matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
  expect(commands).toContain('serve');
  expect(commands.filter(name => !readme.includes(`npx jupyterlab-diffusion ${name}`))).toEqual([]);
});

test.each(['slow', 'disk_full', 'disk_failing', 'save_report'] as const)(
  'the README says what to do by the words of %s',
  code => {
    const { title, message } = sentence(code, { reason: 'x', now: 1, usual: 1 }, 'en');
    expect(readme).toContain(`*${title ?? message}*`);
  }
);
