import fc from 'fast-check';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';
import { plainCell } from '../../engine/testing/plain-cell';
import type { CellParams } from '../../schema/wire';
import { makeLog, silentLog } from '../log';
import { DISK_FAULTS, FailingDisk } from '../testing/failing-files';
import { temporaryFolder } from '../testing/test-service';
import { canonicalJson, contentKey, sha256 } from './content-key';
import { Database } from './database';
import { isDiskFull } from './disk-faults';
import { writeWhole } from './files';
import { migrations } from './migrations';
import { ModelCache } from './model-cache';
import { openDatabase } from './open-database';
import { PaceStore } from './pace-store';
import { PictureFiles } from './picture-files';
import { PictureStore } from './picture-store';

const params: CellParams = { ...plainCell, prompt: 'a boat', model: 'toy', steps: 20 };

describe('content keys', () => {
  test('canonical JSON does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      })
    );
  });

  test('a key follows every parameter, the weights and the engine, and not the model’s name', () => {
    const key = contentKey(params, { model: 'w' }, '1');
    expect(contentKey({ ...params, model: 'renamed' }, { model: 'w' }, '1')).toBe(key);
    expect(contentKey(params, { model: 'v' }, '1')).not.toBe(key);
    expect(contentKey(params, { model: 'w' }, '2')).not.toBe(key);
    for (const name of Object.keys(params).filter(each => each !== 'model')) {
      expect(
        contentKey({ ...params, [name]: 'other' } as unknown as CellParams, { model: 'w' }, '1')
      ).not.toBe(key);
    }
  });
});

