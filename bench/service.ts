/** A service of our own for a measurement: started fresh in a folder of its own, spoken to over its socket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { isOver } from '../schema/states';
import type { Job, JobReply } from '../schema/wire';

export type Service = {
  /** Milliseconds from spawn to the line that says it is ready. */
  readyMs: number;
  pid: number;
  folder: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Buffer>;
  /** Opens a stream of events and counts what comes. */
  stream(path: string): { events(): number; close(): void };
  stop(): Promise<void>;
};

/** As many connections as a busy machine's clients keep: requests beyond wait for one, and that counts. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const DEADLINE_MS = 30 * 60_000;

/** Starts `lib/service/index.js serve` on a socket in a new folder and waits for its ready line. */
export async function startService(script: string, data?: string): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'jd-bench-'));
  const socket = join(folder, 's');
  const token = randomBytes(24).toString('hex');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      script,
      'serve',
      '--socket',
      socket,
      '--data',
      data ?? join(folder, 'data'),
      '--stdin-lifeline',
      '--log-level',
      'warn'
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, JUPYTERLAB_DIFFUSION_TOKEN: token, JUPYTER_RUNTIME_DIR: folder }
    }
  );
  await firstLine(child);
  const readyMs = performance.now() - started;
  return {
    readyMs,
    pid: child.pid ?? 0,
    folder,
    call: (method, path, body, headers = {}) => call(socket, token, method, path, body, headers),
    stream: path => stream(socket, token, path),
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGTERM');
      })
  };
}

function stream(socketPath: string, token: string, path: string): ReturnType<Service['stream']> {
  let events = 0;
  const outgoing = request(
    { agent: false, socketPath, path, headers: { authorization: `Bearer ${token}` } },
    reply => {
      reply.on('data', (part: Buffer) => (events += part.toString().split('\nevent: ').length - 1));
      reply.on('error', () => undefined);
    }
  );
  outgoing.on('error', () => undefined);
  outgoing.end();
  return { events: () => events, close: () => outgoing.destroy() };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', code => reject(new Error(`the service ended with ${code} before it was ready`)));
    if (child.stdout) {
      createInterface(child.stdout).once('line', resolve);
    }
  });
}

function call(
  socketPath: string,
  token: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        socketPath,
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers
        }
      },
      reply => {
        const parts: Buffer[] = [];
        reply.on('data', part => parts.push(part));
        reply.on('end', () => {
          const whole = Buffer.concat(parts);
          if ((reply.statusCode ?? 500) >= 400) {
            reject(new Error(`${method} ${path}: ${reply.statusCode} ${whole.toString()}`));
          } else {
            resolve(whole);
          }
        });
      }
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Submits a cell's text and waits until its job has ended; the milliseconds run from submit to the whole grid in hand. */
export async function runSweep(
  service: Service,
  text: string,
  everyMs = 20
): Promise<{ job: Job; ms: number }> {
  const started = performance.now();
  const key = { 'idempotency-key': randomUUID() };
  let job = readJob(await service.call('POST', '/v1/jobs', { text }, key));
  // Polled, not streamed: a poll of a small job every 20 ms costs the service less than one SSE line a step and adds at most 20 ms.
  while (!isOver(job.state)) {
    if (performance.now() - started > DEADLINE_MS) {
      throw new Error(`the sweep did not end: ${job.state}, ${job.progress.message}`);
    }
    await new Promise(resolve => setTimeout(resolve, everyMs));
    job = readJob(await service.call('GET', `/v1/jobs/${job.id}`));
  }
  if (job.state !== 'done') {
    throw new Error(`the sweep ended as ${job.state}: ${JSON.stringify(job.cells.find(cell => cell.error))}`);
  }
  return { job, ms: performance.now() - started };
}

function readJob(body: Buffer): Job {
  const { job }: JobReply = JSON.parse(body.toString());
  return job;
}

/** Peak resident memory in MB of a process and of its children (Linux; zeros elsewhere). */
export function peakMemoryMb(pid: number): { parent: number; children: number } {
  const peak = (id: string | number): number => {
    const match = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${id}/status`));
    return match ? Number(match[1]) / 1024 : 0;
  };
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(/\s+/).filter(Boolean);
  return { parent: peak(pid), children: children.reduce((sum, id) => sum + peak(id), 0) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
