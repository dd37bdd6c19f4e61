/**
 * Draws: gives waiting cells to the engine, oldest job first, and stores what comes back. At most `IN_FLIGHT_MAX` cells are out at a
 * time, all of one model. What is under way when the engine ends waits again; a cell over which it ended is drawn by itself next
 * time, and one that ended it twice fails, so that the others go on. A full disk stops the giving, holds the drawn pictures in
 * memory and tries again until there is room.
 */
import type { DrawHandlers, EngineExit, IEngine, PhaseMessage, StepsMessage } from './engine';
import type { CellRecord, CellStore } from '../store/cell-store';
import { isDiskFull } from '../store/files';
import type { JobStore } from '../store/job-store';
import type { PictureStore } from '../store/picture-store';
import type { ModelRegistry } from '../models/registry';
import type { Said } from '../watchdog/finding';
import { ServiceError } from '../errors';
import type { IClock } from '../clock';
import { crashSaid } from './crash-said';
import { DiskWait } from './disk-wait';
import { EngineKeeper } from './engine-keeper';
import type { Hub } from './hub';
import type { Ledger } from './ledger';
import type { PaceMeter } from './pace-meter';
import type { Planner } from './planner';
import type { Saver } from './saver';
import { type CellUnderWay, UnderWay } from './under-way';

/** Cells the engine has at a time: enough to batch, few enough to lose. */
const IN_FLIGHT_MAX = 64;
/** Deaths of the engine over one cell after which it fails. */
const CRASHES_MAX = 2;

