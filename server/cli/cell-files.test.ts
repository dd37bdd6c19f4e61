import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliScript, folders, runCli } from '../testing/service-process';
import { temporaryFolder } from '../testing/test-service';

function file(bytes: Buffer | string, name = 'cell.txt'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

const CELL = '%%sweep seed=1,2 width=64 height=64\n红 café';
const utf16 = Buffer.from(`\ufeff${CELL}`, 'utf16le');

test.each<[string, Buffer]>([
  ['UTF-8', Buffer.from(CELL)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${CELL}`)],
  ['UTF-8 with CRLF', Buffer.from(CELL.replace('\n', '\r\n'))],
  ['UTF-16LE with a mark', utf16],
  ['UTF-16BE with a mark', Buffer.from(utf16).swap16()]
])('a cell in %s is read', async (_, bytes) => {
  const { code, out } = await runCli(['plan', file(bytes), '--json', ...folders()]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ cells: 2, base: { prompt: '红 café' } });
});

test.each<[string, Buffer, number]>([
  ['GBK that is UTF-8 by chance', Buffer.from('%%sweep\n\xd2\xbb\xd6\xbb\xc3\xa8 cafe', 'latin1'), 2],
  ['cp1252', Buffer.from('%%sweep\na\ncaf\xe9', 'latin1'), 3],
  ['UTF-16 without a mark', Buffer.from(CELL, 'utf16le'), 1],
  ['safetensors', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]), 1],
  ['a large model', Buffer.alloc(7e6), 1]
])('a cell in %s is refused by its line, never read wrong', async (_, bytes, line) => {
  const { code, out, err } = await runCli(['plan', file(bytes), ...folders()]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(`line ${line} holds other bytes.\nSave the cell as UTF-8.`);
});

test('what can’t be read or written is told in words, in both languages', async () => {
  const folder = temporaryFolder();
  const zh = { env: { LANG: 'zh_CN.UTF-8' } };
  expect((await runCli(['plan', '/nope.txt'])).err).toBe("/nope.txt can't be read: it is not there.\n");
  expect((await runCli(['plan', folder])).err).toBe(`${folder} can't be read: it is a folder.\n`);
  expect((await runCli(['plan', folder], zh)).err).toBe(`读不了 ${folder}：它是文件夹。\n`);
  expect((await runCli(['plan', file('a'.repeat(7e6))])).err).toContain('it is too large');
  const into = join(file('in the way'), 'out');
  expect((await runCli(['sweep', file(CELL), '--out', into, ...folders()])).err).toBe(
    `${into} can't be written: a part of its path is no folder.\n`
  );
});

test('whoever closes the pipe early is not told of it', () => {
  const words = ['models', '--json', ...folders()].join(' ');
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', `set -o pipefail; ${process.execPath} ${cliScript()} ${words} | true; echo $?`],
    { encoding: 'utf8' }
  );
  expect([stdout, stderr]).toEqual(['0\n', '']);
});

test('models are listed by kind, with what is wrong of each, and folders that aren’t there', async () => {
  const models = temporaryFolder();
  mkdirSync(join(models, 'toy'));
  writeFileSync(join(models, 'toy', 'model_index.json'), '{}');
  writeFileSync(join(models, 'toy', 'generation_defaults.json'), '{"steps": 9999, "stepps": 3}');
  symlinkSync(join(models, 'gone'), join(models, 'link.safetensors'));
  symlinkSync('/dev/zero', join(models, 'zero.ckpt'));
  writeFileSync(join(models, 'llm.gguf'), 'GGUF\x03\0\0\0 a language model');
  writeFileSync(join(models, 'e\x1b[31mvil.safetensors'), '');
  const words = ['models', '--data', temporaryFolder(), '--models', models, '--models', '/nope'];
  const { out, err } = await runCli(words);
  expect(out).toMatch(/^Models:\n/);
  expect(out).toContain("link.safetensors can't be used: it is a link to what is not there.");
  expect(out).toContain("zero.ckpt can't be used: it is a pipe, a socket or a device, and no file.");
  expect(out).toMatch(/^ {2}llm /m);
  expect(out).toMatch(/^ {2}toy {2}\(sd1, \d+ KB/m);
  expect(out).not.toContain('\x1b');
  expect(out).toContain('e\\u001b[31mvil');
  expect(err).toContain("remark: The models folder /nope can't be read: it is not there.\n");
  expect(err).toContain(
    'remark: Of the defaults in toy/generation_defaults.json these are unknown or out of range, and not used: steps 9999, stepps 3.'
  );
  expect((await runCli(['doctor', ...words.slice(1)])).out).toContain(
    "The models folder /nope can't be read"
  );
});
