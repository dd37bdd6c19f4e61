import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { type Kill, KILL_VARIABLE } from './kill-points';

export const TORTURE_TOKEN = 'token of the kill loop';

export type ServiceFolders = { script: string; data: string; models: string; runtime: string };

/** One life of the service of the test build. */
export class ServiceRun {
  readonly child: ChildProcess;
  /** Resolves with the exit code or the signal's name. */
  readonly ended: Promise<number | string>;
  /** Its address and how long the start took, without what it waited for the processor; null when it ended before it answered. */
  readonly ready: Promise<{ url: string; startMs: number } | null>;
  private errors = '';

  constructor({ script, data, models, runtime }: ServiceFolders, kill: Kill | null) {
    const begun = performance.now();
    this.child = spawn(
      process.execPath,
      [script, 'serve', '--data', data, '--models', models, '--stdin-lifeline'],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          ...process.env,
          JUPYTER_RUNTIME_DIR: runtime,
          JUPYTERLAB_DIFFUSION_TOKEN: TORTURE_TOKEN,
          JUPYTERLAB_DIFFUSION_MODELS: '',
          LANG: 'C',
          LC_ALL: '',
          FAKE_STEP_MS: '1',
          [KILL_VARIABLE]: JSON.stringify(kill)
        }
      }
    );
    this.ended = new Promise(done => this.child.on('close', (code, signal) => done(signal ?? code!)));
    this.child.stderr!.on('data', chunk => (this.errors += chunk));
    let out = '';
    this.ready = new Promise(done => {
      this.child.stdout!.on('data', chunk => {
        out += chunk;
        if (out.includes('\n')) {
          done({
            ...(JSON.parse(out) as { url: string }),
            startMs: performance.now() - begun - waitedMs(this.pid)
          });
        }
      });
      void this.ended.then(() => done(null));
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** The last that it wrote to its log. */
  get log(): string {
    return this.errors.slice(-6000);
  }
}

/** How long the main thread of a process was ready to run while others did: that tells of the machine, not of the process. */
function waitedMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
