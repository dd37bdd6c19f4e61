/**
 * Draws: gives waiting cells to the engine, oldest job first, and stores what comes back. Which cells go out next is the picker's choice.
 * A cell is drawn with what its files are when it goes out (see `Orderer`). What is under way when the engine ends waits again; a cell
 * over which it ended is drawn by itself next time, and one that ended it twice fails, so that the others go on. A full disk stops the
 * giving, holds the drawn pictures in memory and tries again until there is room.
 */
import type { DrawHandlers, EngineExit, IEngine, PhaseMessage, StepsMessage } from './engine';
import { changedFile } from '../../engine/worker';
import type { CellStore } from '../store/cell-store';
import { isDiskFull } from '../store/files';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import type { ModelRegistry } from '../models/registry';
import type { IClock } from '../clock';
import type { Log } from '../log';
import type { CellOrders } from './cell-orders';
import { CellPicker } from './cell-picker';
import { crashFailure } from './crash-failure';
import { DiskWait } from './disk-wait';
import { EngineKeeper } from './engine-keeper';
import { FileWaits } from './file-waits';
import type { Hub } from './hub';
import type { Ledger } from './ledger';
import type { PaceMeter } from './pace-meter';
import { Orderer } from './orderer';
import { originsOf } from './origins';
import type { Planner } from './planner';
import type { Saver } from './saver';
import { type CellUnderWay, UnderWay } from './under-way';

/** Deaths of the engine over one cell after which it fails. */
const CRASHES_MAX = 2;
/** The folders of models are looked through at most this often while cells are given out; the files of a cell, always. */
const LOOK_MS = 1000;

export type RunnerOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  planner: Planner;
  saver: Saver;
  orders: CellOrders;
  ledger: Ledger;
  hub: Hub;
  meter: PaceMeter;
  clock: IClock;
  log: Log;
  startEngine(): IEngine;
  /** Bytes of memory this machine or container can still give. */
  availableMemory(): number;
  /** Free bytes where pictures are stored. */
  freeBytes(): Promise<number>;
  encodePreview(rgb: Uint8Array, width: number, height: number): Promise<string>;
};

/** What the watchdog and the words at the edge want to know of the moment. */
export type Moment = {
  phase: PhaseMessage['phase'] | 'starting';
  phaseSince: number;
  lastSign: number;
  lastStep: number | null;
};

export class Runner {
  readonly underWay = new UnderWay();
  readonly keeper: EngineKeeper;
  readonly disk: DiskWait;
  readonly waits: FileWaits;
  moment: Moment;
  private readonly picker: CellPicker;
  private readonly orderer: Orderer;
  private stopping = false;
  private pumping: Promise<void> | null = null;
  private pumpAgain = false;
  /** Why an end of the engine that is due was our own doing. */
  private ending: 'cancel' | 'stalled' | null = null;
  private cancelling = 0;
  private lastPhase: PhaseMessage | null = null;
  private readonly saves = new Set<Promise<void>>();
  private loaded: string | null = null;

  constructor(private readonly options: RunnerOptions) {
    const { clock } = options;
    const now = clock.monotonic();
    this.moment = { phase: 'starting', phaseSince: now, lastSign: now, lastStep: null };
    this.keeper = new EngineKeeper(options.startEngine, clock, {
      onReady: () => {
        this.enter('idle');
        void options.registry.rescanUnread().then(() => this.pump());
      },
      onPhase: message => this.heardPhase(message),
      onSteps: message => this.heardSteps(message),
      onExit: exit => this.engineEnded(exit)
    });
    this.waits = new FileWaits(
      clock,
      job => this.options.ledger.announce(job),
      () => this.pump()
    );
    this.picker = new CellPicker({
      ...options,
      waits: this.waits,
      underWay: this.underWay,
      engineBytes: () => (this.keeper.rssMb ?? 0) * 1e6
    });
    this.orderer = new Orderer({ ...options, waits: this.waits, write: work => this.write(work) });
    this.disk = new DiskWait(clock, options.freeBytes, () => {
      this.announceAll();
      this.pump();
    });
  }

  /** The name of the model the engine has loaded, as far as it said. */
  get modelLoaded(): string | null {
    return this.loaded;
  }

  /** Takes up what a kill left, and starts. */
  start(): void {
    this.options.cells.requeueRunning();
    this.options.jobs.leapSeq(1000);
    this.options.ledger.endFinishedJobs();
    this.keeper.begin();
    this.pump();
  }

