import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../schema/fault';
import { makeLog } from '../log';
import { files } from '../store/files';
import { PROCESS_TOKEN, runCli, startServe } from '../testing/service-process';
import {
  modelsFolder,
  serveService,
  submit,
  temporaryFolder,
  testService,
  TOKEN,
  untilJob
} from '../testing/test-service';

const PROMPT = 'a crimson heron over the marsh';
const CELL = `%%sweep seed=1..2 prompt="${PROMPT}","a slow crimson owl" steps=4`;

/** The files of a zip, as Python's zipfile reads them; it checks every sum. */
function opened(zip: Buffer): Record<string, string> {
  const path = join(temporaryFolder(), 'report.zip');
  writeFileSync(path, zip);
  const read =
    'import json, sys, zipfile\n' +
    'z = zipfile.ZipFile(sys.argv[1])\n' +
    'assert z.testzip() is None\n' +
    'print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
  return JSON.parse(execFileSync('python3', ['-c', read, path], { encoding: 'utf8', maxBuffer: 1e8 }));
}

const NAMES = [
  'README.txt',
  'doctor.txt',
  'engines.json',
  'jobs.json',
  'log.txt',
  'metrics.txt',
  'models.json',
  'settings.json',
  'versions.json'
];

test('a report holds what a maintainer needs, and neither token nor prompt', async () => {
  const log = makeLog({ level: 'debug', write: () => undefined });
  const service = await testService({ log });
  const client = await serveService(service);
  await untilJob(service, await submit(service, CELL.replace('owl', 'crash')));
  const refused = await client.send('POST', '/v1/plan', {
    body: { text: '%%sweep seed=heronish\nsome other words' }
  });
  expect(refused.status).toBe(400);
  const waiting = await submit(service, `%%sweep seed=9\n${PROMPT} that has to wait for a slow other`);
  const { status, headers, body } = await client.send('GET', '/v1/diagnostics');
  expect([status, headers['content-type']]).toEqual([200, 'application/zip']);
  expect(headers['content-disposition']).toContain('.zip');
  const files = opened(body);
  expect(Object.keys(files).sort()).toEqual(NAMES);
  const all = Object.values(files).join('\n');
  expect(all).not.toContain(TOKEN);
  expect(all).not.toMatch(/crimson|heron|has to wait/);
  const jobs = JSON.parse(files['jobs.json']);
  expect(jobs[0]).toMatchObject({ id: waiting, plan: { base: { steps: 4, model: 'toy' } } });
  expect(jobs[1]).toMatchObject({
    state: 'failed',
    counts: { total: 4, done: 2, failed: 2 },
    plan: { axes: expect.arrayContaining([{ params: ['prompt'], values: 2 }]) }
  });
  expect(jobs[1].cells.filter(({ failure }: { failure: unknown }) => failure)[0]).toMatchObject({
    failure: { code: 'engine_killed', facts: { how: 'SIGKILL' } },
    crashes: 2
  });
  expect(JSON.parse(files['engines.json'])[0]).toMatchObject({ name: 'cpu', restarts: 4 });
  expect(JSON.parse(files['versions.json'])).toMatchObject({ node: process.versions.node });
  expect(JSON.parse(files['settings.json'])).toMatchObject({ engines: 1, cellLimit: 400 });
  expect(JSON.parse(files['models.json'])).toMatchObject([{ name: 'toy', usable: true }]);
  expect(files['doctor.txt']).toContain('ok  SQLite');
  expect(files['log.txt']).toContain('engine ended');
  expect(files['metrics.txt']).toContain('diffusion_jobs_open');
});

test('a report stays whole whatever a prompt is, and tells neither variants, nor notebooks, nor parts of prompts', async () => {
  const log = makeLog({ level: 'debug', write: () => undefined });
  const service = await testService({ log });
  const client = await serveService(service);
  const notebook = { client: 'Anna%20private.ipynb #0a1b2c3d' };
  await untilJob(service, await submit(service, '%%sweep seed=1\nfinished', notebook));
  await untilJob(service, await submit(service, '%%sweep seed=1\ncreated'));
  await untilJob(service, await submit(service, '%%sweep seed=1\na {crimson|scarlet} crash'));
  for (const body of [
    { text: '%%sweep seed=1 sampler="herons of the marsh"\nx' },
    { text: '%%sweep\n(a heron' }
  ]) {
    await client.send('POST', '/v1/plan', { body });
  }
  log.warn(
    { error: new Fault('unknown_choice', { param: 'sampler', value: 'herons of the marsh' } as never) },
    'odd'
  );
  expect(log.recent().join('\n')).not.toMatch(/heron/);
  const files = opened((await client.send('GET', '/v1/diagnostics')).body);
  const jobs = JSON.parse(files['jobs.json']);
  expect(jobs.map((job: { state: string }) => job.state)).toEqual(['failed', 'done', 'done']);
  expect(jobs.map((job: { finished: string }) => Number.isNaN(Date.parse(job.finished)))).toEqual([
    false,
    false,
    false
  ]);
  expect(jobs.map((job: { client: string }) => job.client)).toEqual(['', '', 'notebook 1']);
  const all = Object.values(files).join('\n');
  expect(all).not.toMatch(/crimson|scarlet|heron|Anna|private/);
  expect(all).not.toContain('[prompt]');
});

