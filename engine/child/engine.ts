/**
 * What the engine's child does, without the process around it: takes messages, keeps one model open, drives the step loop and sends
 * what happens.
 *
 * Idle until cells come. Then, model by model in the order their first cells came: opens the model (closing the one before; a refiner
 * stays open beside it where there is room), and does the step loop's work piece by piece, letting the event loop turn after each piece
 * so that messages are read between steps. Cells that come for the model being drawn join at once; a model whose cells have all ended
 * gives way to the next. A cell always ends in one `done` or one `failed`; nothing that a model, a prompt or a network throws ends the
 * loop.
 *
 * Once a file that was read is another (see `HeldFiles`), everything is closed between two pieces of work and begun anew: cells whose
 * files are no more what they brought fail with `file_changed`, and the others start again.
 */
import { careForCell, drawCell } from '../pipeline';
import type {
  CellFiles,
  CellPicture,
  CellRun,
  CheckpointFile,
  DrawModel,
  DrawModels,
  PredictNeed
} from '../pipeline';
import type { INetworks } from '../types';
import { toFailure } from './failure';
import { HeldFiles } from './held-files';
import type { OpenModel } from './open-model';
import { OpenModels } from './open-models';
import { previewOf } from './preview';
import { changedFile } from '../worker';
import type {
  DrawCell,
  FileStamps,
  FromWorker,
  Inspection,
  ModelFile,
  ToWorker,
  WorkerPhase
} from '../worker';
import { StepLoop } from '../step-loop';
import type { Result, StepLoopOptions, Work } from '../step-loop';
import { Fault } from '../../schema/fault';

export type EngineOptions = {
  open(path: string): Promise<OpenModel>;
  inspect(path: string, beside?: string): Inspection;
  /** What drawing must know of a checkpoint that is not open. */
  inspectDrawModel(path: string): DrawModel;
  /** `networks` are the checkpoint's; none for what is done with pictures alone. */
  perform(work: Work, networks: INetworks | null): Promise<Result>;
  send(message: FromWorker): void;
  loop: StepLoopOptions;
  /** Least time between two previews of one cell. */
  previewEveryMs?: number;
};

const PREVIEW_EVERY_MS = 1000;

type CellNote = { startedMs: number; previewedMs: number };
/** Cells of a checkpoint; without one, cells whose pictures are only cared for. */
type Queue = { model: ModelFile | null; loop: StepLoop };

export class Engine {
  private readonly models: OpenModels;

