import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sha256 } from '../store/content-key';
import { filesThrough, systemCalls } from '../store/files';
import { diskError } from '../testing/failing-files';
import { stopService, submit, temporaryFolder, testService, untilJob } from '../testing/test-service';

test('what a start can’t take away is left, and the service draws', async () => {
  const dataFolder = temporaryFolder();
  const folder = join(dataFolder, 'images', 'v1', sha256('nothing').slice(0, 2));
  mkdirSync(folder, { recursive: true });
  const left = [join(folder, 'half.1-1.tmp'), join(folder, `${sha256('nothing')}.png`)];
  left.forEach(path => writeFileSync(path, 'nothing'));
  let refuses = true;
  const remove = async (path: string): Promise<void> => {
    if (refuses) {
      throw diskError('EROFS');
    }
    await systemCalls.remove(path);
  };
  const service = await testService({ dataFolder, files: filesThrough({ ...systemCalls, remove }) });
  expect(left.map(existsSync)).toEqual([true, true]);
  refuses = false;
  const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  expect(job.state).toBe('done');
  await stopService(service);
  await testService({ dataFolder });
  expect(left.map(existsSync)).toEqual([false, false]);
});

test('a database that another program holds is refused in a sentence with its file', async () => {
  const dataFolder = temporaryFolder();
  const held = new DatabaseSync(join(dataFolder, 'diffusion.sqlite'));
  held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE held (a); COMMIT;');
  await expect(testService({ dataFolder })).rejects.toMatchObject({
    code: 'data_locked',
    facts: { path: join(dataFolder, 'diffusion.sqlite') }
  });
  held.close();
  expect(existsSync(join(dataFolder, 'service.lock'))).toBe(false);
});
