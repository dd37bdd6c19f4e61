import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Job, JobReply } from '../../schema/wire';
import { PROCESS_TOKEN, type Started, folders, runCli, startServe } from '../testing/service-process';
import { modelsFolder, temporaryFolder } from '../testing/test-service';

async function submit(service: Started, text: string, key = text): Promise<Job> {
  const reply = await service.fetch('/v1/jobs', {
    method: 'POST',
    body: JSON.stringify({ text }),
    headers: { 'idempotency-key': Buffer.from(key).toString('hex') }
  });
  return ((await reply.json()) as JobReply).job;
}

async function job(service: Started, id: string): Promise<Job> {
  return ((await (await service.fetch(`/v1/jobs/${id}`)).json()) as JobReply).job;
}

async function until(service: Started, id: string, holds: (each: Job) => boolean): Promise<Job> {
  for (;;) {
    const seen = await job(service, id);
    if (holds(seen)) {
      return seen;
    }
    await new Promise(later => setTimeout(later, 20));
  }
}

test('a service that is killed goes on with its jobs at the next start, and draws nothing twice', async () => {
  const data = temporaryFolder();
  const env = { FAKE_STEP_MS: '15' };
  let service = await startServe(folders(data), { env });
  const { id } = await submit(service, '%%sweep seed=1..16\na boat');
  let seq = 0;
  for (const enough of [3, 8]) {
    const seen = await until(service, id, ({ progress }) => progress.cells_done >= enough);
    seq = Math.max(seq, seen.seq);
    service.child.kill('SIGKILL');
    expect(await service.ended).toBe('SIGKILL');
    service = await startServe(folders(data), { env });
    const after = await job(service, id);
    expect(after.seq).toBeGreaterThanOrEqual(seq);
    const done = new Map(after.cells.map(cell => [cell.id, cell.image]));
    for (const cell of seen.cells.filter(({ state }) => state === 'done')) {
      expect(done.get(cell.id)).toBe(cell.image);
    }
  }
  const last = await until(service, id, ({ state }) => state === 'done');
  expect(last.cells.every(({ state, image }) => state === 'done' && image)).toBe(true);
  expect(
    readdirSync(join(data, 'images', 'v1'), { recursive: true }).filter(name => String(name).endsWith('.png'))
  ).toHaveLength(16);
  // The submit, repeated by a client that never heard the answer, is the same job.
  expect((await submit(service, '%%sweep seed=1..16\na boat')).id).toBe(id);
});

test.each(['soon', '-1', '1e3', ''])('--unload-after %j is no number of minutes', async minutes => {
  const { code, err } = await runCli(['serve', ...folders(), `--unload-after=${minutes}`]);
  expect(code).not.toBe(0);
  expect(err).toContain(`--unload-after ${minutes}: 0 to 1000000`);
});

test('models are listed beside a service that runs, those of other folders too', async () => {
  const data = temporaryFolder();
  const other = modelsFolder('elsewhere');
  await startServe(folders(data));
  const { code, out, err } = await runCli(['models', '--data', data, '--models', other]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/elsewhere/);
  expect(await runCli(['plan', '--data', data, '--models', other, '-'])).toMatchObject({ code: 1 });
});

test('the engine of a killed service ends too', async () => {
  const service = await startServe(folders(), { env: { FAKE_STEP_MS: '15' } });
  const { id } = await submit(service, '%%sweep seed=1..4\na boat');
  await until(service, id, ({ progress }) => progress.cells_done >= 1);
  const children = readFileSync(`/proc/${service.ready.pid}/task/${service.ready.pid}/children`, 'utf8')
    .trim()
    .split(' ');
  expect(children).toHaveLength(1);
  service.child.kill('SIGKILL');
  await service.ended;
  for (let tries = 0; existsSync(`/proc/${children[0]}`) && tries < 100; tries++) {
    await new Promise(later => setTimeout(later, 20));
  }
  expect(existsSync(`/proc/${children[0]}`)).toBe(false);
});

test('SIGTERM ends it in less than three seconds, in the middle of a job, and leaves nothing behind', async () => {
  const data = temporaryFolder();
  const service = await startServe(folders(data));
  const { id } = await submit(service, '%%sweep seed=1..64\na slow boat');
  await until(service, id, ({ progress }) => progress.fraction > 0);
  const stream = await service.fetch(`/v1/jobs/${id}/events`);
  const before = performance.now();
  service.child.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  expect(performance.now() - before).toBeLessThan(3000);
  await stream.body?.cancel().catch(() => undefined);
  expect(existsSync(service.ready.connection_file)).toBe(false);
  expect(existsSync(join(data, 'service.lock'))).toBe(false);
});

