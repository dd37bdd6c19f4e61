/**
 * Keeps one engine process there. States: `starting` (forked, not heard of), `ready`, `resting` (ended; the next start is due after a
 * pause that doubles with every end that came before a first word, up to half a minute), `stopped` (for good). It knows nothing of
 * cells: who gave cells to an engine that ended hears of it by `onExit` and gives them to the next one.
 */
import type { Inspection } from '../../engine/worker';
import type { IClock } from '../clock';
import type { EngineExit, IEngine, PhaseMessage, Ready, StepsMessage } from './engine';
import { Fault } from '../../schema/fault';

export type KeeperHandlers = {
  onReady(): void;
  onPhase(message: PhaseMessage): void;
  onSteps(message: StepsMessage): void;
  onExit(exit: EngineExit): void;
};

const ENDING = 'the service is ending';
const PAUSE_FIRST_MS = 500;
const PAUSE_MAX_MS = 30_000;

export class EngineKeeper {
  private engine: IEngine | null = null;
  private info: Ready | null = null;
  private stopped = false;
  private failedStarts = 0;
  private startedTimes = 0;
  private waiting: { resolve(engine: IEngine): void; reject(error: Error): void }[] = [];
  private lastExit: EngineExit | null = null;
  private cancelRestart: (() => void) | null = null;

  constructor(
    private readonly start: () => IEngine,
    private readonly clock: IClock,
    private readonly handlers: KeeperHandlers
  ) {}

  /** The engine once it has said its first word, else null. */
  get ready(): IEngine | null {
    return this.info ? this.engine : null;
  }

  get device(): string | null {
    return this.info?.device ?? null;
  }

  get restarts(): number {
    return Math.max(0, this.startedTimes - 1);
  }

  get rssMb(): number | null {
    return this.engine?.rssMb ?? null;
  }

  /** Starts in a row that ended before a first word; more than two mean that this won't heal by itself. */
  get failures(): number {
    return this.failedStarts;
  }

  get lastWords(): EngineExit | null {
    return this.lastExit;
  }

  begin(): void {
    if (this.stopped || this.engine) {
      return;
    }
    this.startedTimes++;
    const engine = this.start();
    this.engine = engine;
    engine.on('phase', message => this.handlers.onPhase(message));
    engine.on('steps', message => this.handlers.onSteps(message));
    engine.on('exit', exit => this.ended(exit));
    engine.ready.then(
      info => {
        this.info = info;
        this.failedStarts = 0;
        this.waiting.splice(0).forEach(({ resolve }) => resolve(engine));
        this.handlers.onReady();
      },
      () => undefined
    );
  }

  /** Reads a file's headers, and whether it goes with the checkpoint `beside`, in the child. Rejects when the child ends over it, or can't be started. */
  async inspect(path: string, beside?: string): Promise<Inspection> {
    if (this.stopped) {
      throw new Error(ENDING);
    }
    const engine =
      this.ready ?? (await new Promise<IEngine>((resolve, reject) => this.waiting.push({ resolve, reject })));
    return engine.inspect(path, beside);
  }

  /** Ends the engine for good: softly, then by force after the grace. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    this.cancelRestart?.();
    this.refuse(new Error(ENDING));
    await this.engine?.shutdown(graceMs);
  }

  private refuse(error: Error): void {
    this.waiting.splice(0).forEach(({ reject }) => reject(error));
  }

  private ended(exit: EngineExit): void {
    this.failedStarts = this.info ? 0 : this.failedStarts + 1;
    this.engine = null;
    this.info = null;
    this.lastExit = exit;
    this.handlers.onExit(exit);
    if (this.failedStarts > 1) {
      this.refuse(new Fault('engine_down', { times: this.failedStarts }));
    }
    if (!this.stopped) {
      const pause =
        this.failedStarts === 0 ? 0 : Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** (this.failedStarts - 1));
      this.cancelRestart = this.clock.after(pause, () => this.begin());
    }
  }
}
