/** `npm run bench -- service`: 50 streams and 200 requests a second while it draws. */
import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { JobReply } from '../schema/wire';
import type { Add } from './main';
import { peakMemoryMb, startService, type Service } from './service';

const STREAMS = 50;
const REQUESTS_PER_S = 200;

export async function measureLoad(script: string, add: Add, seconds: number): Promise<void> {
  const service = await startService(script);
  try {
    const text = '%%sweep limit=20000 seed=1..5000 steps=20\na red car';
    const { job } = JSON.parse((await service.call('POST', '/v1/jobs', { text })).toString()) as JobReply;
    const streams = Array.from({ length: STREAMS }, () => service.stream(`/v1/jobs/${job.id}/events`));
    await pause(2000);
    const memory = peakMemoryMb(service.pid).parent;
    const waits = await ask(service, job.id, seconds);
    add(`requests under ${STREAMS} streams, median`, quantile(waits, 0.5), 'ms');
    add(`requests under ${STREAMS} streams, 99 of 100`, quantile(waits, 0.99), 'ms', '< 50 ms');
    const lag = await metric(service, 'diffusion_nodejs_eventloop_lag_p99_seconds');
    add('delay of the event loop, 99 of 100', lag * 1000, 'ms', '< 50 ms');
    const counts = streams.map(stream => stream.events());
    add('events of the stream that got most', Math.max(...counts), '');
    add('events of the stream that got least', Math.min(...counts), '', 'the same');
    add(`growth of peak memory in ${seconds} s`, peakMemoryMb(service.pid).parent - memory, 'MB', 'flat');
    streams.forEach(stream => stream.close());
  } finally {
    await service.stop();
  }
}

/** Asks for health, a page of jobs and the job's diagnosis in turn, at the rate; how long each answer took, ms. */
async function ask(service: Service, id: string, seconds: number): Promise<number[]> {
  const paths = ['/health/progress', '/v1/jobs?limit=20', `/v1/jobs/${id}/diagnosis`];
  const waits: Promise<number>[] = [];
  const end = performance.now() + seconds * 1000;
  for (let k = 0, due = performance.now(); due < end; k++, due += 1000 / REQUESTS_PER_S) {
    await pause(Math.max(0, due - performance.now()));
    const asked = performance.now();
    waits.push(service.call('GET', paths[k % paths.length]).then(() => performance.now() - asked));
  }
  return Promise.all(waits);
}

async function metric(service: Service, name: string): Promise<number> {
  const text = (await service.call('GET', '/metrics')).toString();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