  /** Gives out what can be given out. Cheap to call when nothing is to do. */
  pump(): void {
    if (this.pumping) {
      this.pumpAgain = true;
      return;
    }
    this.pumping = this.giveOut()
      .catch(error => this.stumble(error, () => undefined))
      .finally(() => {
        this.pumping = null;
        if (this.pumpAgain) {
          this.pumpAgain = false;
          this.pump();
        }
      });
  }

  /** Drops a cancelled job's cells from the engine. */
  drop(job: number): void {
    const dropped = this.underWay.ofJob(job);
    dropped.forEach(entry => (entry.abandoned = true));
    this.waits.leave(job);
    const engine = this.keeper.ready;
    if (engine && dropped.length > 0) {
      this.cancelling++;
      void engine.cancel(dropped.map(({ cell }) => cell.id)).finally(() => {
        this.cancelling--;
        this.pump();
      });
    } else {
      this.pump();
    }
  }

  /** Ends an engine that stands still; its cells go to the next one. */
  restartStalled(): void {
    this.ending = 'stalled';
    void this.keeper.ready?.kill();
  }

  /** Frees the model's memory when nothing is under way. */
  unload(): void {
    if (this.underWay.size === 0 && this.loaded !== null) {
      this.loaded = null;
      this.keeper.ready?.unload();
    }
  }

  /** Gives out nothing more, lets the engine finish its pass and stores what it had finished. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.disk.stop();
    this.waits.stop();
    await this.keeper.stop(graceMs);
    await Promise.allSettled([this.pumping, ...this.saves]);
  }

  private async giveOut(): Promise<void> {
    const { ledger, registry, clock, cells } = this.options;
    if (this.stopping || this.options.jobs.open().length === 0) {
      return;
    }
    await registry.list(LOOK_MS);
    await this.picker.findKeys();
    while (!this.stopping && this.keeper.ready && !(await this.disk.isFull())) {
      const batch = this.picker.next();
      if (batch.length === 0) {
        return;
      }
      const orders = await this.orderer.ordersOf(batch);
      const engine = this.keeper.ready;
      if (this.stopping || !engine) {
        return;
      }
      // What was cancelled while its pictures were read is not drawn any more.
      const wanted = batch.filter(({ id }) => orders.has(id) && cells.byId(id)?.state === 'queued');
      if (wanted.length > 0) {
        ledger.move(wanted, 'running');
        const now = clock.monotonic();
        wanted.forEach(cell => this.underWay.add(cell, orders.get(cell.id)!, now));
        this.options.meter.begin(now);
        this.moment.lastSign = now;
        engine.draw(
          wanted.map(({ id }) => orders.get(id)!.draw),
          this.handlers
        );
      }
    }
  }

  private readonly handlers: DrawHandlers = {
    done: message => {
      const entry = this.underWay.get(message.id);
      if (entry) {
        entry.saving = true;
        this.moment.lastSign = this.options.clock.monotonic();
        this.watchSave(this.keep(entry, message));
      }
    },
    failed: ({ id, failure }) => {
      // `engine_ended` is heard with the exit itself, which knows more.
      if (failure.code === 'engine_ended') {
        return;
      }
      const entry = this.underWay.get(id);
      this.underWay.delete(id);
      if (entry && !entry.abandoned) {
        if (failure.code === 'file_changed') {
          this.orderer.drawAgain(entry.cell, failure);
        } else {
          this.orderer.fail(entry.cell, failure);
        }
      }
      this.pump();
    },
    preview: ({ id, rgb, width, height }) => {
      const entry = this.underWay.get(id);
      const { hub, encodePreview } = this.options;
      if (entry && !entry.abandoned && hub.watched(entry.cell.job)) {
        void encodePreview(rgb, width, height).then(image =>
          hub.publish({ type: 'preview', job: entry.cell.job, cell: id, image })
        );
      }
    }
  };

  /** Stores a drawn picture. On a full disk it is held and stored later. */
  private async keep(
    entry: CellUnderWay,
    drawn: { width: number; height: number; rgb: Uint8Array; evaluations: number; draw_ms: number }
  ): Promise<void> {
    const { saver, ledger, jobs, meter, clock } = this.options;
    const { cell } = entry;
    if (entry.abandoned) {
      this.underWay.delete(cell.id);
      return;
    }
    try {
      const saved = await saver.save(entry.order, originsOf(jobs.byNumber(cell.job)), drawn);
      const drawMs = drawn.draw_ms;
      const queuedMs = Math.max(0, clock.monotonic() - entry.since - drawMs);
      const work = meter.pending(cell.job);
      const own = { id: cell.id, thumbnail: saved.thumbnail, queuedMs, drawMs, work };
      ledger.complete(saved.picture, own, entry.order.identities);
      meter.forgetPending(cell.job);
      meter.drew(cell.params, clock.monotonic());
      this.underWay.delete(cell.id);
      this.waits.forget(cell);
    } catch (error) {
      if (isDiskFull(error)) {
        this.disk.hold(() => this.keep(entry, drawn));
      } else {
        this.underWay.delete(cell.id);
        this.orderer.fail(cell, { code: 'save_failed', facts: { reason: (error as Error).message } });
      }
    }
  }

