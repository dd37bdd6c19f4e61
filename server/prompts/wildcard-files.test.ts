import fs, { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandWildcards } from '../../language/prompt';
import { openWildcards } from './wildcard-files';

const root = mkdtempSync(join(tmpdir(), 'wildcards-'));
afterAll(() => rmSync(root, { recursive: true }));

const put = (folder: string, name: string, text: string | Buffer): void => {
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

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

test.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from('猫\n'), '猫'],
  ['UTF-8 with a mark', Buffer.from('\ufeff猫'), '猫'],
  ['UTF-16LE with a mark', utf16('猫'), '猫'],
  ['UTF-16BE with a mark', utf16('猫').swap16(), '猫']
])('%s is read', (_, bytes, expected) => {
  put('read', 'w.txt', bytes);
  const wildcards = openWildcards([join(root, 'read')]);
  expect(expandWildcards('__w__', { wildcards, seed: 1 })).toBe(expected);
});

test.each<[string, Buffer, number]>([
  ['GBK', Buffer.concat([Buffer.from('red\n'), Buffer.from([0xba, 0xec])]), 2],
  ['cp1252', Buffer.from('a\nb\ncaf\xe9\n', 'latin1'), 3],
  ['Shift-JIS', Buffer.from([0x90, 0xd4]), 1],
  ['UTF-16 without a mark', Buffer.from('red', 'utf16le'), 1],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 1],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 1]
])('%s is refused by name and line, never read wrong', (_, bytes, line) => {
  put('refused', 'pack/w.txt', bytes);
  const wildcards = openWildcards([join(root, 'refused')]);
  expect(() => expandWildcards('a __pack/w__', { wildcards, seed: 1 })).toThrow(
    expect.objectContaining({
      code: 'wildcard_encoding',
      facts: { file: 'pack/w.txt', line, at: 2, length: 10 }
    })
  );
});

test('a NUL in a text is told as that', () => {
  put('nul', 'w.txt', 'red\ncafé\0\nblue');
  const wildcards = openWildcards([join(root, 'nul')]);
  expect(() => expandWildcards('a __w__', { wildcards, seed: 1 })).toThrow(
    expect.objectContaining({ code: 'wildcard_nul', facts: { file: 'w.txt', line: 2, at: 2, length: 5 } })
  );
});

test('a link to nothing is told as that, unless another folder has a file of the name', () => {
  put('lost', 'pack/other.txt', 'x');
  symlinkSync(join(root, 'gone.txt'), join(root, 'lost/wildcards/pack/w.txt'));
  const pick = (...folders: string[]): string =>
    expandWildcards('a __pack/w__', {
      wildcards: openWildcards(folders.map(each => join(root, each))),
      seed: 1
    });
  expect(() => pick('lost')).toThrow(
    expect.objectContaining({
      code: 'wildcard_link_broken',
      facts: { file: 'pack/w.txt', at: 2, length: 10 }
    })
  );
  put('whole', 'pack/w.txt', 'y');
  expect(pick('lost', 'whole')).toBe('a y');
});