export type RunnerOptions = {
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  registry: ModelRegistry;
  planner: Planner;
  saver: Saver;
  ledger: Ledger;
  hub: Hub;
  meter: PaceMeter;
  clock: IClock;
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
  moment: Moment;
  private stopping = false;
  private pumping: Promise<void> | null = null;
  private pumpAgain = false;
  /** Why an end of the engine that is due was our own doing. */
  private ending: 'cancel' | 'stalled' | null = null;
  private cancelling = 0;
  private lastPhase: PhaseMessage | null = null;
  private loaded: string | null = null;

  constructor(private readonly options: RunnerOptions) {
    const { clock } = options;
    const now = clock.monotonic();
    this.moment = { phase: 'starting', phaseSince: now, lastSign: now, lastStep: null };
    this.keeper = new EngineKeeper(options.startEngine, clock, {
      onReady: () => {
        this.enter('idle');
        this.pump();
      },
      onPhase: message => this.heardPhase(message),
      onSteps: message => this.heardSteps(message),
      onExit: exit => this.engineEnded(exit)
    });
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
    this.options.ledger.settleAll();
    this.keeper.begin();
    this.pump();
  }

  /** Gives out what can be given out. Cheap to call when nothing is to do. */
  pump(): void {
    if (this.pumping) {
      this.pumpAgain = true;
      return;
    }
    this.pumping = this.giveOut().finally(() => {
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

  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.disk.stop();
    await this.keeper.stop(graceMs);
    await this.pumping;
  }

  private async giveOut(): Promise<void> {
    const { ledger, registry, clock } = this.options;
    await this.findKeys();
    while (!this.stopping && this.keeper.ready && !(await this.disk.isFull())) {
      const batch = this.nextBatch();
      if (batch.length === 0) {
        return;
      }
      ledger.move(batch, 'running');
      const now = clock.monotonic();
      batch.forEach(cell => this.underWay.add(cell, now));
      const engine = this.keeper.ready;
      this.options.meter.begin(now);
      this.moment.lastSign = now;
      engine.draw(
        batch.map(({ id, params }) => ({ id, params, model: registry.file(params.model) })),
        this.handlers
      );
    }
  }

  /** Reads the hashes of models that were not known when their cells were accepted. */
  private async findKeys(): Promise<void> {
    const { cells, jobs, ledger, planner, registry } = this.options;
    for (const { number } of jobs.open()) {
      for (const { id, params } of cells.withoutKey(number)) {
        try {
          await registry.list();
          await registry.hash(params.model);
          cells.setKey(id, planner.key(params)!);
        } catch (error) {
          ledger.fail(id, said(error));
        }
      }
    }
  }

  /** The cells to give out next: of one model, each picture once, all from one job. */
  private nextBatch(): (CellRecord & { key: string })[] {
    const { cells, jobs, ledger, pictures } = this.options;
    const room = IN_FLIGHT_MAX - this.underWay.size;
    if (room <= 0 || this.underWay.alone) {
      return [];
    }
    const batch: (CellRecord & { key: string })[] = [];
    for (const { number, state } of jobs.open()) {
      let model = this.underWay.model;
      const waiting = state === 'paused' ? [] : cells.nextQueued(number, model, IN_FLIGHT_MAX * 2);
      for (const cell of waiting) {
        const { key, params } = cell;
        if (key === null || this.underWay.hasKey(key) || batch.some(each => each.key === key)) {
          continue;
        }
        const picture = pictures.byKey(key);
        if (picture) {
          ledger.complete(picture, null);
          continue;
        }
        const problem = this.problemOf(cell);
        if (problem) {
          ledger.fail(cell.id, problem);
          continue;
        }
        model ??= params.model;
        const suspect = cell.crashes > 0;
        if (
          params.model !== model ||
          batch.length >= room ||
          (suspect && (batch.length > 0 || this.underWay.size > 0))
        ) {
          break;
        }
        batch.push({ ...cell, key });
        if (suspect) {
          break;
        }
      }
      if (batch.length > 0) {
        return batch;
      }
    }
    return batch;
  }

  /** Why a cell can't be drawn, found before the engine is troubled. */
  private problemOf({ params }: CellRecord): Said | null {
    try {
      const { memoryBytes, entry } = this.options.registry.usable(params.model);
      const available = this.options.availableMemory();
      return this.underWay.size === 0 &&
        this.keeper.rssMb !== null &&
        memoryBytes > available + this.keeper.rssMb * 1e6
        ? {
            code: 'out_of_memory',
            facts: { name: entry.name, needed: gigabytes(memoryBytes), available: gigabytes(available) }
          }
        : null;
    } catch (error) {
      return said(error);
    }
  }

  private readonly handlers: DrawHandlers = {
    done: message => {
      const entry = this.underWay.get(message.id);
      if (entry) {
        entry.saving = true;
        this.moment.lastSign = this.options.clock.monotonic();
        void this.keep(entry, message).then(() => this.pump());
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
        this.options.ledger.fail(id, failure);
      }
      this.pump();
    },
    preview: ({ id, rgb, width, height }) => {
      const entry = this.underWay.get(id);
      const { hub, encodePreview } = this.options;
      if (entry && !entry.abandoned && hub.watched(entry.cell.job)) {
        void encodePreview(rgb, width, height).then(image =>
          hub.tell({ type: 'preview', job: entry.cell.job, cell: id, image })
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
      const origins = jobs.byNumber(cell.job)?.plan.origins ?? {};
      const picture = await saver.save(cell.key, cell.params, origins, drawn);
      const drawMs = drawn.draw_ms;
      const queuedMs = Math.max(0, clock.monotonic() - entry.since - drawMs);
      ledger.complete(picture, { id: cell.id, queuedMs, drawMs, work: meter.pending(cell.job) });
      meter.settle(cell.job);
      meter.drew(cell.params, clock.monotonic());
      this.underWay.delete(cell.id);
    } catch (error) {
      if (isDiskFull(error)) {
        this.disk.hold(() => this.keep(entry, drawn));
        this.announceAll();
      } else {
        this.underWay.delete(cell.id);
        ledger.fail(cell.id, { code: 'save_failed', facts: { reason: (error as Error).message } });
      }
    }
  }

  private heardPhase(message: PhaseMessage): void {
    this.lastPhase = message;
    this.loaded = message.phase === 'loading_model' ? null : message.model;
    if (message.phase !== this.moment.phase) {
      this.options.meter.phase(message.phase, this.options.clock.monotonic());
    }
    this.enter(message.phase);
    for (const job of new Set(this.underWay.all().map(({ cell }) => cell.job))) {
      this.options.hub.tell({ type: 'steps', job, cells: [] });
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
    const first = this.underWay.get(message.cells[0]?.id);
    this.options.meter.steps(message, first?.cell ?? null, now);
    byJob.forEach((cells, job) => this.options.hub.tell({ type: 'steps', job, cells }));
  }

  private engineEnded(exit: EngineExit): void {
    const { cells, ledger } = this.options;
    const reason = this.ending ?? (this.cancelling > 0 && exit.signal === 'SIGKILL' ? 'cancel' : 'crash');
    this.ending = null;
    const lost = this.underWay.all().filter(({ saving }) => !saving);
    lost.forEach(({ cell }) => this.underWay.delete(cell.id));
    const named = lost.filter(({ cell, step }) => step > 0 || this.lastPhase?.cells.includes(cell.id));
    const suspects = new Set((named.length > 0 ? named : lost).map(({ cell }) => cell.id));
    const again: CellRecord[] = [];
    for (const { cell, abandoned } of lost) {
      if (abandoned || this.stopping) {
        continue;
      }
      const guilty = reason !== 'cancel' && suspects.has(cell.id) && cells.addCrash(cell.id) >= CRASHES_MAX;
      if (guilty) {
        ledger.fail(cell.id, crashSaid(exit, reason, cell.params, this.keeper.rssMb));
      } else {
        again.push(cell);
      }
    }
    if (again.length > 0) {
      ledger.move(again, 'queued');
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
    try {
      this.options.jobs.open().forEach(({ number }) => this.options.ledger.announce(number));
    } catch (error) {
      // With no room left even the number of an event can't be stored; whoever asks is still told.
      if (!isDiskFull(error)) {
        throw error;
      }
    }
  }
}

function said(error: unknown): Said {
  return error instanceof ServiceError
    ? { code: error.code, facts: error.facts }
    : { code: 'internal', facts: { reason: (error as Error).message } };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
