/** `npm run bench -- planner`: what it costs to price, accept and show large sweeps, and for how long others then wait for an answer. */
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { performance } from 'node:perf_hooks';
import type { Job, JobReply, Plan } from '../schema/wire';
import { threadCounter } from '../server/service/thread-counter';
import type { Add } from './main';
import { startService, type Service } from './service';

const HEAD = '%%sweep limit=20000 steps=20';
const thousand = `${HEAD} seed=1..50 cfg=1..20\na red car`;
const tenThousand = `${HEAD} seed=1..250 cfg=1..20 clip_skip=1,2\na red car`;

export async function measurePlanner(script: string, add: Add): Promise<void> {
  const service = await startService(script);
  try {
    await service.call('POST', '/v1/queue/pause', {});
    await plan(service, `${HEAD} seed=1\na red car`);
    for (const [cells, text] of [
      ['1,000', thousand],
      ['10,000', tenThousand]
    ] as const) {
      const first = await timed(service, () => plan(service, text));
      // The goals are for the thread that counts, below.
      add(`plan of ${cells} cells`, first.ms, 'ms');
      add(`longest answer meanwhile, ${cells} cells planned`, first.longest, 'ms', '< 20 ms');
      const again = await timed(service, () => plan(service, text));
      add(`plan of ${cells} cells, asked again`, again.ms, 'ms');
    }
    const accepted = await timed(service, () => service.call('POST', '/v1/jobs', { text: tenThousand }));
    add('submit of 10,000 cells', accepted.ms, 'ms', '< 1000 ms');
    add('longest answer meanwhile, 10,000 cells submitted', accepted.longest, 'ms', '< 20 ms');
    const { job } = JSON.parse(accepted.result.toString()) as JobReply;
    await measureCounting(script, job, add);
    const snapshot = await timed(service, () => service.call('GET', `/v1/jobs/${job.id}`));
    add('snapshot of 10,000 cells', snapshot.ms, 'ms');
    add('snapshot of 10,000 cells, gzipped', gzipSync(snapshot.result).length / 1e6, 'MB', '< 2 MB');
    for (let k = 0; k < 200; k++) {
      await service.call('POST', '/v1/jobs', { text: `%%sweep seed=${k} steps=20\na red car` });
    }
    const page = await timed(service, () => service.call('GET', '/v1/jobs?limit=50'));
    add('a page of 50 jobs, one of 10,000 cells', page.ms, 'ms', '< 20 ms');
    const search = await timed(service, () => service.call('GET', '/v1/jobs?limit=50&q=red&param=seed:7'));
    add('jobs searched by a word and a parameter', search.ms, 'ms', '< 20 ms');
    const follower = service.stream(`/v1/jobs/${job.id}/events`);
    const cancelled = await timed(service, () => service.call('POST', `/v1/jobs/${job.id}/cancel`));
    add('cancel of 10,000 cells that somebody follows', cancelled.ms, 'ms');
    add('longest answer meanwhile, 10,000 cells cancelled', cancelled.longest, 'ms', '< 20 ms');
    follower.close();
    const forgotten = await timed(service, () => service.call('DELETE', `/v1/jobs/${job.id}`));
    add('forgetting 10,000 cells', forgotten.ms, 'ms');
    add('longest answer meanwhile, 10,000 cells forgotten', forgotten.longest, 'ms', '< 20 ms');
  } finally {
    await service.stop();
  }
}

/** What counting evaluations takes in its own thread, of cells that it has not counted before. */
async function measureCounting(script: string, { cells }: Job, add: Add): Promise<void> {
  const count = threadCounter(join(dirname(script), 'count-thread.js'));
  const priced = cells.map(({ params }) => ({ params, model: params.model }));
  await count(priced.slice(0, 100));
  for (const [some, goal] of [
    [priced.slice(0, 1000), '< 50 ms'],
    [priced, '< 1000 ms']
  ] as const) {
    const began = performance.now();
    await count(some);
    add(`evaluations of ${some.length} cells counted in their thread`, performance.now() - began, 'ms', goal);
  }
}

async function plan(service: Service, text: string): Promise<Plan> {
  return JSON.parse((await service.call('POST', '/v1/plan', { text })).toString()) as Plan;
}

/** Milliseconds of some work, and the longest that anybody waited for the smallest answer while it was done. */
async function timed<T>(
  service: Service,
  work: () => Promise<T>
): Promise<{ result: T; ms: number; longest: number }> {
  let over = false;
  let longest = 0;
  const others = (async (): Promise<void> => {
    while (!over) {
      const asked = performance.now();
      await service.call('GET', '/health/live');
      longest = Math.max(longest, performance.now() - asked);
    }
  })();
  const started = performance.now();
  const result = await work();
  const ms = performance.now() - started;
  over = true;
  await others;
  return { result, ms, longest };
}
