import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sha256 } from '../store/content-key';
import { FailingDisk } from '../testing/failing-files';
import { stopService, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

test('what a start can’t take away is left, and the service draws', async () => {
  const dataFolder = temporaryFolder();
  const folder = join(dataFolder, 'images', 'v1', sha256('nothing').slice(0, 2));
  mkdirSync(folder, { recursive: true });
  const left = [join(folder, 'half.1-1.tmp'), join(folder, `${sha256('nothing')}.png`)];
  left.forEach(path => writeFileSync(path, 'nothing'));
  const disk = new FailingDisk();
  disk.fail(1, 'EROFS', { lasting: true });
  const service = await testService({ dataFolder, files: disk.files });
  expect(left.map(existsSync)).toEqual([true, true]);
  disk.heal();
  const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  expect(job.state).toBe('done');
  await stopService(service);
  await testService({ dataFolder });
  expect(left.map(existsSync)).toEqual([false, false]);
});

test('a database that another program holds is refused in a sentence with its folder', async () => {
  const dataFolder = temporaryFolder();
  const held = new DatabaseSync(join(dataFolder, 'diffusion.sqlite'));
  held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE held (a); COMMIT;');
  await expect(testService({ dataFolder })).rejects.toMatchObject({
    code: 'data_unwritable',
    facts: { path: dataFolder, reason: 'database is locked' }
  });
  held.close();
  expect(existsSync(join(dataFolder, 'service.lock'))).toBe(false);
});