const HOLD = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('@photostructure/sqlite');
const database = new DatabaseSync(workerData);
database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE held (a); COMMIT;');
parentPort.postMessage('held');
setTimeout(() => database.close(), 300);
`;

describe('the database', () => {
  test('is in WAL with synchronous FULL', () => {
    const database = new Database(join(temporaryFolder(), 'db'));
    expect(database.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    database.close();
  });

  test('refuses a schema of a later version and names both', () => {
    const path = join(temporaryFolder(), 'db');
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => new Database(path)).toThrow(
      expect.objectContaining({ code: 'data_newer', facts: { found: 99, known: migrations.length } })
    );
  });

  test('marks from before there were tags have none, and can be given some', () => {
    const path = join(temporaryFolder(), 'db');
    const raw = new DatabaseSync(path);
    const before = migrations.findIndex(step => step.includes('ALTER TABLE marks ADD COLUMN tags'));
    migrations.slice(0, before).forEach(step => raw.exec(step));
    raw.exec(`PRAGMA user_version = ${before}; INSERT INTO marks VALUES ('key', 4, 'pick')`);
    raw.close();
    const database = new Database(path);
    const pictures = new PictureStore(database);
    expect(pictures.mark('key')).toEqual({ rating: 4, flag: 'pick', tags: [] });
    pictures.setMark('key', { rating: null, flag: null, tags: ['手'] });
    expect(pictures.marks()).toEqual([{ key: 'key', rating: null, flag: null, tags: ['手'] }]);
    database.close();
  });

  test('waits at the start for another program that holds the file for a moment', async () => {
    const path = join(temporaryFolder(), 'db');
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA journal_mode = WAL');
    raw.close();
    const holding = new Worker(HOLD, { eval: true, workerData: path });
    await new Promise(held => holding.once('message', held));
    const database = new Database(path);
    expect(new PaceStore(database).get('toy', 64, 64)).toBeNull();
    database.close();
    await holding.terminate();
  });

  test('a change that throws leaves nothing behind', () => {
    const database = new Database(join(temporaryFolder(), 'db'));
    const paces = new PaceStore(database);
    expect(() =>
      database.transaction(() => {
        paces.learn('toy', 64, 64, { evaluation_s: 1, fixed_s: 1 });
        throw new Error('stop');
      })
    ).toThrow('stop');
    expect(paces.get('toy', 64, 64)).toBeNull();
    database.close();
  });

  test('what is to follow a commit follows the outermost one, and never a change that was undone', () => {
    const database = new Database(join(temporaryFolder(), 'db'));
    const told: string[] = [];
    const change = (word: string): void =>
      database.transaction(() => database.afterCommit(() => told.push(word)));
    database.transaction(() => {
      change('inner');
      expect(told).toEqual([]);
    });
    expect(() =>
      database.transaction(() => {
        change('undone');
        throw new Error('stop');
      })
    ).toThrow('stop');
    change('alone');
    expect(told).toEqual(['inner', 'alone']);
    database.close();
  });

  test('a pace is remembered, blended, and scaled to other sizes', () => {
    const database = new Database(join(temporaryFolder(), 'db'));
    const paces = new PaceStore(database);
    expect(paces.nearest('toy', 64, 64)).toBeNull();
    paces.learn('toy', 64, 64, { evaluation_s: 1, fixed_s: 0 });
    paces.learn('toy', 64, 64, { evaluation_s: 2, fixed_s: 0 });
    expect(paces.get('toy', 64, 64)!.evaluation_s).toBeCloseTo(1.3);
    expect(paces.nearest('toy', 128, 64)!.evaluation_s).toBeCloseTo(2.6);
    database.close();
  });
});

test('a damaged database is put aside, and the service starts', () => {
  const lines: string[] = [];
  const log = makeLog({ level: 'info', write: line => lines.push(line) });
  const folder = temporaryFolder();
  const path = join(folder, 'db');
  writeFileSync(path, 'this is no database, but long enough to be taken for one'.repeat(100));
  const database = openDatabase(path, log);
  expect(new PaceStore(database).get('toy', 64, 64)).toBeNull();
  database.close();
  expect(readdirSync(folder)).toContain('db.damaged-1');
  expect(lines).toEqual([expect.stringMatching(/^\[W .*damaged/)]);
});

test('a database that opens, but of which one page can’t be read, is put aside', () => {
  const folder = temporaryFolder();
  const before = new Database(join(folder, 'before'));
  for (let number = 0; number < 500; number++) {
    before.run('INSERT INTO settings VALUES (?, ?)', `${number}`, 'x'.repeat(200));
  }
  before.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(join(folder, 'before'));
  before.close();
  const path = join(folder, 'db');
  writeFileSync(path, bytes);
  const sound = openDatabase(path, silentLog);
  expect(sound.all('SELECT * FROM settings')).toHaveLength(500);
  sound.close();
  const other = join(folder, 'other');
  writeFileSync(other, bytes.fill(0xa5, bytes.length - 3 * 4096, bytes.length - 2 * 4096));
  expect(() => new Database(other).close()).not.toThrow();
  const empty = openDatabase(other, silentLog);
  expect(empty.all('SELECT * FROM settings')).toEqual([]);
  empty.close();
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['other', 'other.damaged-1']));
});

describe('files', () => {
  test.each(DISK_FAULTS.flatMap(fault => [false, true].map(lasting => ({ fault, lasting }))))(
    'whatever call fails ($fault, lasting: $lasting), the old file or the new one is there, whole, and no other',
    async ({ fault, lasting }) => {
      for (let nth = 1; ; nth++) {
        const path = join(temporaryFolder(), 'picture');
        writeFileSync(path, 'old');
        const disk = new FailingDisk();
        disk.fail(nth, fault, { lasting });
        const failure = await writeWhole(path, Buffer.from('new'), disk.files).catch(
          (error: NodeJS.ErrnoException) => error
        );
        const text = readFileSync(path, 'utf8');
        if (!failure) {
          expect(text).toBe('new');
          if (!disk.met) {
            expect(nth).toBeGreaterThan(7);
            break;
          }
          continue;
        }
        expect(failure.code).toBe(fault);
        expect(['old', 'new']).toContain(text);
        // What a disk that takes nothing doesn't give away is swept at the next start.
        const left = readdirSync(join(path, '..')).filter(name => !(lasting && name.endsWith('.tmp')));
        expect(left).toEqual(['picture']);
      }
    }
  );

  test.each([
    [{ code: 'ENOSPC' }, true],
    [{ code: 'EDQUOT' }, true],
    [new Error('database or disk is full'), true],
    [{ code: 'EIO' }, false],
    [new Error('no such table'), false]
  ])('%p is a full disk: %p', (error, full) => expect(isDiskFull(error)).toBe(full));
});

describe('pictures', () => {
  test('lie under their hash, and a damaged one is never handed out', async () => {
    const files = new PictureFiles(temporaryFolder());
    const hash = await files.put(Buffer.from('picture'));
    expect(hash).toBe(sha256('picture'));
    expect(files.path(hash)).toMatch(new RegExp(`images/v1/${hash.slice(0, 2)}/${hash}.png$`));
    expect((await files.get(hash))!.toString()).toBe('picture');
    writeFileSync(files.path(hash), 'picturE');
    expect(await files.get(hash)).toBeNull();
  });
});

test('the hash of a model file is read once, and again when the file changed', async () => {
  const folder = temporaryFolder();
  const database = new Database(join(folder, 'db'));
  const cache = new ModelCache(database);
  const path = join(folder, 'weights');
  writeFileSync(path, 'one');
  expect(await cache.knownHash(path)).toBeNull();
  expect(await cache.hash(path)).toBe(sha256('one'));
  expect(await cache.knownHash(path)).toBe(sha256('one'));
  writeFileSync(path, 'another');
  expect(statSync(path).size).toBe(7);
  expect(await cache.knownHash(path)).toBeNull();
  expect(await cache.hash(path)).toBe(sha256('another'));
  database.close();
});
