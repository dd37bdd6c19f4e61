/** A database that was lost or damaged: what was asked for, drawn and marked is there again. */
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobReply } from '../../schema/wire';
import { makeLog } from '../log';
import { files } from '../store/files';
import { readJobLines } from '../store/job-lines';
import { folders, startServe } from '../testing/service-process';
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

const databaseOf = (folder: string): string => join(folder, 'diffusion.sqlite');

const parts = (path: string): string[] =>
  ['', '-wal', '-shm'].map(part => path + part).filter(each => existsSync(each));

/** Puts a file with other bytes in a file's place. */
function become(path: string, change: (bytes: Buffer) => Buffer): void {
  const bytes = readFileSync(path);
  parts(path).forEach(each => rmSync(each));
  writeFileSync(path, change(bytes));
}

/** A folder whose service was ended with a job that is done and marked, one that failed, one that was cancelled and one that is at work. */
async function usedFolder(): Promise<{ folder: string; jobs: Job[]; ids: string[] }> {
  const folder = temporaryFolder();
  const service = await testService({ dataFolder: folder });
  const done = await submit(service, '%%sweep seed=1..3 cfg=3,5\na boat', { client: 'me', priority: 'high' });
  const failed = await submit(service, '%%sweep seed=1..2\na nan');
  for (const id of [done, failed]) {
    await untilJob(service, id);
  }
  const { cells } = jobOf(service, done);
  await service.jobService.mark(cells[1].id, { rating: 4, flag: 'pick', tags: ['好手'] });
  await service.jobService.mark(cells[2].id, { rating: 2 });
  await service.jobService.mark(cells[2].id, { rating: 0 });
  const cancelled = await submit(service, '%%sweep seed=1..2\na slow lake');
  await service.steering.cancel(cancelled);
  const running = await submit(service, '%%sweep seed=1..6\na slow hill');
  await untilJob(service, running, ({ progress }) => progress.cells_done >= 2);
  const ids = [done, failed, cancelled, running];
  const jobs = ids.slice(0, 3).map(id => jobOf(service, id));
  await stopService(service);
  return { folder, jobs, ids };
}

/** What a reader sees of a job, but for the numbers of events, and for the work on cells that failed, which is told of while it goes on. */
function seen({ seq: _, diagnosis, cells, progress, ...job }: Job): unknown {
  const { unet_evals_executed, network_ms, ...counts } = progress;
  return {
    ...job,
    diagnosis: diagnosis && { ...diagnosis, since: 0 },
    progress: job.state === 'done' ? { ...counts, unet_evals_executed, network_ms } : counts,
    cells
  };
}

async function holds(service: Service, { jobs, ids }: Awaited<ReturnType<typeof usedFolder>>): Promise<void> {
  expect(jobs.map(({ id }) => seen(jobOf(service, id)))).toEqual(jobs.map(seen));
  const [first] = jobs;
  expect(jobOf(service, first.id).cells.map(({ mark }) => mark)).toEqual(first.cells.map(({ mark }) => mark));
  expect(first.cells[1].mark).toEqual({ rating: 4, flag: 'pick', tags: ['好手'] });
  const last = await untilJob(service, ids[3]);
  expect(last.cells.map(({ state, image }) => [state, typeof image])).toEqual(
    Array.from({ length: 6 }, () => ['done', 'string'])
  );
  // What was drawn before is not drawn again.
  expect(last.progress.unet_evals_executed).toBeLessThanOrEqual(6 * 4 * 2);
  expect(service.jobs.list(10, null).map(({ id }) => id)).toEqual([...ids].reverse());
}

test.each<[string, (path: string) => void]>([
  ['was deleted', path => parts(path).forEach(each => rmSync(each))],
  ['was cut short', path => become(path, bytes => bytes.subarray(0, bytes.length / 2))],
  ['is empty', path => become(path, () => Buffer.alloc(0))],
  ['has another beginning', path => become(path, bytes => bytes.fill('x', 0, 100))],
  ['has other bytes inside', path => become(path, bytes => bytes.fill(0xa5, 8192, bytes.length - 4096))]
])('when the database %s, jobs, their pictures, axes and marks are back', async (_what, damage) => {
  const used = await usedFolder();
  damage(databaseOf(used.folder));
  const lines: string[] = [];
  const service = await testService({
    dataFolder: used.folder,
    log: makeLog({ level: 'warn', write: line => lines.push(line) })
  });
  await holds(service, used);
  expect(lines.join('')).toContain('taken up from their journals  jobs=4');
  // What comes after is counted on from there.
  const next = await submit(service, '%%sweep seed=9\na boat');
  expect(service.jobs.list(1, null)[0].id).toBe(next);
});

