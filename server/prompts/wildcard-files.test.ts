import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandWildcards } from '../../language/prompt';
import { openWildcards } from './wildcard-files';

const root = mkdtempSync(join(tmpdir(), 'wildcards-'));
afterAll(() => rmSync(root, { recursive: true }));

const put = (folder: string, name: string, text: string): void => {
  const path = join(root, folder, 'wildcards', name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
};

test('wildcards are text files of the models folders; the first folder of a name counts', () => {
  put('one', 'animal.txt', 'cat');
  put('two', 'animal.txt', 'dog');
  put('two', 'places/sea.txt', 'bay');
  put('two', 'readme.md', 'no');
  const wildcards = openWildcards(['one', 'two', 'none'].map(folder => join(root, folder)));
  expect([...wildcards.names].sort()).toEqual(['animal', 'places/sea']);
  expect(expandWildcards('__animal__ in __places/sea__', { wildcards, seed: 1 })).toBe('cat in bay');
});
