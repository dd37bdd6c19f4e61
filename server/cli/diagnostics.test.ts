/** Reports of services that don't run, and of those that can't. */
import { DatabaseSync } from '@photostructure/sqlite';
import AdmZip from 'adm-zip';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobReply } from '../../schema/wire';
import { folders, runCli, type Started, startServe } from '../testing/service-process';
import { temporaryFolder } from '../testing/test-service';

type Told = { code: number | string; err: string; files: Record<string, string> };

async function report(words: string[], runtime = temporaryFolder()): Promise<Told> {
  const out = join(temporaryFolder(), 'report.zip');
  const { code, err } = await runCli(['diagnostics', '--out', out, ...words], { runtime });
  const entries = existsSync(out) ? new AdmZip(readFileSync(out)).getEntries() : [];
  return {
    code,
    err,
    files: Object.fromEntries(entries.map(each => [each.entryName, each.getData().toString()]))
  };
}

async function submitted(service: Started, text: string): Promise<string> {
  const headers = { 'idempotency-key': '0123456789abcdef' };
  const reply = await service.fetch('/v1/jobs', { method: 'POST', body: JSON.stringify({ text }), headers });
  return ((await reply.json()) as JobReply).job.id;
}

/** A data folder whose service was killed in the middle of a job. */
async function killedFolder(): Promise<{ words: string[]; data: string; id: string }> {
  const data = temporaryFolder();
  const words = folders(data);
  const service = await startServe(['--port', '0', ...words]);
  const id = await submitted(service, '%%sweep seed=1..8 steps=50\na slow boat');
  service.child.kill('SIGKILL');
  await service.ended;
  return { words, data, id };
}

test('of a service that was killed, the job that it was at is told and not taken up again', async () => {
  const { words, id } = await killedFolder();
  for (const _ of [1, 2]) {
    const { code, files } = await report(words);
    expect(code).toBe(0);
    expect(JSON.parse(files['jobs.json'])[0]).toMatchObject({ id, counts: { total: 8, done: 0, open: 8 } });
    expect(JSON.parse(files['engines.json'])).toMatchObject([{ state: 'dead', restarts: 0 }]);
    expect(files['log.txt']).not.toContain('engine');
  }
});

test('a damaged database gives a report, and its jobs are there again at the next start', async () => {
  const { words, data, id } = await killedFolder();
  ['-wal', '-shm'].forEach(part => rmSync(join(data, `diffusion.sqlite${part}`), { force: true }));
  writeFileSync(join(data, 'diffusion.sqlite'), 'no database at all');
  const { code, files } = await report(words);
  expect([code, files['log.txt']]).toEqual([0, expect.stringContaining('was damaged')]);
  const again = await startServe(['--port', '0', ...words]);
  expect((await again.fetch(`/v1/jobs/${id}`)).status).toBe(200);
});

test('a database that somebody holds gives a report of the machine, which says so', async () => {
  const data = temporaryFolder();
  const held = new DatabaseSync(join(data, 'diffusion.sqlite'));
  held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE held (a); COMMIT;');
  const { code, err, files } = await report(folders(data));
  held.close();
  expect(code).toBe(0);
  expect(Object.keys(files).sort()).toEqual([
    ...['README.txt', 'doctor.txt', 'log.txt', 'problem.txt', 'settings.json', 'versions.json']
  ]);
  expect(files['problem.txt']).toContain('diffusion.sqlite');
  expect(err).toContain('It tells of the machine alone, not of jobs.');
});

test('a folder that can’t be one gives a report of the machine', async () => {
  const blocked = join(temporaryFolder(), 'file');
  writeFileSync(blocked, '');
  const { code, files } = await report(['--data', join(blocked, 'data')]);
  expect([code, files['problem.txt']]).toEqual([0, expect.stringContaining("can't be written")]);
  expect(files['doctor.txt']).toContain('!!  data folder');
});

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix('a service that runs and answers nobody gives a report of the machine', async () => {
  const runtime = temporaryFolder();
  const words = folders();
  const service = await startServe(['--port', '0', ...words], { runtime });
  service.child.kill('SIGSTOP');
  const { code, files } = await report(words, runtime);
  service.child.kill('SIGCONT');
  expect([code, 'jobs.json' in files, files['doctor.txt']]).toEqual([
    0,
    false,
    expect.stringContaining('ok  Node')
  ]);
});