  constructor(private readonly options: EngineOptions) {
    this.models = new OpenModels({
      open: options.open,
      opening: ({ name }) => this.phase('loading_model', this.waiting, name)
    });
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'inspect':
        this.options.send({
          type: 'inspected',
          request: message.request,
          inspection: this.options.inspect(message.path, message.beside)
        });
        break;
      case 'draw':
        message.cells.forEach(cell => this.add(cell));
        void this.run();
        break;
      case 'cancel':
        this.cancel(message.ids);
        break;
      case 'forget':
        this.forget(({ loop }) => loop.ids.length === 0);
        break;
      case 'shutdown':
        this.stopped = true;
        break;
    }
  }

  /** Resolves when nothing is left to do. */
  get idle(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  private add(order: DrawCell): void {
    this.orders.set(order.id, order);
    if (this.held.take(order.stamps ?? {})) {
      this.enqueue(order);
    }
  }

  /** Forgets all that was read from files, and begins again with the cells whose files are what they brought. */
  private async renew(): Promise<void> {
    await this.models.closeBut([]);
    this.queues.clear();
    this.held.clear();
    this.notes.clear();
    this.moved.clear();
    for (const order of [...this.orders.values()]) {
      const file = changedFile(order.stamps ?? {});
      if (file === null) {
        this.add(order);
      } else {
        this.end(order.id, new Fault('file_changed', { file }), order.model);
      }
    }
  }

  private enqueue({ id, params, model, files, urgent, fresh }: DrawCell): void {
    const path = model?.path ?? '';
    const key = fresh ? `${path}\n${id}` : path;
    let queue = this.queues.get(key);
    if (!queue) {
      queue = { model, loop: this.newLoop(model) };
      this.queues.set(key, queue);
    }
    const begin = (): CellRun =>
      model
        ? drawCell({ params, files }, this.drawModels(model, files))
        : careForCell({ params, files: { ...files, drawn: files!.drawn! } });
    queue.loop.add(id, begin, urgent);
  }

  private drawModels({ path }: ModelFile, { refiner }: CellFiles = {}): DrawModels {
    const base = this.drawModel(path);
    return refiner ? { base, refiner: this.drawModel(refiner.path) } : { base };
  }

  private drawModel(path: string): DrawModel {
    return this.models.get(path)?.model ?? this.options.inspectDrawModel(path);
  }

  private newLoop(model: ModelFile | null): StepLoop {
    return new StepLoop(this.options.loop, {
      started: id => this.notes.set(id, { startedMs: performance.now(), previewedMs: performance.now() }),
      stepped: (id, need) => this.moved.set(id, need),
      drawn: (id, picture, evaluations) => this.drawn(id, picture, evaluations),
      failed: (id, error) => this.failed(id, error, model)
    });
  }

  private cancel(ids: string[]): void {
    for (const { loop } of this.queues.values()) {
      loop.cancel(ids);
    }
    for (const id of ids.filter(each => this.orders.delete(each))) {
      this.notes.delete(id);
      this.moved.delete(id);
      this.options.send({ type: 'failed', id, failure: { code: 'cancelled', facts: {} } });
    }
  }

  /** Starts the loop unless it runs. */
  private run(): Promise<void> {
    this.running ??= this.drain().finally(() => (this.running = null));
    return this.running;
  }

  private async drain(): Promise<void> {
    let queue: Queue | undefined;
    while (!this.stopped && (this.held.outdated || (queue = this.nextQueue()))) {
      if (this.held.outdated) {
        await this.renew();
      } else if (queue) {
        await this.drive(queue);
      }
    }
    this.phase('idle', []);
  }

  /** The open model's cells first, so that models change as rarely as can be. */
  private nextQueue(): Queue | undefined {
    this.forgetClosed();
    const queues = [...this.queues.values()].filter(({ loop }) => loop.ids.length > 0);
    return (
      queues.find(({ model }) => model === null) ??
      queues.find(({ model }) => this.models.get(model!.path)) ??
      queues[0]
    );
  }

  /** What was remembered for cells to come serves as long as their model is open. */
  private forgetClosed(): void {
    this.forget(({ loop }, key) => loop.ids.length === 0 && !this.models.get(key));
  }

  private forget(isOver: (queue: Queue, key: string) => boolean): void {
    [...this.queues].filter(([key, queue]) => isOver(queue, key)).forEach(([key]) => this.queues.delete(key));
  }

  private async drive({ model, loop }: Queue): Promise<void> {
    try {
      this.waiting = loop.ids;
      await (model && this.models.ensure(model));
      let work: Work | null;
      while (!this.stopped && !this.held.outdated && (work = loop.next())) {
        await this.do(work, loop, model);
        this.held.changed(this.stampsOf(work.cells));
        await turn();
      }
    } catch (error) {
      for (const id of loop.ids) {
        loop.cancel([id]);
        this.failed(id, error, model);
      }
    }
  }

  private async do(work: Work, loop: StepLoop, model: ModelFile | null): Promise<void> {
    let networkMs: number;
    let result: Result;
    try {
      this.waiting = work.cells;
      const networks = await this.networksFor(work, model);
      this.phase(PHASES[work.kind], work.cells, (checkpointOf(work) ?? model)?.name);
      const before = performance.now();
      result = await this.options.perform(work, networks);
      networkMs = performance.now() - before;
    } catch (error) {
      loop.fail(error);
      return;
    }
    loop.complete(result);
    if (work.kind === 'predict') {
      this.report(work, networkMs);
      await this.sendPreviews(model!);
      this.moved.clear();
    }
  }

  /** A base makes room for its refiner, and the refiner for the base, only where memory has none for both. */
  private async networksFor(work: Work, model: ModelFile | null): Promise<INetworks | null> {
    if (model === null || work.kind === 'upscale') {
      return null;
    }
    const refiner = checkpointOf(work);
    const beside = refiner ? [model.path] : this.models.paths;
    return (await this.models.ensure(refiner ?? model, beside)).networks;
  }

  private report({ rows, cells }: Extract<Work, { kind: 'predict' }>, networkMs: number): void {
    const now = performance.now();
    this.options.send({
      type: 'steps',
      served: cells,
      cells: [...this.moved].map(([id, { step, steps }]) => ({ id, step, steps })),
      evaluations: rows.length,
      network_ms: networkMs,
      elapsed_ms: now - this.reportedMs
    });
    this.reportedMs = now;
  }

  private async sendPreviews({ path }: ModelFile): Promise<void> {
    const now = performance.now();
    const every = this.options.previewEveryMs ?? PREVIEW_EVERY_MS;
    const opened = this.models.get(path);
    for (const [id, { denoised, height, width, vae }] of this.moved) {
      const note = this.notes.get(id);
      if (!opened || !note || !denoised || now - note.previewedMs < every) {
        continue;
      }
      note.previewedMs = now;
      const map = await this.models.previewMap(opened, vae);
      if (map) {
        this.options.send({ type: 'preview', id, width, height, rgb: previewOf(denoised, map) });
      }
    }
  }

  private drawn(id: string, { width, height, rgb, drawn }: CellPicture, evaluations: number): void {
    const file = this.changedFileOf(id);
    if (file !== null) {
      this.end(id, new Fault('file_changed', { file }), this.orders.get(id)!.model);
      return;
    }
    this.orders.delete(id);
    const draw_ms = performance.now() - (this.notes.get(id)?.startedMs ?? 0);
    this.notes.delete(id);
    this.options.send({
      ...{ type: 'done', id, width, height, rgb, evaluations, draw_ms },
      ...(drawn && { drawn })
    });
  }

  /** A file that changed while it was at work is the cause of whatever went wrong. */
  private failed(id: string, error: unknown, model: ModelFile | null): void {
    const file = this.changedFileOf(id);
    this.end(id, file === null ? error : new Fault('file_changed', { file }), model);
  }

  private stampsOf(ids: readonly string[]): FileStamps {
    return Object.assign({}, ...ids.map(id => this.orders.get(id)?.stamps));
  }

  private changedFileOf(id: string): string | null {
    return this.held.changed(this.stampsOf([id]));
  }

  private end(id: string, error: unknown, model: ModelFile | null): void {
    this.orders.delete(id);
    this.notes.delete(id);
    this.moved.delete(id);
    this.options.send({ type: 'failed', id, failure: toFailure(error, model?.name ?? '') });
  }

  private phase(phase: WorkerPhase, cells: string[], model: string | null = null): void {
    if (phase === 'idle' || phase !== this.lastPhase) {
      this.reportedMs = performance.now();
      const rss_mb = process.memoryUsage.rss() / 1e6;
      this.options.send({ type: 'phase', phase, model, cells, rss_mb });
    }
    this.lastPhase = phase;
  }

  private running: Promise<void> | null = null;
  private stopped = false;
  private lastPhase: WorkerPhase = 'idle';
  /** Cells that wait for what is being done. */
  private waiting: string[] = [];
  private reportedMs = 0;
  /** The cells that have not ended, and what each came with. */
  private readonly orders = new Map<string, DrawCell>();
  private readonly held = new HeldFiles();
  private readonly queues = new Map<string, Queue>();
  private readonly notes = new Map<string, CellNote>();
  /** Cells that came to a new step in the pass under way. */
  private readonly moved = new Map<string, PredictNeed>();
}

const PHASES = {
  encode: 'encoding',
  encode_picture: 'encoding_picture',
  predict: 'sampling',
  upscale: 'upscaling',
  decode: 'decoding'
} as const;

/** The checkpoint that a piece of work is for, where it isn't the cells' own. */
function checkpointOf(work: Work): CheckpointFile | undefined {
  return work.kind === 'predict'
    ? work.checkpoint
    : work.kind === 'encode'
      ? work.prompt.checkpoint
      : undefined;
}

/** Lets the event loop read messages. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
