/** A disk that refuses, hangs or is slow: what is told of jobs and marks is what stands on it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../clock';
import { files } from '../store/files';
import {
  jobOf,
  loseDatabase,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';
import type { Service } from './service';

test('no job is accepted, and no mark is given, that can’t be put on the disk', async () => {
  for (const code of ['EIO', 'EROFS', 'ENOSPC']) {
    let broken = false;
    const write = async (call: () => Promise<void>): Promise<void> => {
      if (broken) {
        throw Object.assign(new Error(`${code}: made for a test`), { code });
      }
      await call();
    };
    const service = await testService({
      files: {
        ...files,
        writeSynced: (path, bytes) => write(() => files.writeSynced(path, bytes)),
        append: (path, bytes) => write(() => files.append(path, bytes))
      }
    });
    const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    broken = true;
    const refusal = code === 'ENOSPC' ? { code } : { code: 'data_unwritable', facts: { reason: code } };
    await expect(submit(service, '%%sweep seed=2\na boat')).rejects.toMatchObject(refusal);
    await expect(service.jobService.mark(job.cells[0].id, { rating: 3 })).rejects.toMatchObject(refusal);
    expect(service.jobs.list(10, null)).toHaveLength(1);
    expect(jobOf(service, job.id).cells[0].mark).toBeNull();
    broken = false;
    await service.jobService.mark(job.cells[0].id, { rating: 3 });
    expect(jobOf(service, job.id).cells[0].mark).toEqual({ rating: 3, flag: null, tags: [] });
  }
});

describe('while the disk hangs', () => {
  /** A service whose disk can be made to hang, and to answer at last what it was asked. */
  async function hangingService(
    dataFolder: string
  ): Promise<{ service: Service; hang(): void; answer(): Promise<void> }> {
    const hung: (() => Promise<unknown>)[] = [];
    let hangs = false;
    const late = <Result>(call: () => Promise<Result>): Promise<Result> =>
      hangs ? new Promise((resolve, reject) => hung.push(() => call().then(resolve, reject))) : call();
    const service = await testService({
      dataFolder,
      // Nobody waits here as long as people do.
      clock: { ...clock, after: (ms, work) => clock.after(ms === 10_000 ? 100 : ms, work) },
      files: {
        ...files,
        writeSynced: (path, bytes) => late(() => files.writeSynced(path, bytes)),
        append: (path, bytes) => late(() => files.append(path, bytes)),
        remove: path => late(() => files.remove(path))
      }
    });
    const answer = async (): Promise<void> => {
      hangs = false;
      while (hung.length > 0) {
        await hung.shift()!();
      }
      await pause(100);
    };
    return { service, hang: () => (hangs = true), answer };
  }

  /** The disk hangs; a job was drawn, and its journal is whole. */
  async function hangsOverAJob(): Promise<
    { dataFolder: string; id: string } & Pick<
      Awaited<ReturnType<typeof hangingService>>,
      'service' | 'answer'
    >
  > {
    const dataFolder = temporaryFolder();
    const { service, hang, answer } = await hangingService(dataFolder);
    const { id } = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    await pause(1500);
    hang();
    return { dataFolder, service, id, answer };
  }

  const silent = { code: 'disk_silent', facts: { seconds: 10 } };
  const journals = (folder: string): string[] =>
    readdirSync(join(folder, 'jobs', 'v1')).filter(name => name.endsWith('.jsonl'));

  test('who submits is answered, and what is written later is no job', async () => {
    const { dataFolder, service, id, answer } = await hangsOverAJob();
    await expect(submit(service, '%%sweep seed=2\na boat')).rejects.toMatchObject(silent);
    expect(service.jobs.list(10, null)).toHaveLength(1);
    await answer();
    expect(journals(dataFolder)).toEqual([`${id}.jsonl`]);
    expect(await submit(service, '%%sweep seed=2\na boat')).not.toBe(id);
  });

  test('a mark that was refused takes the place of none that was given', async () => {
    const dataFolder = temporaryFolder();
    const { service, hang, answer } = await hangingService(dataFolder);
    const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    const mark = (rating: number): Promise<unknown> => service.jobService.mark(job.cells[0].id, { rating });
    await mark(1);
    hang();
    await expect(mark(5)).rejects.toMatchObject(silent);
    // It would wait for the first one, which nobody knows the end of.
    const asked = performance.now();
    await expect(mark(4)).rejects.toMatchObject(silent);
    expect(performance.now() - asked).toBeLessThan(90);
    await answer();
    const seen = async (): Promise<number | null | undefined> => {
      await stopService(service);
      loseDatabase(dataFolder);
      const after = await testService({ dataFolder });
      return jobOf(after, job.id).cells[0].mark?.rating;
    };
    expect(await seen()).toBe(1);
  });

  test('a mark whose row is refused is taken back', async () => {
    const dataFolder = temporaryFolder();
    const { service } = await hangingService(dataFolder);
    const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    await service.jobService.mark(job.cells[0].id, { rating: 2 });
    const setMark = jest.spyOn(service.pictures, 'setMark').mockImplementation(() => {
      throw new Error('made for a test');
    });
    await expect(service.jobService.mark(job.cells[0].id, { rating: 5 })).rejects.toThrow('made for a test');
    setMark.mockRestore();
    await pause(100);
    await stopService(service);
    const after = await testService({ dataFolder });
    expect(jobOf(after, job.id).cells[0].mark?.rating).toBe(2);
  });

  test('who forgets a job is answered, and the job is there still', async () => {
    const { dataFolder, service, id, answer } = await hangsOverAJob();
    await expect(service.jobService.forget(id)).rejects.toMatchObject(silent);
    await answer();
    expect(jobOf(service, id).cells[0].state).toBe('done');
    expect(journals(dataFolder)).toEqual([`${id}.jsonl`]);
    await service.jobService.forget(id);
    expect(journals(dataFolder)).toEqual([]);
  });
});

describe('a service that ends while the disk is slow ends when all is there', () => {
  const SLOW_MS = 1500;

  test('the journal that says of a job that it is over', async () => {
    const dataFolder = temporaryFolder();
    let begun = (): void => undefined;
    const ending = new Promise<void>(resolve => (begun = resolve));
    const rename = async (from: string, to: string): Promise<void> => {
      if (from.endsWith('.open.jsonl')) {
        begun();
        await pause(SLOW_MS);
      }
      return files.rename(from, to);
    };
    const service = await testService({ dataFolder, files: { ...files, rename } });
    const { id } = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    await ending;
    await stopService(service);
    expect(readdirSync(join(dataFolder, 'jobs', 'v1'))).toEqual([`${id}.jsonl`]);
  });

  test('a mark that was not given and is taken back', async () => {
    const dataFolder = temporaryFolder();
    let isSlow = false;
    const append = async (path: string, bytes: Uint8Array): Promise<void> => {
      if (isSlow && path.includes('marks')) {
        await pause(SLOW_MS);
      }
      return files.append(path, bytes);
    };
    const service = await testService({ dataFolder, files: { ...files, append } });
    const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
    jest.spyOn(service.pictures, 'setMark').mockImplementationOnce(() => {
      isSlow = true;
      throw new Error('made for a test');
    });
    await expect(service.jobService.mark(job.cells[0].id, { rating: 5 })).rejects.toThrow('made for a test');
    await stopService(service);
    const ratings = readFileSync(join(dataFolder, 'marks', 'v1.jsonl'), 'utf8').match(/"rating":\w+/g);
    expect(ratings).toEqual(['"rating":5', '"rating":null']);
  });
});
