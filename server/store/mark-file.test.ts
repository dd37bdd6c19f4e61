import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/test-service';
import { files } from './files';
import { MarkFile } from './mark-file';

/** A data folder with one mark, whose service was killed while it wrote the file anew. */
function killedFolder(): { data: string; left: string } {
  const data = temporaryFolder();
  const folder = join(data, 'marks');
  const left = join(folder, `v1.jsonl.${process.pid}-0.tmp`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'v1.jsonl'), '{"key":"a","rating":3,"flag":null}\n');
  writeFileSync(left, '{"key":"a","ra');
  return { data, left };
}

/** The file's mark was given before there were tags. */
const marks = new Map([['a', { key: 'a', rating: 3, flag: null, tags: [] }]]);

test('a file of marks that was half written is swept away, and the marks are those of before', async () => {
  const { data } = killedFolder();
  expect(await new MarkFile(data).read()).toEqual({ marks, idle: 0 });
  expect(readdirSync(join(data, 'marks'))).toEqual(['v1.jsonl']);
});

test('marks are read though what is left can’t be taken away', async () => {
  const { data, left } = killedFolder();
  const remove = jest.fn(() => Promise.reject(new Error('EIO: made for a test')));
  expect(await new MarkFile(data, { ...files, remove }).read()).toEqual({ marks, idle: 0 });
  expect(remove).toHaveBeenCalledWith(left);
});

test('where nothing was marked there are no marks', async () => {
  expect(await new MarkFile(temporaryFolder()).read()).toEqual({ marks: new Map(), idle: 0 });
});

test('tags are read as they were written', async () => {
  const file = new MarkFile(temporaryFolder());
  const mark = { key: 'a', rating: null, flag: null, tags: ['手', 'good hands'] };
  await file.append(mark);
  expect((await file.read()).marks).toEqual(new Map([['a', mark]]));
});