test('prompts of jobs that the report no longer tells of stand in none of its lines either', async () => {
  const log = makeLog({ level: 'info', write: () => undefined });
  const service = await testService({ log });
  await untilJob(service, await submit(service, '%%sweep seed=1\nherons of the marsh'));
  log.info({ error: new Error('odd: herons of the marsh') }, 'said');
  for (let seed = 2; seed < 40; seed++) {
    await untilJob(service, await submit(service, `%%sweep seed=${seed}\nx`));
  }
  const files = opened(await service.report.make({ prompts: false, language: 'en' }));
  expect(JSON.parse(files['jobs.json'])).toHaveLength(30);
  expect(files['log.txt']).toContain('odd: [prompt]');
  expect(files['log.txt']).not.toContain('heron');
});

test('prompts are in it when they are asked for, and the token never', async () => {
  const service = await testService();
  const client = await serveService(service);
  await untilJob(service, await submit(service, CELL));
  const files = opened((await client.send('GET', '/v1/diagnostics?prompts=1')).body);
  expect(JSON.parse(files['jobs.json'])[0].plan.text).toContain(PROMPT);
  expect(Object.values(files).join('\n')).not.toContain(TOKEN);
  const odd = await client.send('GET', '/v1/diagnostics?prompts=yes');
  expect(odd.status).toBe(400);
});

test('of the environment a report tells settings, and no key to anything', async () => {
  const names = ['BROKER_KEY', 'TOKEN', 'URL', 'NEW_SECRET', 'THREADS'].map(
    name => `JUPYTERLAB_DIFFUSION_${name}`
  );
  const before = { ...process.env };
  names.forEach((name, k) => (process.env[name] = `value-${k}`));
  try {
    const service = await testService();
    const client = await serveService(service);
    const { body } = await client.send('GET', '/v1/diagnostics');
    const all = Object.values(opened(body)).join('\n');
    expect(names.map((_, k) => all.includes(`value-${k}`))).toEqual([false, false, false, false, true]);
  } finally {
    names.forEach(name => delete process.env[name]);
    Object.assign(process.env, before);
  }
});

test('a disk that hangs keeps nobody from a report, however often one is asked for', async () => {
  const hanging = jest.spyOn(files, 'writeSynced').mockReturnValue(new Promise(() => undefined));
  const service = await testService();
  const client = await serveService(service);
  const reports = await Promise.all([1, 2].map(() => client.send('GET', '/v1/diagnostics')));
  for (const { status, body } of reports) {
    expect(status).toBe(200);
    expect(opened(body)['doctor.txt']).toMatch(
      /^ok {2}SQLite: .*\n!! {2}data folder: did not answer within 3 s\.$/m
    );
  }
  // Each call that hangs keeps one of few threads.
  expect(hanging).toHaveBeenCalledTimes(1);
  hanging.mockRestore();
});

test('the log remembers its last 1,000 lines', () => {
  const log = makeLog({ level: 'info', secrets: ['a long secret'], write: () => undefined });
  for (let k = 0; k < 1200; k++) {
    log.info({ k }, 'a long secret');
  }
  log.debug('is not logged');
  const lines = log.recent();
  expect([lines.length, lines[0].slice(17), lines.at(-1)!.slice(17)]).toEqual([
    1000,
    '[secret]  k=200',
    '[secret]  k=1199'
  ]);
});

test('on the command line, the report of the service that runs is written, without the path of the person’s folder', async () => {
  const home = join(temporaryFolder(), 'ada');
  const runtime = temporaryFolder();
  mkdirSync(home);
  cpSync(modelsFolder(), join(home, 'models'), { recursive: true });
  const env = { HOME: home, XDG_DATA_HOME: join(home, 'data') };
  const { ended, child } = await startServe(['--port', '0', '--models', join(home, 'models')], {
    env,
    runtime
  });
  const out = join(temporaryFolder(), 'report.zip');
  const { code, out: said } = await runCli(['diagnostics', '--out', out], { env, runtime });
  expect([code, said]).toEqual([0, expect.stringContaining(out)]);
  const files = opened(readFileSync(out));
  const all = Object.values(files).join('\n');
  expect(JSON.parse(files['settings.json'])).toMatchObject({
    dataFolder: '~/data/jupyterlab-diffusion',
    modelFolders: expect.arrayContaining(['~/models'])
  });
  expect(files['log.txt']).toContain('service started');
  expect(all).not.toContain(home);
  expect(all).not.toContain(PROCESS_TOKEN);
  const unwritable = await runCli(['diagnostics', '--out', join(home, 'none', 'x.zip')], { env, runtime });
  expect([unwritable.code, unwritable.err]).toEqual([1, expect.stringContaining("can't be written")]);
  child.kill('SIGTERM');
  await ended;
});
