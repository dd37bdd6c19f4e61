/** Puts the rooms of the service together: store, models, planner, engine, jobs, watchdog. No HTTP in here; the CLI uses it too. */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type IClock, clock as realClock } from '../clock';
import type { Log } from '../log';
import { schedulerLabel } from '../../language/names/sampler-names';
import { sharp } from '../images/sharp';
import { ThumbnailCache } from '../images/thumbnail-cache';
import { InputPictures } from '../images/input-pictures';
import { ChildLink, EnginePool, type IEngine } from '../engines';
import { Attention } from '../jobs/attention';
import { CellKeys } from '../jobs/cell-keys';
import { CellOrders } from '../jobs/cell-orders';
import { CellPicker } from '../jobs/cell-picker';
import { Collector } from '../jobs/collector';
import { Diagnoses } from '../jobs/diagnoses';
import { DiskWait } from '../jobs/disk-wait';
import { Dispatcher } from '../jobs/dispatcher';
import { DrawnWith } from '../jobs/drawn-with';
import { FileWaits } from '../jobs/file-waits';
import { Hub } from '../jobs/hub';
import { JobService } from '../jobs/job-service';
import { Ledger } from '../jobs/ledger';
import { Orderer } from '../jobs/orderer';
import { PaceMeters } from '../jobs/pace-meter';
import { type CountEvaluations, Planner, type Sampling } from '../jobs/planner';
import { Presenter } from '../jobs/presenter';
import { JobProgress } from '../jobs/progress';
import { Redraws } from '../jobs/redraws';
import { Saver } from '../jobs/saver';
import { Steering } from '../jobs/steering';
import { Turns } from '../jobs/turns';
import { UnderWay } from '../jobs/under-way';
import { WorkDone } from '../jobs/work-done';
import { CellWeights } from '../models/cell-weights';
import { ModelRegistry } from '../models/registry';
import { CellStore } from '../store/cell-store';
import type { Database } from '../store/database';
import { type IFiles, files as realFiles } from '../store/files';
import { JobStore } from '../store/job-store';
import { ModelCache } from '../store/model-cache';
import { ModelIdentities } from '../store/model-identities';
import { PaceStore } from '../store/pace-store';
import { PictureFiles } from '../store/picture-files';
import { PictureStore } from '../store/picture-store';
import { openDatabase } from '../store/open-database';
import { reconcile } from './reconcile';
import { type Limits, LIMITS } from '../watchdog/watchdog';
import { lockData } from './data-lock';
import { logEngine } from './log-engine';
import { logJobs } from './log-jobs';
import { WatchdogLoop } from './watchdog-loop';
import { version } from './version';

export type ServiceOptions = {
  dataFolder: string;
  modelFolders: readonly string[];
  bundledFolders: readonly string[];
  defaultModel: string | null;
  sampling: Sampling;
  count: CountEvaluations;
  startEngine(): IEngine;
  log: Log;
  limits?: Limits;
  clock?: IClock;
  /** The disk; tests make it fail. */
  files?: IFiles;
  freeBytes?(): Promise<number>;
  /** Bytes of memory that can still be had. */
  availableMemory?(): number;
  /** How many engines draw side by side; 1 unless said. */
  engines?: number;
  /** Most cells of a sweep that doesn't say `limit=`. */
  cellLimit?: number;
};

const CELL_LIMIT = 400;
const SEED_COUNT = 2 ** 32;

export class Service {
  readonly hub = new Hub();
  readonly log: Log;
  readonly jobs: JobStore;
  readonly cells: CellStore;
  readonly files: PictureFiles;
  private readonly identities: ModelIdentities;
  readonly thumbnails: ThumbnailCache;
  readonly registry: ModelRegistry;
  readonly planner: Planner;
  readonly waits: FileWaits;
  readonly pool: EnginePool;
  private readonly disk: DiskWait;
  private readonly ledger: Ledger;
  private readonly dispatcher: Dispatcher;
  private readonly saver: Saver;
  private readonly collector: Collector;
  readonly jobService: JobService;
  readonly steering: Steering;
  readonly presenter: Presenter;
  readonly sampling: Sampling;
  private readonly database: Database;
  private readonly watchdog: WatchdogLoop;
  readonly pictures: PictureStore;
  private readonly unlock: () => void;
  private scanning: Promise<void> | null = null;

