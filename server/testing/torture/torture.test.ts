import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JobReply } from '../../../schema/wire';
import { temporaryFolder } from '../test-service';
import { childrenOf, isThere, killNow } from './children-of';
import { type Kill, KILL_POINTS, KILL_TIMES } from './kill-points';
import { ServiceRun, TORTURE_TOKEN } from './service-run';
import { tortureBuild } from './test-build';
import { torture, unreached } from './torture';

/** Each point comes up once, and some twice; `npm run torture -- --rounds 5000` is for more. */
const ROUNDS = KILL_POINTS.length + KILL_TIMES.length + 4;
/** Of a machine that others use as well. */
const ENOUGH_MS = 300_000;

let build: ReturnType<typeof tortureBuild>;
beforeAll(() => (build = tortureBuild()));

test(
  'killed at any point, the service loses nothing it acknowledged, stores nothing twice and goes on',
  async () => {
    const report = await torture({ ...build, seed: 12, rounds: ROUNDS, everyPoint: true, chains: 2 });
    expect(report.failures).toEqual([]);
    // A point that is never passed would hold nothing.
    expect(unreached(report)).toEqual([]);
  },
  ENOUGH_MS
);

describe('nothing is left running', () => {
  const runs: ServiceRun[] = [];
  afterEach(() => runs.splice(0).forEach(({ pid }) => killNow(pid)));

  async function started(kill: Kill | null): Promise<{ run: ServiceRun; url: string }> {
    const data = temporaryFolder();
    const runtime = join(data, 'runtime');
    mkdirSync(runtime);
    const run = new ServiceRun({ ...build, data, runtime }, kill);
    runs.push(run);
    return { run, url: (await run.ready)!.url };
  }

  async function submitted(url: string, text: string): Promise<string> {
    const reply = await fetch(`${url}/v1/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TORTURE_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text })
    });
    return ((await reply.json()) as JobReply).job.id;
  }

  async function phaseOf(url: string, id: string): Promise<string | undefined> {
    const headers = { authorization: `Bearer ${TORTURE_TOKEN}` };
    const reply = await fetch(`${url}/v1/jobs/${id}`, { headers });
    return ((await reply.json()) as JobReply).job.cells[0].state;
  }

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await holds()) && tries < 500; tries++) {
      await pause(20);
    }
    expect(await holds()).toBe(true);
  }

  test('an engine in the middle of a run that takes for ever ends with its service', async () => {
    const { run, url } = await started(null);
    const id = await submitted(url, '%%sweep seed=1\nhang');
    await until(async () => (await phaseOf(url, id)) === 'running');
    // By its second step it hears nothing any more.
    await pause(300);
    const engines = childrenOf(run.pid);
    expect(engines).toHaveLength(1);
    killNow(run.pid);
    await run.ended;
    await until(() => !engines.some(isThere));
  });

  test('SIGTERM ends the service in less than ten seconds, though its disk hangs and its engine does not answer', async () => {
    const { run, url } = await started({ whom: 'disk', point: 'before temp write', nth: 3 });
    await submitted(url, '%%sweep seed=1,2\na boat');
    await submitted(url, '%%sweep seed=1\nhang');
    await pause(500);
    const engines = childrenOf(run.pid);
    const begun = performance.now();
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await until(() => !engines.some(isThere));
  });
});
