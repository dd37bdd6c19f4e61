import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
// @ts-expect-error a script without types
import { clean } from './clean.mjs';

test('what was compiled from a source that is gone goes, and nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'jd-clean-'));
  const put = (path: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  };
  const kept = [
    'lib/src/a.js',
    'lib/src/b/c.js',
    'lib/src/b/c.d.ts',
    'lib/src/data.json',
    'src/a.ts',
    'src/b/c.tsx'
  ];
  const gone = ['lib/src/b.js', 'lib/src/b.d.ts', 'lib/src/old/d.js'];
  [...kept, ...gone].forEach(put);
  expect(
    clean('src', root)
      .map((path: string) => `lib/${path}`)
      .sort()
  ).toEqual([...gone].sort());
  expect([...kept, ...gone].filter(path => existsSync(join(root, path)))).toEqual(kept);
});
