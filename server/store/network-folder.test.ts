import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { submit, temporaryFolder, testService, untilJob } from '../testing/test-service';
import { Database } from './database';
import { networkOf } from './network-folder';
import { openDatabase } from './open-database';
import { makeLog, silentLog } from '../log';

const folder = temporaryFolder();
const mounts = (type: string): string =>
  [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    `31 22 0:40 / ${folder.slice(0, folder.lastIndexOf('/'))} rw,nosuid shared:9 - ${type} me@there:/home rw`,
    '32 22 0:41 / /else\\040where rw - nfs4 there:/ rw'
  ].join('\n');

test.each<[string, number, string, string | null]>([
  ['a disk', 0xef53, 'ext4', null],
  ['memory', 0x01021994, 'tmpfs', null],
  ['NFS', 0x6969, 'nfs4', 'nfs'],
  ['SMB', 0xff534d42, 'cifs', 'cifs'],
  ['SMB of a machine with signed numbers', 0xff534d42 | 0, 'cifs', 'cifs'],
  ['SMB 2', 0xfe534d42, 'smb3', 'smb2'],
  ['9p', 0x01021997, '9p', '9p'],
  ['sshfs', 0x65735546, 'fuse.sshfs', 'fuse.sshfs'],
  ['a folder shared with a virtual machine', 0x65735546, 'virtiofs', 'virtiofs'],
  ['NTFS by FUSE', 0x65735546, 'fuseblk', null]
])('%s is told by its number and mount', (_name, magic, type, kind) => {
  expect(networkOf(folder, { platform: 'linux', magic: () => magic, mounts: () => mounts(type) })).toBe(kind);
});

test('elsewhere than on Linux nothing is told, nor where the system gives no answer', () => {
  const look = { magic: () => 0x6969, mounts: () => '' };
  expect(networkOf(folder, { ...look, platform: 'darwin' })).toBeNull();
  const silent = {
    ...look,
    magic: () => {
      throw new Error('ENOSYS');
    }
  };
  expect(networkOf(folder, { ...silent, platform: 'linux' })).toBeNull();
});

/** The database as a killed process leaves it: closing it here would wait for statements to be collected. */
function leftBehind(path: string): string {
  const copy = temporaryFolder();
  cpSync(join(path, '..'), copy, { recursive: true, filter: each => !each.endsWith('-shm') });
  return join(copy, 'db');
}

test('a database with a WAL goes on without one, alone on its file, and back', () => {
  const beforePath = join(temporaryFolder(), 'db');
  const before = new Database(beforePath);
  before.run(`INSERT INTO settings VALUES ('paused', 'yes')`);
  const path = leftBehind(beforePath);
  before.close();
  const there = openDatabase(path, silentLog, 'truncate');
  expect(there.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'truncate' });
  expect(there.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  expect(there.get('SELECT value FROM settings')).toEqual({ value: 'yes' });
  there.run(`INSERT INTO settings VALUES ('other', '')`);
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(() => openDatabase(path, silentLog, 'truncate')).toThrow(
    expect.objectContaining({ code: 'data_locked', facts: { path } })
  );
  const back = new Database(leftBehind(path));
  there.close();
  expect(back.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(back.all('SELECT name FROM settings')).toHaveLength(2);
  back.close();
});

test('a service whose data lie on a network says so once, keeps no WAL, and draws', async () => {
  const lines: string[] = [];
  const folder = temporaryFolder();
  const service = await testService({
    dataFolder: folder,
    networkOf: () => 'nfs',
    log: makeLog({ level: 'warn', write: line => lines.push(line) })
  });
  expect((await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'))).state).toBe('done');
  expect(lines).toEqual([
    expect.stringContaining('The data folder lies on a network file system (nfs): the database is kept there')
  ]);
  expect(readdirSync(folder).filter(name => /-(wal|shm)$/.test(name))).toEqual([]);
});
