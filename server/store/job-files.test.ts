import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../testing/test-service';
import { files } from './files';
import { JobFiles } from './job-files';

/** A data folder with the file of one job, whose service was killed while it wrote that anew. */
async function killedFolder(): Promise<{ data: string; root: string; left: string }> {
  const data = temporaryFolder();
  const jobs = new JobFiles(data);
  await jobs.list();
  await jobs.write('abc', ['{}'], true);
  const root = join(data, 'jobs', 'v1');
  const left = join(root, 'abc.jsonl.1-1.tmp');
  writeFileSync(left, '{');
  return { data, root, left };
}

test('a job’s file that was half written is swept away', async () => {
  const { data, root } = await killedFolder();
  expect(await new JobFiles(data).list()).toEqual(new Map([['abc', true]]));
  expect(readdirSync(root)).toEqual(['abc.jsonl']);
});

test('jobs are found though what is left can’t be taken away', async () => {
  const { data, left } = await killedFolder();
  const remove = jest.fn(() => Promise.reject(new Error('EIO: made for a test')));
  expect(await new JobFiles(data, { ...files, remove }).list()).toEqual(new Map([['abc', true]]));
  expect(remove).toHaveBeenCalledWith(left);
});
