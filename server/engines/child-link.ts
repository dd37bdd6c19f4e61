/** The link to an engine in a process of this machine, which is begun again whenever it ends. */
import type {
  DrawCell,
  DrawHandlers,
  EngineExit,
  Inspection,
  PhaseMessage,
  Ready
} from '../../engine/worker';
import { Fault } from '../../schema/fault';
import type { IClock } from '../clock';
import type { IEngine } from './engine';
import type { Ending, IEngineLink, LinkListener, LinkState, Signs } from './engine-link';

const ENDING = 'the service is ending';
/** The next start is due after a pause that doubles with every end that came before a first word. */
const PAUSE_FIRST_MS = 500;
const PAUSE_MAX_MS = 30_000;
const UNLOAD_GRACE_MS = 2000;

export class ChildLink implements IEngineLink {
  readonly signs: Signs;
  model: string | null = null;
  loadMs = 0;
  restarts = 0;
  failures = 0;
  lastExit: EngineExit | null = null;
  private engine: IEngine | null = null;
  private info: Ready | null = null;
  private listener: LinkListener | null = null;
  private stopped = false;
  /** Why an end that is due was our own doing. */
  private why: Ending['why'] | null = null;
  private cancelling = 0;
  private inspecting = 0;
  private at: PhaseMessage | null = null;
  private waiting: { resolve(engine: IEngine): void; reject(error: Error): void }[] = [];
  private cancelRestart: (() => void) | null = null;

  constructor(
    readonly name: string,
    private readonly fork: () => IEngine,
    private readonly clock: IClock
  ) {
    const now = clock.monotonic();
    this.signs = { phase: 'starting', phaseSince: now, lastSign: now, lastStep: null };
  }

  get state(): LinkState {
    if (this.stopped) {
      return 'stopping';
    }
    if (!this.engine) {
      return 'dead';
    }
    switch (this.signs.phase) {
      case 'starting':
        return 'starting';
      case 'idle':
        return 'idle';
      case 'loading_model':
        return 'loading';
      default:
        return 'drawing';
    }
  }

  get ready(): boolean {
    return this.info !== null && !this.stopped;
  }

  get device(): string | null {
    return this.info?.device ?? null;
  }

  get pid(): number | undefined {
    return this.engine?.pid;
  }

  get rssMb(): number | null {
    return this.engine?.rssMb ?? null;
  }

  start(listener: LinkListener): void {
    this.listener = listener;
    this.begin();
  }

  async inspect(path: string, beside?: string): Promise<Inspection> {
    if (this.stopped) {
      throw new Error(ENDING);
    }
    const engine =
      this.info && this.engine
        ? this.engine
        : await new Promise<IEngine>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.inspecting++;
    return engine.inspect(path, beside).finally(() => this.inspecting--);
  }

  draw(cells: DrawCell[]): void {
    this.touch();
    this.engine?.draw(cells, this.handlers);
  }

  forget(): void {
    this.engine?.forget();
  }

  async cancel(ids: readonly string[]): Promise<void> {
    this.cancelling++;
    try {
      await this.engine?.cancel(ids);
    } finally {
      this.cancelling--;
    }
  }

  unload(): void {
    if (this.info && this.model !== null && this.inspecting === 0) {
      this.info = null;
      this.why = 'unloaded';
      void this.engine?.shutdown(UNLOAD_GRACE_MS);
    }
  }

  restart(): void {
    this.why = 'stalled';
    void this.engine?.kill();
  }

  touch(): void {
    this.signs.lastSign = this.clock.monotonic();
  }

  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    this.cancelRestart?.();
    this.refuse(new Error(ENDING));
    await this.engine?.shutdown(graceMs);
  }

  private begin(): void {
    if (this.stopped || this.engine) {
      return;
    }
    this.enter('starting');
    const engine = this.fork();
    this.engine = engine;
    engine.on('phase', message => this.heardPhase(message));
    engine.on('steps', message => {
      this.touch();
      this.signs.lastStep = this.signs.lastSign;
      this.listener?.steps(this, message);
    });
    engine.on('exit', exit => this.ended(exit));
    engine.ready.then(
      info => {
        this.info = info;
        this.failures = 0;
        this.enter('idle');
        this.waiting.splice(0).forEach(({ resolve }) => resolve(engine));
        this.listener?.ready(this);
      },
      () => undefined
    );
  }

  private readonly handlers: DrawHandlers = {
    done: message => {
      this.touch();
      this.listener?.drawn(this, message);
    },
    failed: message => {
      // `engine_ended` is heard with the exit itself, which knows more.
      if (message.failure.code !== 'engine_ended') {
        this.listener?.failed(this, message);
      }
    },
    preview: message => this.listener?.preview(this, message)
  };

  private heardPhase(message: PhaseMessage): void {
    const now = this.clock.monotonic();
    if (this.signs.phase === 'loading_model' && message.phase !== 'loading_model') {
      this.loadMs = now - this.signs.phaseSince;
    }
    this.at = message;
    this.model = message.phase === 'loading_model' ? null : (message.model ?? this.model);
    this.enter(message.phase);
    this.listener?.phase(this, message);
  }

  private enter(phase: Signs['phase']): void {
    this.touch();
    if (phase !== this.signs.phase) {
      this.signs.phase = phase;
      this.signs.phaseSince = this.signs.lastSign;
    }
  }

  private ended(exit: EngineExit): void {
    const why = this.stopped
      ? 'stopped'
      : (this.why ?? (this.cancelling > 0 && exit.signal === 'SIGKILL' ? 'cancel' : 'crash'));
    const { at } = this;
    this.failures = this.info || why === 'unloaded' ? 0 : this.failures + 1;
    this.engine = this.info = this.at = this.model = this.why = null;
    this.lastExit = exit;
    this.enter('starting');
    this.listener?.ended(this, { exit, why, at });
    if (this.failures > 1) {
      this.refuse(new Fault('engine_down', { times: this.failures }));
    }
    if (!this.stopped) {
      this.restarts += why === 'unloaded' ? 0 : 1;
      const pause =
        this.failures === 0 ? 0 : Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** (this.failures - 1));
      this.cancelRestart = this.clock.after(pause, () => this.begin());
    }
  }

  private refuse(error: Error): void {
    this.waiting.splice(0).forEach(({ reject }) => reject(error));
  }
}