test('lines of a journal that were half written are passed over, and so is a job without its first', async () => {
  const used = await usedFolder();
  const journal = join(used.folder, 'jobs', 'v1');
  const [first, , , open] = used.ids;
  appendFileSync(join(journal, `${open}.open.jsonl`), '\n{"cell":{"position":5,"st');
  truncateSync(join(journal, `${used.ids[1]}.jsonl`), 40);
  writeFileSync(join(journal, `${first}.jsonl.1-1.tmp`), 'half');
  loseDatabase(used.folder);
  const lines: string[] = [];
  const service = await testService({
    dataFolder: used.folder,
    log: makeLog({ level: 'warn', write: line => lines.push(line) })
  });
  expect((await untilJob(service, open)).state).toBe('done');
  expect(seen(jobOf(service, first))).toEqual(seen(used.jobs[0]));
  expect(service.jobs.byId(used.ids[1])).toBeNull();
  expect(lines.filter(line => line.includes('passed over'))).toEqual([
    expect.stringContaining(`job=${used.ids[1]}`),
    expect.stringContaining(`job=${open} lines=1`)
  ]);
  expect(readdirSync(journal).filter(name => name.endsWith('.tmp'))).toEqual([]);
});

test('a data folder of before there were journals gets them from its database', async () => {
  const used = await usedFolder();
  ['jobs', 'marks'].forEach(name => rmSync(join(used.folder, name), { recursive: true }));
  await stopService(await testService({ dataFolder: used.folder }));
  await stopService(await testService({ dataFolder: used.folder }));
  loseDatabase(used.folder);
  await holds(await testService({ dataFolder: used.folder }), used);
});

test('that everything is paused outlives the database, and that it goes on', async () => {
  const dataFolder = temporaryFolder();
  const isPaused = async (): Promise<boolean> => {
    loseDatabase(dataFolder);
    const service = await testService({ dataFolder });
    const { paused } = service.jobs;
    await stopService(service);
    return paused;
  };
  const first = await testService({ dataFolder });
  first.steering.pauseAll();
  const id = await submit(first, '%%sweep seed=1\na boat');
  await stopService(first);
  expect(await isPaused()).toBe(true);
  const second = await testService({ dataFolder });
  expect(jobOf(second, id)).toMatchObject({ state: 'paused', diagnosis: { code: 'queue_paused' } });
  second.steering.resumeAll();
  await untilJob(second, id);
  await stopService(second);
  expect(await isPaused()).toBe(false);
});

test('a database that is there knows better than a note of a pause that a kill left behind', async () => {
  const dataFolder = temporaryFolder();
  const first = await testService({ dataFolder });
  const { id } = await untilJob(first, await submit(first, '%%sweep seed=1\na boat'));
  await stopService(first);
  const note = join(dataFolder, 'jobs', 'v1', 'paused');
  writeFileSync(note, '');
  const second = await testService({ dataFolder });
  expect([second.jobs.paused, jobOf(second, id).state]).toEqual([false, 'done']);
  await stopService(second);
  expect(existsSync(note)).toBe(false);
});

test('a folder that was paused by an earlier version stays so', async () => {
  const dataFolder = temporaryFolder();
  const first = await testService({ dataFolder });
  first.steering.pauseAll();
  await stopService(first);
  rmSync(join(dataFolder, 'jobs', 'v1', 'paused'));
  await stopService(await testService({ dataFolder }));
  expect(existsSync(join(dataFolder, 'jobs', 'v1', 'paused'))).toBe(true);
});

test('what a kill kept from a journal is there once the job is over, however soon the service ends', async () => {
  const dataFolder = temporaryFolder();
  const first = await testService({ dataFolder });
  const paused = await submit(first, '%%sweep seed=9\na slow hill');
  first.steering.pause(paused);
  const id = await submit(first, '%%sweep seed=1..2\na slow boat');
  await untilJob(first, id, ({ progress }) => progress.cells_done === 1);
  await stopService(first);
  const journal = join(dataFolder, 'jobs', 'v1');
  // As it is when the service was killed within the second in which a cell was done.
  const open = join(journal, `${id}.open.jsonl`);
  const [head] = readFileSync(open, 'utf8').split('\n');
  writeFileSync(open, `${head}\n`);
  const rename = async (from: string, to: string): Promise<void> => {
    await pause(to.includes(paused) ? 1500 : 0);
    return files.rename(from, to);
  };
  const second = await testService({ dataFolder, files: { ...files, rename } });
  await untilJob(second, id);
  await stopService(second);
  const { cells, job } = readJobLines(readFileSync(join(journal, `${id}.jsonl`), 'utf8'))!;
  expect([job?.state, cells.get(0)?.state, cells.get(1)?.state]).toEqual(['done', 'done', 'done']);
});

