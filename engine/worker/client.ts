/**
 * The parent's end of the engine's child process. The child is forked at once and dies with us; whoever owns an `EngineWorker` decides
 * when to make a new one.
 *
 * States: starting (until `ready`), alive, ended. Whatever is under way when the child ends, ends too: each cell's `failed` is called
 * with code `engine_ended`, each `inspect` rejects. No handler of a cell is called after its `done` or `failed`.
 *
 * `cancel` is soft first: the child drops the cells between two steps. A child that has not answered after a deadline is killed, since
 * a native run can't be interrupted; then the other cells under way fail with `engine_ended` and may be drawn again.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { FaultData } from '../../schema/fault';
import type { DrawCell, FromWorker, Inspection, ToWorker } from './protocol';

export type Ready = Extract<FromWorker, { type: 'ready' }>;
export type PhaseMessage = Extract<FromWorker, { type: 'phase' }>;
export type StepsMessage = Extract<FromWorker, { type: 'steps' }>;
export type PreviewMessage = Extract<FromWorker, { type: 'preview' }>;
export type DoneMessage = Extract<FromWorker, { type: 'done' }>;
export type FailedMessage = Extract<FromWorker, { type: 'failed' }>;

/** Told about cells of one `draw`. */
export type DrawHandlers = {
  done(message: DoneMessage): void;
  failed(message: FailedMessage): void;
  preview?(message: PreviewMessage): void;
};

export type EngineWorkerOptions = {
  /** The child's script: `worker.js` of the service's bundle. */
  script: string;
  env?: NodeJS.ProcessEnv;
  /** How long a cancelled cell may stay under way before the child is killed. */
  cancelDeadlineMs?: number;
};

export type EngineExit = { code: number | null; signal: NodeJS.Signals | null; stderr: string };

type EngineEvents = {
  ready: [Ready];
  phase: [PhaseMessage];
  /** Once per pass of the step loop; cells of every `draw` together. */
  steps: [StepsMessage];
  exit: [EngineExit];
};

/** Characters that the child wrote to stderr last, kept for the diagnosis of a crash: its reason comes before the stack, which may be long. */
const STDERR_KEPT = 16_000;
const CANCEL_DEADLINE_MS = 10_000;

export class EngineWorker extends EventEmitter<EngineEvents> {
  /** Resolves with the child's first words; rejects if it ends before. */
  readonly ready: Promise<Ready>;

  constructor(private readonly options: EngineWorkerOptions) {
    super();
    this.child = fork(options.script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: options.env ?? process.env,
      // Options of ours (a debugger's port, a test runner's loader) are not the child's.
      execArgv: []
    });
    this.ready = new Promise((resolve, reject) => {
      this.once('ready', resolve);
      this.once('exit', exit => reject(new EngineEndedError(exit)));
    });
    // Nobody has to wait for `ready`.
    this.ready.catch(() => undefined);
    this.child.stderr?.on('data', chunk => (this.stderr = (this.stderr + chunk).slice(-STDERR_KEPT)));
    this.child.on('message', message => this.receive(message as FromWorker));
    this.child.on('error', error => this.finish({ code: null, signal: null, stderr: String(error) }));
    this.child.on('exit', (code, signal) => this.finish({ code, signal, stderr: this.stderr }));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get alive(): boolean {
    return !this.exit;
  }

  /** Memory of the child as last heard, MB; null before the first word of it. */
  get rssMb(): number | null {
    return this._rssMb;
  }

  /** What the child is doing now. */
  get phase(): PhaseMessage | null {
    return this._phase;
  }

  /**
   * Reads a file's headers, and those of the checkpoint `beside` that it is to be drawn with. Rejects only when the child ends; a bad file
   * is the inspection's `problem`.
   */
  inspect(path: string, beside?: string): Promise<Inspection> {
    return new Promise((resolve, reject) => {
      if (this.exit) {
        reject(new EngineEndedError(this.exit));
        return;
      }
      const request = this.nextRequest++;
      this.inspections.set(request, { resolve, reject });
      this.send({ type: 'inspect', request, path, ...(beside && { beside }) });
    });
  }