  /** Takes the data folder; throws `data_in_use`, `data_newer` or `data_unwritable`. Nothing is drawn before `start`. */
  constructor(options: ServiceOptions) {
    const { dataFolder, sampling, log, clock = realClock } = options;
    this.log = log;
    this.unlock = lockData(dataFolder);
    try {
      mkdirSync(join(dataFolder, 'models'), { recursive: true });
      this.database = openDatabase(join(dataFolder, 'diffusion.sqlite'), log);
    } catch (error) {
      this.unlock();
      throw error;
    }
    const { database, hub } = this;
    this.sampling = sampling;
    this.jobs = new JobStore(database);
    this.cells = new CellStore(database);
    this.pictures = new PictureStore(database);
    this.files = new PictureFiles(dataFolder, options.files ?? realFiles);
    this.identities = new ModelIdentities(database);
    const { jobs, cells, pictures, files, identities } = this;
    this.thumbnails = new ThumbnailCache(pictures, files);
    const memory = options.availableMemory ?? availableMemory;
    const startEngine = (): IEngine => logEngine(options.startEngine(), log);
    this.pool = new EnginePool(
      Array.from(
        { length: options.engines ?? 1 },
        (_, k) => new ChildLink(k === 0 ? 'cpu' : `cpu ${k + 1}`, startEngine, clock)
      )
    );
    const { pool } = this;
    this.registry = new ModelRegistry({
      folders: options.modelFolders,
      bundledFolders: options.bundledFolders,
      defaultModel: options.defaultModel,
      cache: new ModelCache(database),
      identities,
      inspect: (path, beside) => pool.inspect(path, beside)
    });
    const { registry } = this;
    const cellWeights = new CellWeights(registry);
    const paces = new PaceStore(database);
    this.planner = new Planner({
      registry,
      cellWeights,
      pictures,
      paces,
      sampling,
      count: options.count,
      wildcardFolders: [...options.modelFolders, ...options.bundledFolders],
      limit: options.cellLimit ?? CELL_LIMIT,
      freeMemory: () => memory() + process.memoryUsage.rss() + pool.bytes,
      randomSeed: () => randomInt(SEED_COUNT)
    });
    const { planner } = this;
    const meters = new PaceMeters(paces);
    const work = new WorkDone();
    const underWay = new UnderWay();
    const attention = new Attention();
    this.ledger = new Ledger({ database, jobs, cells, pictures, hub, clock });
    const { ledger } = this;
    this.disk = new DiskWait(clock, options.freeBytes ?? (() => freeBytes(dataFolder)), log);
    this.waits = new FileWaits(clock);
    const { disk, waits } = this;
    const announceAll = (): void => jobs.open().forEach(({ number }) => ledger.announce(number));
    disk.on('changed', announceAll);
    waits.on('changed', job => ledger.announce(job));
    const orders = new CellOrders(cellWeights, new InputPictures(files), jobs);
    const redraws = new Redraws({ cells, files, ledger, disk });
    const orderer = new Orderer({
      cells,
      orders,
      ledger,
      waits,
      disk
    });
    this.dispatcher = new Dispatcher({
      jobs,
      cells,
      registry,
      pool,
      keys: new CellKeys({ cells, jobs, planner, ledger, waits }),
      picker: new CellPicker({
        jobs,
        cells,
        pictures,
        registry,
        ledger,
        underWay,
        waits,
        turns: new Turns(),
        attention,
        redraws,
        clock,
        paceOf: params => planner.pace(params),
        availableMemory: memory,
        engineBytes: () => pool.bytes
      }),
      orders,
      orderer,
      redraws,
      underWay,
      meters,
      ledger,
      waits,
      disk,
      clock,
      log
    });
    const { dispatcher } = this;
    this.saver = new Saver({
      jobs,
      files,
      ledger,
      orderer,
      underWay,
      meters,
      work,
      waits,
      drawnWith: new DrawnWith(jobs, ledger),
      disk,
      clock,
      version,
      schedulerLabel: params => schedulerLabel(params, sampling)
    });
    this.collector = new Collector({
      cells,
      registry,
      dispatcher,
      orderer,
      saver: this.saver,
      redraws,
      underWay,
      meters,
      work,
      ledger,
      disk,
      hub,
      clock,
      encodePreview
    });
    this.watchdog = new WatchdogLoop({
      pool,
      underWay,
      registry,
      planner,
      meters,
      ledger,
      jobs,
      clock,
      log,
      limits: options.limits ?? LIMITS
    });
    const { watchdog } = this;
    const progress = new JobProgress({ jobs, cells, underWay, meters, work, planner, clock });
    this.presenter = new Presenter({
      jobs,
      cells,
      pictures,
      registry,
      pool,
      underWay,
      disk,
      progress,
      diagnoses: new Diagnoses({
        jobs,
        pool,
        underWay,
        disk,
        waits,
        progress,
        clock,
        findingAt: link => watchdog.findingAt(link)
      }),
      clock,
      version
    });
    this.jobService = new JobService({
      database,
      jobs,
      cells,
      pictures,
      files,
      planner,
      ledger,
      dispatcher,
      hub,
      clock
    });
    this.steering = new Steering({
      database,
      jobs,
      cells,
      ledger,
      dispatcher,
      underWay,
      attention,
      waits,
      redraws
    });
    logJobs({ hub, jobs, log });
  }

  /** Takes up what was left, starts the engine, and looks for models; resolves once clients can be answered. */
  async start(): Promise<void> {
    await reconcile(this.database, this.pictures, this.files, this.identities);
    this.cells.requeueRunning();
    this.jobs.leapSeq(1000);
    this.ledger.endFinishedJobs();
    this.pool.start(this.collector);
    this.dispatcher.pump();
    this.watchdog.start();
    // The first scan needs the engine, and answers wait for it by themselves.
    this.scanning = this.registry.scan().then(
      () => this.dispatcher.pump(),
      error => this.log.error({ error }, 'models could not be looked for')
    );
  }

  /** Ends: no more cells are given out, the engine finishes its pass at most, what was finished is stored. */
  async stop(graceMs = 2000): Promise<void> {
    this.watchdog.stop();
    this.disk.stop();
    this.waits.stop();
    const given = this.dispatcher.stop();
    await this.pool.stop(graceMs);
    await given;
    await this.saver.settled();
    await this.scanning;
    this.database.close();
    this.unlock();
  }
}

/** Bytes this process may still take, by the limits of its container where there are some. */
function availableMemory(): number {
  return process.availableMemory();
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function encodePreview(rgb: Uint8Array, width: number, height: number): Promise<string> {
  const webp = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 60, effort: 0 })
    .toBuffer();
  return webp.toString('base64');
}