  private watchSave(save: Promise<void>): void {
    const done = save.then(() => {
      this.saves.delete(done);
      this.pump();
    });
    this.saves.add(done);
  }

  /** Writes what happened; without room it is written later. */
  private write(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stumble(error, work);
    }
  }

  /** Holds work that found no room; anything else is a fault of ours, and is told to whoever reads the log. */
  private stumble(error: unknown, work: () => void): void {
    if (isDiskFull(error)) {
      this.disk.hold(async () => this.write(work));
    } else {
      this.options.log.error({ error }, 'drawing went wrong');
    }
  }

  private heardPhase(message: PhaseMessage): void {
    this.lastPhase = message;
    if (message.phase === 'loading_model') {
      this.loaded = null;
    } else {
      this.loaded = message.model ?? this.loaded;
    }
    if (message.phase !== this.moment.phase) {
      this.options.meter.phase(message.phase, this.options.clock.monotonic());
    }
    this.enter(message.phase);
    for (const job of new Set(this.underWay.all().map(({ cell }) => cell.job))) {
      this.options.hub.publish({ type: 'steps', job, cells: [] });
    }
  }

  private heardSteps(message: StepsMessage): void {
    const now = this.options.clock.monotonic();
    this.moment.lastSign = now;
    this.moment.lastStep = now;
    const byJob = new Map<number, { id: string; step: number; steps: number }[]>();
    for (const { id, step, steps } of message.cells) {
      const entry = this.underWay.get(id);
      if (entry && !entry.abandoned) {
        Object.assign(entry, { step, steps });
        byJob.set(entry.cell.job, [...(byJob.get(entry.cell.job) ?? []), { id, step, steps }]);
      }
    }
    const first = message.served.map(id => this.underWay.get(id)).find(Boolean);
    this.options.meter.steps(message, first?.cell ?? null, now);
    byJob.forEach((cells, job) => this.options.hub.publish({ type: 'steps', job, cells }));
  }

  private engineEnded(exit: EngineExit): void {
    const { cells, ledger } = this.options;
    const reason = this.ending ?? (this.cancelling > 0 && exit.signal === 'SIGKILL' ? 'cancel' : 'crash');
    this.ending = null;
    const lost = this.underWay.all().filter(({ saving }) => !saving);
    lost.forEach(({ cell }) => this.underWay.delete(cell.id));
    const named = lost.filter(({ cell, step }) => step > 0 || this.lastPhase?.cells.includes(cell.id));
    const suspects = new Set((named.length > 0 ? named : lost).map(({ cell }) => cell.id));
    const rssMb = this.lastPhase?.rss_mb ?? null;
    for (const entry of this.stopping ? [] : lost) {
      const { cell, abandoned, order } = entry;
      // Weights that are cut short while they are mapped end the process (SIGBUS), as may others that are half written.
      const file = changedFile(order.draw.stamps ?? {});
      if (!abandoned && file !== null) {
        this.orderer.drawAgain(entry.cell, { code: 'file_changed', facts: { file } });
      } else if (!abandoned) {
        this.write(() => {
          const guilty =
            reason !== 'cancel' && suspects.has(cell.id) && cells.addCrash(cell.id) >= CRASHES_MAX;
          if (guilty) {
            ledger.fail(cell.id, crashFailure(exit, reason, cell.params, rssMb));
          } else {
            ledger.move([cell], 'queued');
          }
        });
      }
    }
    this.enter('starting');
    this.lastPhase = null;
    this.loaded = null;
  }

  private enter(phase: Moment['phase']): void {
    const now = this.options.clock.monotonic();
    if (phase !== this.moment.phase) {
      this.moment.phase = phase;
      this.moment.phaseSince = now;
    }
    this.moment.lastSign = now;
  }

  private announceAll(): void {
    this.options.jobs.open().forEach(({ number }) => this.options.ledger.announce(number));
  }
}