describe('a file that is there and can not be read is told by name', () => {
  const wildcards = (): ReturnType<typeof openWildcards> => openWildcards([join(root, 'shut')]);
  const path = join(root, 'shut/wildcards/pack/w.txt');
  const refusal = (of = wildcards()): unknown => {
    try {
      return expandWildcards('a __pack/w__', { wildcards: of, seed: 1 });
    } catch (error) {
      return error;
    }
  };
  beforeEach(() => put('shut', 'pack/w.txt', 'red'));
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(join(root, 'shut'), { recursive: true });
  });
  const failing = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  const place = { at: 2, length: 10 };

  test('removed after the folder was listed', () => {
    const listed = wildcards();
    expect(listed.names).toEqual(['pack/w']);
    rmSync(path);
    expect(refusal(listed)).toMatchObject({
      code: 'wildcard_unreadable',
      facts: { file: 'pack/w.txt', reason: 'ENOENT', ...place }
    });
  });

  test('not allowed to be read', () => {
    jest.spyOn(fs, 'readFileSync').mockImplementation(() => failing('EACCES'));
    expect(refusal()).toMatchObject({ code: 'wildcard_unreadable', facts: { reason: 'EACCES', ...place } });
  });

  test('a link that leads back to itself, beside which others are read', () => {
    rmSync(path);
    symlinkSync('w.txt', path);
    put('shut', 'pack/other.txt', 'blue');
    expect(refusal()).toMatchObject({ code: 'wildcard_unreadable', facts: { reason: 'ELOOP', ...place } });
    expect(expandWildcards('__pack/other__', { wildcards: wildcards(), seed: 1 })).toBe('blue');
  });

  test.each([20.5e6, 3e9])('of %d bytes', size => {
    truncateSync(path, size);
    expect(refusal()).toMatchObject({
      code: 'wildcard_too_large',
      facts: { file: 'pack/w.txt', found: Math.ceil(size / 1e6), limit: 20, ...place }
    });
  });

  test('in a folder that can not be listed', () => {
    const list = fs.readdirSync;
    jest
      .spyOn(fs, 'readdirSync')
      .mockImplementation(((folder: string) =>
        folder.endsWith('pack') ? failing('EACCES') : list(folder)) as never);
    const told = refusal() as Error;
    expect(told).toMatchObject({
      code: 'wildcard_missing',
      facts: { name: 'pack/w', unlisted: 'wildcards/pack/', ...place }
    });
  });
});

test('of a glob, files that are no text are passed over and told, unless all are', () => {
  put('glob', 'good.txt', 'fine');
  put('glob', 'bad.txt', Buffer.from('caf\xe9', 'latin1'));
  const wildcards = openWildcards([join(root, 'glob')]);
  const told: unknown[] = [];
  const options = { wildcards, seed: 1, report: (fault: unknown) => told.push(fault) };
  expect(expandWildcards('a __*__', options)).toBe('a fine');
  expect(told).toEqual([
    {
      code: 'wildcard_passed_over',
      facts: expect.objectContaining({ file: 'bad.txt', line: 1 }),
      at: 2,
      length: 5
    }
  ]);
  put('glob', 'good.txt', Buffer.from('caf\xe9', 'latin1'));
  expect(() =>
    expandWildcards('__*__', { ...options, wildcards: openWildcards([join(root, 'glob')]) })
  ).toThrow(expect.objectContaining({ code: 'wildcard_encoding' }));
});

test.each(['NFC', 'NFD'] as const)('a name typed in %s is found, and suggested', form => {
  put('accents', 'café/thé.txt'.normalize('NFD'), 'tea');
  const wildcards = openWildcards([join(root, 'accents')]);
  const made = (name: string): string =>
    expandWildcards(`__${name.normalize(form)}__`, { wildcards, seed: 1 });
  expect(made('café/thé')).toBe('tea');
  expect(made('CAFÉ/*')).toBe('tea');
  expect(() => made('cafe/thé')).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ near: 'café/thé' }) })
  );
});

test('a file is read anew by each plan', () => {
  put('fresh', 'w.txt', 'old');
  const folders = [join(root, 'fresh')];
  expect(openWildcards(folders).read('w')).toBe('old');
  put('fresh', 'w.txt', 'new');
  expect(openWildcards(folders).read('w')).toBe('new');
});

test('links are followed, those in a circle once; any case of .txt counts, other kinds are named', () => {
  put('linked', 'UPPER.TXT', 'up');
  put('linked', 'nest.yaml', 'a: [b]');
  put('elsewhere', 'far.txt', 'away');
  const wildcards = join(root, 'linked', 'wildcards');
  symlinkSync(join(root, 'elsewhere', 'wildcards'), join(wildcards, 'link'));
  symlinkSync(wildcards, join(wildcards, 'circle'));
  symlinkSync(join(root, 'gone'), join(wildcards, 'gone.txt'));
  const { names, unread } = openWildcards([join(root, 'linked')]);
  expect(names.toSorted()).toEqual(['UPPER', 'link/far']);
  expect(unread).toEqual(['nest.yaml']);
});
