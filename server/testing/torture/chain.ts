/**
 * A chain of lives of the service on one data folder: each is killed, the next one takes up what is left, and what was told holds all along.
 * At its end the service is let alone until every job is done, and ended with SIGTERM.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataCheck, letGo } from './check-data';
import { childrenOf, isThere, killNow } from './children-of';
import { TortureClient } from './client';
import { type Kill, LARGE_POINTS } from './kill-points';
import { type ServiceFolders, ServiceRun, TORTURE_TOKEN } from './service-run';
import { deadline, within } from './patience';
import { Told } from './told';

/** A start must not take longer, nor the end that SIGTERM asks for. */
export const START_MAX_MS = 3000;
const END_MAX_MS = 10_000;
/** A point that is not passed in this time is not waited for; the kill comes all the same. */
const REACH_MS = 3000;
/** Of a machine that others use as well. */
const FINISH_MS = 60_000;
const ENGINE_GONE_MS = 3000;

export type Life = { reached: boolean; startMs: number | null; wrong: string[] };

export class Chain {
  private readonly told = new Told();
  private readonly check: DataCheck;

  constructor(
    private readonly folders: ServiceFolders,
    private readonly random: () => number
  ) {
    this.check = new DataCheck(folders.data, this.told);
  }

  /** Takes the database away while no service is there, as a person or a disk may. */
  loseDatabase(): void {
    for (const part of ['', '-wal', '-shm']) {
      rmSync(join(this.folders.data, `diffusion.sqlite${part}`), { force: true });
    }
    this.told.loseDatabase();
  }

  /** One life that ends by a kill. */
  async live(kill: Kill): Promise<Life> {
    const run = new ServiceRun(this.folders, kill);
    if (kill.point === 'some time of the start') {
      void pause(kill.afterMs).then(() => killNow(run.pid));
    }
    const ready = await run.ready;
    if (!ready) {
      const how = await run.ended;
      const wrong = how === 'SIGKILL' ? [] : [`the start ended with ${how}: ${run.log}`];
      return { reached: true, startMs: null, wrong };
    }
    const { startMs } = ready;
    const slow = startMs > START_MAX_MS ? [`the start took ${Math.round(startMs)} ms`] : [];
    const wrong = [...slow, ...this.check.started(run.pid)];
    await letGo();
    const client = this.clientAt(ready.url, kill);
    const gone = new AbortController();
    const busy = client.until(gone);
    const reached = await this.awaitKill(kill, run, wrong);
    const engines = childrenOf(run.pid);
    killNow(run.pid);
    await run.ended;
    gone.abort();
    await busy;
    wrong.push(...client.wrong, ...this.told.wrong, ...(await leftRunning(engines)));
    return { reached, startMs, wrong };
  }

  /** The last life: all jobs end `done`, and SIGTERM leaves nothing behind. */
  async finish(): Promise<Life> {
    const run = new ServiceRun(this.folders, null);
    const ready = await run.ready;
    if (!ready) {
      return { reached: true, startMs: null, wrong: [`the start ended with ${await run.ended}: ${run.log}`] };
    }
    const client = this.clientAt(ready.url);
    const finished = await client.finish(FINISH_MS).catch(error => String(error));
    const engines = childrenOf(run.pid);
    run.child.kill('SIGTERM');
    const ended = await within(END_MAX_MS, run.ended, 'too late');
    killNow(run.pid);
    const wrong = [
      ...(finished === true ? [] : [`jobs did not end: ${finished}\n${run.log}`]),
      ...(ended === 0 ? [] : [`SIGTERM ended it with ${ended}: ${run.log}`]),
      ...client.wrong,
      ...this.told.wrong,
      ...(await leftRunning(engines)),
      ...this.check.atRest()
    ];
    return { reached: true, startMs: ready.startMs, wrong };
  }

  /** Waits until the service is gone, or its engine was killed and the jobs went on; false when the point was never passed. */
  private async awaitKill(kill: Kill, run: ServiceRun, wrong: string[]): Promise<boolean> {
    if (kill.whom !== 'engine') {
      const after = 'nth' in kill ? REACH_MS : kill.afterMs;
      const isReached = await within(after, run.ended, null).then(end => end !== null);
      return isReached || !('nth' in kill);
    }
    if (!('nth' in kill)) {
      await pause(kill.afterMs);
      childrenOf(run.pid).forEach(killNow);
    }
    const before = 'nth' in kill ? new Set(childrenOf(run.pid)) : new Set<number>();
    const isLate = deadline(REACH_MS);
    while (!isLate()) {
      const now = childrenOf(run.pid);
      if (now.length > 0 && !now.some(pid => before.has(pid))) {
        await this.awaitDone(run, wrong);
        return true;
      }
      await pause(10);
    }
    return false;
  }

  /** A cell over which two engines end fails, as it should: so all is done before the next kill. */
  private async awaitDone(run: ServiceRun, wrong: string[]): Promise<void> {
    const ready = await run.ready;
    const client = this.clientAt(ready!.url);
    if (!(await client.allOver(FINISH_MS).catch(() => false))) {
      wrong.push('jobs did not go on after the engine was killed');
    }
  }

  private clientAt(url: string, kill: Kill | null = null): TortureClient {
    const { told, random } = this;
    const large = kill !== null && LARGE_POINTS.has(kill.point);
    return new TortureClient({ url, token: TORTURE_TOKEN, told, random, large });
  }
}

/** Engines that outlive their service. */
async function leftRunning(engines: readonly number[]): Promise<string[]> {
  const isLate = deadline(ENGINE_GONE_MS);
  let left = [...engines];
  while (left.length > 0 && !isLate()) {
    await pause(10);
    left = left.filter(isThere);
  }
  return left.map(pid => `the engine ${pid} went on without its service`);
}