test('with its lifeline it ends when its standard input does', async () => {
  const service = await startServe([...folders(), '--stdin-lifeline']);
  service.child.stdin!.end();
  expect(await service.ended).toBe(0);
});

test('the connection file is the owner’s alone and says how to reach it; files of the dead are swept', async () => {
  const runtime = temporaryFolder();
  writeFileSync(join(runtime, 'diffusion-999999999.json'), '{}');
  const service = await startServe(folders(), { runtime });
  const { connection_file, url, pid } = service.ready;
  expect(readdirSync(runtime)).toEqual([`diffusion-${pid}.json`]);
  expect(statSync(connection_file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(connection_file, 'utf8'))).toMatchObject({ url, pid, token: PROCESS_TOKEN });
  expect(JSON.stringify(service.ready)).not.toContain(PROCESS_TOKEN);
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(PROCESS_TOKEN);
});

test('a token nobody gave is made at random', async () => {
  const service = await startServe(folders(), { env: { JUPYTERLAB_DIFFUSION_TOKEN: '' } });
  const { token } = JSON.parse(readFileSync(service.ready.connection_file, 'utf8')) as { token: string };
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect((await service.fetch('/v1/jobs')).status).toBe(401);
  expect((await service.fetch('/v1/jobs', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    200
  );
});

test('a data folder has one owner, who is named to the next; a dead owner is no owner', async () => {
  const data = temporaryFolder();
  const service = await startServe(folders(data));
  const second = await runCli(['serve', ...folders(data)]);
  expect(second).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      `Another service (process ${service.ready.pid}) uses this data folder: ${data}.`
    )
  });
  service.child.kill('SIGKILL');
  await service.ended;
  await startServe(folders(data));
});

test.each([
  [['--log-level', 'debug'], {}, true],
  [[], { JUPYTERLAB_DIFFUSION_LOG_LEVEL: 'DEBUG' }, true],
  [['--log-level', 'info'], { JUPYTERLAB_DIFFUSION_LOG_LEVEL: 'debug' }, false],
  [[], {}, false]
])(
  'with %j and %j it logs requests: %p; standard output is the ready line alone',
  async (words, env, requests) => {
    const service = await startServe([...folders(), ...words], { env });
    await service.fetch('/v1/samplers');
    service.child.kill('SIGTERM');
    await service.ended;
    expect(JSON.parse(service.out())).toEqual(service.ready);
    expect(service.err()).toMatch(/^\[I [\d:.]+\] service started {2}url=http:/m);
    expect(service.err()).toMatch(/^\[I [\d:.]+\] service ended$/m);
    expect(/^\[D [\d:.]+\] GET \/v1\/samplers/m.test(service.err())).toBe(requests);
    expect(service.err()).not.toContain(PROCESS_TOKEN);
  }
);

test('a token that is easily guessed is warned of', async () => {
  const service = await startServe(folders(), { env: { JUPYTERLAB_DIFFUSION_TOKEN: 'short' } });
  await service.fetch('/v1/samplers');
  service.child.kill('SIGTERM');
  await service.ended;
  expect(service.err()).toMatch(/^\[W [\d:.]+\] the token has fewer than 8 characters/m);
});

test('a port or a socket in use is said in a sentence', async () => {
  const taken = createServer();
  await new Promise<void>(done => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as AddressInfo;
  const refused = await runCli(['serve', ...folders(), '--port', String(port)]);
  taken.close();
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(`^Port ${port} is in use by another program.\nChoose another`)
  });
  const socket = join(temporaryFolder(), 's');
  await startServe([...folders(), '--socket', socket]);
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(await runCli(['serve', ...folders(), '--socket', socket])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Another service listens on this socket')
  });
});

test.each([
  [['serve', '--host', '0.0.0.0'], { JUPYTERLAB_DIFFUSION_TOKEN: '' }, 'needs a token'],
  [['serve', '--port', 'many'], {}, '--port many: 0 to 65535'],
  [['serve', '--device', 'tpu'], {}, '--device tpu: auto or cpu'],
  [['serve', '--log-level', 'loud'], {}, '--log-level loud: debug, info, warn, error, silent'],
  [['serve', '--nonsense'], {}, "Unknown option '--nonsense'"],
  [['plan', '/nowhere/a.txt'], {}, '/nowhere/a.txt can’t be read'.replace('’', "'")]
])('%j is refused in a sentence', async (words, env, sentence) => {
  const { code, err } = await runCli([...words, '--data', temporaryFolder()], { env });
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(sentence) });
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(2);
});