test('a job that was forgotten does not come back, one that was queued again goes on', async () => {
  const used = await usedFolder();
  const [done, failed, cancelled] = used.ids;
  const before = await testService({ dataFolder: used.folder, env: { FAKE_STEP_MS: '200' } });
  await before.jobService.forget(done);
  await before.steering.retry(cancelled);
  await stopService(before);
  expect(readdirSync(join(used.folder, 'jobs', 'v1'))).not.toContain(`${done}.jsonl`);
  loseDatabase(used.folder);
  const service = await testService({ dataFolder: used.folder });
  expect(service.jobs.byId(done)).toBeNull();
  expect(jobOf(service, failed).state).toBe('failed');
  expect((await untilJob(service, cancelled)).progress.cells_done).toBe(2);
});

test('what a service has accepted is there though it is killed at once and its database is lost', async () => {
  const data = temporaryFolder();
  const before = await startServe(folders(data), { env: { FAKE_STEP_MS: '50' } });
  const reply = await before.fetch('/v1/jobs', {
    method: 'POST',
    body: JSON.stringify({ text: '%%sweep seed=1..3\na boat' }),
    headers: { 'idempotency-key': 'one' }
  });
  const { job } = (await reply.json()) as JobReply;
  before.child.kill('SIGKILL');
  await before.ended;
  loseDatabase(data);
  const after = await startServe(folders(data));
  const again = await after.fetch('/v1/jobs', {
    method: 'POST',
    body: JSON.stringify({ text: '%%sweep seed=1..3\na boat' }),
    headers: { 'idempotency-key': 'one' }
  });
  expect(((await again.json()) as JobReply).job.id).toBe(job.id);
  for (let state = ''; state !== 'done'; await pause(50)) {
    state = ((await (await after.fetch(`/v1/jobs/${job.id}`)).json()) as JobReply).job.state;
  }
});

test('a picture that is forgotten while it is marked has no mark', async () => {
  const service = await testService();
  const job = await untilJob(service, await submit(service, '%%sweep seed=1\na boat'));
  const marked = service.jobService.mark(job.cells[0].id, { rating: 5 });
  const [given] = await Promise.allSettled([marked, service.jobService.forget(job.id)]);
  expect(given).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  expect(service.pictures.marks()).toEqual([]);
});

test('of a request that came twice and was answered with one job, the other does not come back', async () => {
  const dataFolder = temporaryFolder();
  const service = await testService({ dataFolder });
  const job = await service.jobService.submit({ text: '%%sweep seed=1\na boat' }, 'a key', {});
  await untilJob(service, job.id);
  await stopService(service);
  const jobs = join(dataFolder, 'jobs', 'v1');
  // As a kill leaves it before the second is taken back.
  const twin = 'f'.repeat(16);
  const text = readFileSync(join(jobs, `${job.id}.jsonl`), 'utf8')
    .split('\n')[0]
    .replaceAll(job.id, twin);
  writeFileSync(join(jobs, `${twin}.open.jsonl`), text);
  const after = await testService({ dataFolder });
  expect(after.jobs.list(10, null).map(({ id }) => id)).toEqual([job.id]);
  expect(readdirSync(jobs)).toEqual([`${job.id}.jsonl`]);
});

test.each([
  ['those of a new job', 0],
  ['those that are ahead of the clock', 1e9]
])('numbers of events only rise, however often the database of a job is lost: %s', async (_, ahead) => {
  const dataFolder = temporaryFolder();
  let service = await testService({ dataFolder });
  const { id } = await untilJob(service, await submit(service, '%%sweep seed=1..2\na boat'));
  await pause(1500);
  const path = join(dataFolder, 'jobs', 'v1', `${id}.jsonl`);
  const told = [service.jobService.job(id).seq];
  if (ahead > 0) {
    const [head, ...lines] = readFileSync(path, 'utf8').split('\n');
    const seq = Date.now() + ahead;
    writeFileSync(path, [head, ...lines.map(line => line.replace(/"seq":\d+/, `"seq":${seq}`))].join('\n'));
  }
  for (let k = 0; k < 3; k++) {
    // What was told within the last second isn't in the journal yet.
    await service.jobService.mark(`${id}-0`, { rating: k + 1 });
    told.push(service.jobService.job(id).seq);
    const journal = readFileSync(path);
    await stopService(service);
    writeFileSync(path, journal);
    loseDatabase(dataFolder);
    service = await testService({ dataFolder });
    told.push(service.jobService.job(id).seq);
  }
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(new Set(told).size).toBe(told.length);
});
