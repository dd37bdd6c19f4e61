import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, modelsFolder, temporaryFolder } from './test-service';

export type Started = {
  child: ChildProcess;
  ready: { url?: string; socket?: string; pid: number; version: string; connection_file: string };
  /** All that was written to standard output and to standard error so far. */
  out(): string;
  err(): string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
};

export const PROCESS_TOKEN = 'token of a process';

let bundled: string | null = null;
const children: ChildProcess[] = [];
afterEach(() => {
  children.splice(0).forEach(child => child.kill('SIGKILL'));
});

/** The command line as a script, with a fake engine beside it. */
export function cliScript(): string {
  if (!bundled) {
    const folder = temporaryFolder();
    bundled = join(folder, 'index.js');
    bundle('server/cli/main.ts', bundled);
    bundle('server/testing/fake-worker.ts', join(folder, 'worker.js'));
    bundle('server/service/count-thread.ts', join(folder, 'count-thread.js'));
    symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'));
    cpSync(join(__dirname, '..', 'images', 'fonts'), join(folder, 'fonts'), { recursive: true });
  }
  return bundled;
}

export type RunOptions = { env?: NodeJS.ProcessEnv; runtime?: string };

/** Runs the command line until it ends. */
export async function runCli(
  words: string[],
  options: RunOptions = {}
): Promise<{ code: number | string; out: string; err: string }> {
  const child = start(words, options);
  let [out, err] = ['', ''];
  child.stdout!.on('data', chunk => (out += chunk));
  child.stderr!.on('data', chunk => (err += chunk));
  child.stdin!.end();
  return { code: await ending(child), out, err };
}

/** Starts `serve` and waits for its first line. */
export async function startServe(words: string[], options: RunOptions = {}): Promise<Started> {
  const child = start(['serve', ...words], options);
  const ended = ending(child);
  let [out, err] = ['', ''];
  const line = await new Promise<string>((done, fail) => {
    child.stdout!.on('data', chunk => {
      out += chunk;
      if (out.includes('\n')) {
        done(out);
      }
    });
    child.stderr!.on('data', chunk => (err += chunk));
    void ended.then(code => fail(new Error(`serve ended with ${code}: ${err}`)));
  });
  const ready = JSON.parse(line) as Started['ready'];
  return {
    child,
    ready,
    ended,
    out: () => out,
    err: () => err,
    fetch: (path, init = {}) =>
      fetch(`${ready.url}${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${PROCESS_TOKEN}`,
          'content-type': 'application/json',
          ...init.headers
        }
      })
  };
}

/** Words for a data folder with the models of the tests. */
export function folders(dataFolder = temporaryFolder()): string[] {
  models ??= modelsFolder();
  return ['--data', dataFolder, '--models', models];
}

let models: string | null = null;

function start(words: string[], { env, runtime }: RunOptions): ChildProcess {
  const child = spawn(process.execPath, [cliScript(), ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      JUPYTER_RUNTIME_DIR: runtime ?? temporaryFolder(),
      JUPYTERLAB_DIFFUSION_TOKEN: PROCESS_TOKEN,
      JUPYTERLAB_DIFFUSION_MODELS: '',
      LANG: 'C',
      LC_ALL: '',
      ...env
    }
  });
  children.push(child);
  return child;
}

function ending(child: ChildProcess): Promise<number | string> {
  return new Promise(done => child.on('close', (code, signal) => done(signal ?? code!)));
}