  /** Adds cells to what is drawn. Each ends in one `done` or one `failed`. Ids must not be under way already. */
  draw(cells: DrawCell[], handlers: DrawHandlers): void {
    for (const { id } of cells) {
      if (this.cells.has(id)) {
        throw new Error(`cell ${id} is drawn already`);
      }
      this.cells.set(id, handlers);
    }
    if (this.exit) {
      this.failAll(cells.map(({ id }) => id));
      return;
    }
    this.send({ type: 'draw', cells });
  }

  /** Cancels cells; resolves when all of them have ended. Those under way end in `failed` with code `cancelled`. */
  async cancel(ids: Iterable<string>): Promise<void> {
    const waiting = [...ids].filter(id => this.cells.has(id));
    if (waiting.length === 0) {
      return;
    }
    const ended = Promise.all(waiting.map(id => this.ended(id)));
    this.send({ type: 'cancel', ids: waiting });
    const deadline = setTimeout(() => void this.kill(), this.options.cancelDeadlineMs ?? CANCEL_DEADLINE_MS);
    await ended;
    clearTimeout(deadline);
  }

  /** Drops what is remembered for cells to come. */
  forget(): void {
    this.send({ type: 'forget' });
  }

  /** Asks the child to end after the pass under way, and kills it if it does not within the grace. */
  async shutdown(graceMs = 2000): Promise<void> {
    if (this.exit) {
      return;
    }
    this.send({ type: 'shutdown' });
    const deadline = setTimeout(() => void this.kill(), graceMs);
    await new Promise<void>(resolve => this.once('exit', () => resolve()));
    clearTimeout(deadline);
  }

  /** Ends the child at once, also in the middle of a run. Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.exit) {
      return;
    }
    const gone = new Promise<void>(resolve => this.once('exit', () => resolve()));
    this.child.kill('SIGKILL');
    await gone;
  }

  private ended(id: string): Promise<void> {
    return new Promise(resolve => this.endings.set(id, [...(this.endings.get(id) ?? []), resolve]));
  }

  private send(message: ToWorker): void {
    if (this.child.connected) {
      // A failed send means the child is going: its end is heard by `exit`.
      this.child.send(message, () => undefined);
    }
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.emit('ready', message);
        break;
      case 'inspected':
        this.inspections.get(message.request)?.resolve(message.inspection);
        this.inspections.delete(message.request);
        break;
      case 'phase':
        this._rssMb = message.rss_mb;
        this._phase = message;
        this.emit('phase', message);
        break;
      case 'steps':
        this.emit('steps', message);
        break;
      case 'preview':
        this.cells.get(message.id)?.preview?.(message);
        break;
      case 'done':
        this.end(message.id)?.done(message);
        break;
      case 'failed':
        this.end(message.id)?.failed(message);
        break;
    }
  }

  private end(id: string): DrawHandlers | undefined {
    const handlers = this.cells.get(id);
    this.cells.delete(id);
    this.endings.get(id)?.forEach(resolve => resolve());
    this.endings.delete(id);
    return handlers;
  }

  private finish(exit: EngineExit): void {
    if (this.exit) {
      return;
    }
    this.exit = exit;
    for (const { reject } of this.inspections.values()) {
      reject(new EngineEndedError(exit));
    }
    this.inspections.clear();
    this.failAll([...this.cells.keys()]);
    this.emit('exit', exit);
  }

  private failAll(ids: string[]): void {
    const failure = new EngineEndedError(this.exit!).failure;
    for (const id of ids) {
      this.end(id)?.failed({ type: 'failed', id, failure });
    }
  }

  private readonly child: ChildProcess;
  private readonly cells = new Map<string, DrawHandlers>();
  private readonly endings = new Map<string, (() => void)[]>();
  private readonly inspections = new Map<
    number,
    { resolve(inspection: Inspection): void; reject(error: Error): void }
  >();
  private nextRequest = 1;
  private exit: EngineExit | null = null;
  private stderr = '';
  private _rssMb: number | null = null;
  private _phase: PhaseMessage | null = null;
}

/** The child ended while something was under way. */
export class EngineEndedError extends Error {
  readonly failure: FaultData;

  constructor(readonly exit: EngineExit) {
    const how = exit.signal ?? `exit code ${exit.code}`;
    super(`the engine's process ended (${how})`);
    this.name = 'EngineEndedError';
    this.failure = { code: 'engine_ended', facts: { how, stderr: exit.stderr } };
  }
}
