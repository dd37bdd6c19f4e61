/** Waits and ends that are provoked for real on an engine's process, and what is said of them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineWorker } from '../../engine/worker';
import type { FaultData } from '../../schema/fault';
import { clock } from '../clock';
import { files } from '../store/files';
import {
  fakeWorkerScript,
  jobOf,
  stopService,
  submit,
  temporaryFolder,
  testService,
  untilJob
} from '../testing/test-service';

const hasPrlimit = existsSync('/usr/bin/prlimit') && existsSync('/proc/self/status');
const onLinux = hasPrlimit ? test : test.skip;

onLinux('memory that the system refuses (RLIMIT_AS) is told as that, with the size it was at', async () => {
  const startEngine = (): EngineWorker => {
    const engine = new EngineWorker({ script: fakeWorkerScript() });
    // Before it has any cells: room for 150 MB more than it has.
    engine.once('ready', () => {
      const has = /^VmSize:\s+(\d+)/m.exec(readFileSync(`/proc/${engine.pid}/status`, 'utf8'))![1];
      execFileSync('prlimit', ['--pid', String(engine.pid), `--as=${(Number(has) + 150_000) * 1024}`]);
    });
    return engine;
  };
  const service = await testService({ startEngine });
  const id = await submit(service, '%%sweep seed=1\ntoo much of it');
  const { cells } = await untilJob(service, id);
  expect(cells[0].error).toMatchObject({
    code: 'killed_for_memory',
    message: expect.stringMatching(/^Stopped: out of memory\. .* at 64×64/),
    hint: 'Use a smaller size or model, or close other programs, then retry.'
  });
  // With room the same cell is drawn: the limit was the cause.
  const roomy = await testService();
  const again = await submit(roomy, '%%sweep seed=1\ntoo much of it');
  expect((await untilJob(roomy, again)).state).toBe('done');
});

/** Time that passes twenty times as fast, so that the test needn't wait. */
const hasty = {
  ...clock,
  monotonic: () => clock.monotonic() * 20,
  after: (ms: number, work: () => void) => clock.after(ms / 20, work)
};

test('a disk that hangs is told, with what was asked of it, and all goes on when it answers', async () => {
  let answer = (): void => undefined;
  const hanging = new Promise<void>(done => (answer = done));
  const service = await testService({
    clock: hasty,
    files: {
      ...files,
      async writeSynced(path, bytes) {
        if (path.includes('images')) {
          await hanging;
        }
        await files.writeSynced(path, bytes);
      }
    }
  });
  const id = await submit(service, '%%sweep seed=1..2\na boat');
  const { diagnosis, state } = await untilJob(service, id, job => job.diagnosis?.code === 'disk_slow');
  expect(state).toBe('running');
  expect(diagnosis).toMatchObject({
    message: expect.stringMatching(/^The disk has not answered for \d+ s\./),
    remedy: expect.stringContaining('data folder')
  });
  expect(diagnosis!.evidence[0].message).toMatch(/^writing a file, for \d+ s$/);
  answer();
  const over = await untilJob(service, id);
  expect([over.state, over.diagnosis]).toEqual(['done', null]);
});

onLinux(
  'an engine that somebody suspended is said to be that, and goes on by itself when it is let',
  async () => {
    const service = await testService({
      limits: { step_s: 12, loading_s: 120, starting_s: 60, factor: 6, slow: 2 }
    });
    const id = await submit(service, '%%sweep seed=1..12\na slow boat');
    await untilJob(service, id, ({ progress }) => progress.cells_done >= 1);
    const { pid } = service.pool.links[0];
    process.kill(pid!, 'SIGSTOP');
    const job = await untilJob(
      service,
      id,
      ({ diagnosis }) => (diagnosis?.facts?.cause as FaultData | undefined)?.code === 'cause_suspended'
    );
    expect(job.diagnosis).toMatchObject({
      code: 'silent',
      detail: expect.stringContaining('Somebody stopped the drawing process'),
      remedy: `Let it go on there (in a terminal: kill -CONT ${pid}), or wait: it is restarted by itself.`
    });
    process.kill(pid!, 'SIGCONT');
    expect((await untilJob(service, id)).state).toBe('done');
    expect(service.pool.links[0].restarts).toBe(0);
  }
);

test('what is left is not ten times too long right after a restart in the middle of a job', async () => {
  const dataFolder = temporaryFolder();
  const env = { FAKE_STEP_MS: '25' };
  const first = await testService({ dataFolder, env });
  const trial = await submit(first, '%%sweep seed=101..104\na boat');
  await untilJob(first, trial);
  const id = await submit(first, '%%sweep seed=1..30\na boat');
  await untilJob(first, id, ({ progress }) => progress.cells_done >= 4);
  const before = jobOf(first, id).progress.eta_s!;
  await stopService(first);
  const second = await testService({ dataFolder, env });
  const told: number[] = [];
  for (let look = 0; look < 10; look++) {
    const { progress } = jobOf(second, id);
    if (progress.eta_s !== null) {
      told.push(progress.eta_s);
    }
    await pause(100);
  }
  expect(told.length).toBeGreaterThan(3);
  expect(Math.max(...told)).toBeLessThan(before * 3);
  expect(Math.min(...told)).toBeGreaterThan(before / 10);
});
