/** The service counts tokens with the words that an inspection points to, and opens no weights for it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTokenizers } from '../text';
import { openCheckpoint } from '../weights';
import { promptTokenizer } from '../worker';
import { inspect } from './inspect';

const folder = mkdtempSync(join(tmpdir(), 'tokenizers-'));
afterAll(() => rmSync(folder, { recursive: true }));
const GOLDENS = join(__dirname, '../../goldens/A');

test.each(['sd1/diffusers', 'sdxl/diffusers', 'sd2v/diffusers'])(
  '%s is read as the engine reads it',
  name => {
    const path = join(GOLDENS, name);
    const { first } = openTokenizers(openCheckpoint(path));
    const told = promptTokenizer(inspect(path).tokenizer)!;
    const text = 'a cat! and 2 dogs';
    expect([told.encode(text), told.pad, told.eos]).toEqual([first.encode(text), first.pad, first.eos]);
  }
);

test('a single file points to the folder beside it, and is not needed any more', () => {
  const path = join(folder, 'one.safetensors');
  cpSync(join(GOLDENS, 'sd2v/single-fp32.safetensors'), path);
  cpSync(join(GOLDENS, 'sd2v/single.arch.json'), join(folder, 'one.arch.json'));
  cpSync(join(GOLDENS, 'sd2v/diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
  const { tokenizer } = inspect(path);
  expect(tokenizer).toEqual({ folder: join(folder, 'tokenizer'), pad: '!' });
  rmSync(path);
  expect(promptTokenizer(tokenizer)?.encode('a cat').length).toBeGreaterThan(0);
  rmSync(join(folder, 'tokenizer/merges.txt'));
  expect(promptTokenizer(tokenizer)).toBeNull();
});

test('one that has no words has no place', () => {
  const path = join(folder, 'deep/below/one.safetensors');
  cpSync(join(GOLDENS, 'sd1/single-fp16.safetensors'), path);
  expect(inspect(path)).toMatchObject({ tokenizer: null, problem: { code: 'model_incomplete' } });
  expect(promptTokenizer(null)).toBeNull();
});

test('CLIP’s own words are at no path, which another installation would not have', () =>
  expect(promptTokenizer({ folder: null })?.encode('a photo of a cat')).toEqual([320, 1125, 539, 320, 2368]));
