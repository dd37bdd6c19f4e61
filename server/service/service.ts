/** Puts the rooms of the service together: store, models, planner, engine, jobs, watchdog. No HTTP in here; the CLI uses it too. */
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type IClock, clock as realClock } from '../clock';
import { sentence } from '../../schema/messages';
import type { Log } from '../log';
import { schedulerLabel } from '../../language/names/sampler-names';
import { sharp } from '../images/sharp';
import { ThumbnailCache } from '../images/thumbnail-cache';
import { ChildLink, EnginePool, type IEngine } from '../engines';
import { Diagnoses } from '../jobs/diagnoses';
import { Drawing } from '../jobs/drawing';
import { Hub } from '../jobs/hub';
import { JobService } from '../jobs/job-service';
import { type CountEvaluations, Planner, type Sampling } from '../jobs/planner';
import { Presenter } from '../jobs/presenter';
import { QueueNews } from '../jobs/queue-news';
import { Journal } from '../jobs/journal';
import { JobProgress } from '../jobs/progress';
import { SlowDisk } from '../jobs/slow-disk';
import { restoreJobs, restoreMarks } from '../jobs/restore';
import { Steering } from '../jobs/steering';
import { CellWeights } from '../models/cell-weights';
import { ModelRegistry } from '../models/registry';
import { CellStore } from '../store/cell-store';
import { Fault } from '../../schema/fault';
import { systemCode } from '../../schema/system-code';
import type { Database } from '../store/database';
import { diskFault } from '../store/disk-faults';
import { type IFiles, files as realFiles } from '../store/files';
import { JobFiles } from '../store/job-files';
import { JobStore } from '../store/job-store';
import { MarkFile } from '../store/mark-file';
import { ModelCache } from '../store/model-cache';
import { ModelIdentities } from '../store/model-identities';
import { PaceStore } from '../store/pace-store';
import { PictureFiles } from '../store/picture-files';
import { PictureStore } from '../store/picture-store';
import { TimedFiles } from '../store/timed-files';
import { networkOf } from '../store/network-folder';
import { openDatabase } from '../store/open-database';
import { reconcile } from './reconcile';

import { type Limits, LIMITS } from '../watchdog/watchdog';
import { lockData } from './data-lock';
import { logEngine } from './log-engine';
import { logJobs } from './log-jobs';
import { Metrics } from './metrics';
import { Report } from './report';
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
  /** The kind of network file system that a folder lies on; tests say one. */
  networkOf?(folder: string): string | null;
  /** Milliseconds after which an idle engine gives its models' memory back; 0 for never. */
  unloadAfterMs?: number;
  /** How many engines draw side by side; 1 unless said. */
  engines?: number;
  /** Most cells of a sweep that doesn't say `limit=`. */
  cellLimit?: number;
};

const CELL_LIMIT = 400;
const UNLOAD_MS = 15 * 60_000;
const SEED_COUNT = 2 ** 32;

export class Service {
  readonly hub: Hub;
  /** Whether files and rows agree, so that clients can be answered. */
  started = false;
  readonly log: Log;
  readonly clock: IClock;
  readonly jobs: JobStore;
  readonly cells: CellStore;
  readonly files: PictureFiles;
  private readonly identities: ModelIdentities;
  readonly thumbnails: ThumbnailCache;
  readonly registry: ModelRegistry;
  readonly planner: Planner;
  readonly pool: EnginePool;
  readonly drawing: Drawing;
  readonly jobService: JobService;
  readonly steering: Steering;
  readonly metrics: Metrics;
  readonly presenter: Presenter;
  readonly report: Report;
  readonly sampling: Sampling;
  readonly database: Database;
  private readonly journal: Journal;
  readonly jobFiles: JobFiles;
  readonly markFile: MarkFile;
  private readonly watchdog: WatchdogLoop;
  private readonly queueNews: QueueNews;
  readonly pictures: PictureStore;
  private readonly dataFolder: string;
  private readonly unlock: () => void;
  private scanning: Promise<void> | null = null;

  /** Takes the data folder; throws `data_in_use`, `data_locked`, `data_newer` or `data_unwritable`. Nothing is drawn before `start`. */
  constructor(options: ServiceOptions) {
    const { dataFolder, sampling, log, clock = realClock } = options;
    this.log = log;
    this.clock = clock;
    this.hub = new Hub(log);
    this.dataFolder = dataFolder;
    this.unlock = lockData(dataFolder);
    try {
      mkdirSync(join(dataFolder, 'models'), { recursive: true });
      const network = (options.networkOf ?? networkOf)(dataFolder);
      if (network !== null) {
        log.warn({ path: dataFolder }, sentence('data_on_network', { kind: network }, 'en').message);
      }
      this.database = openDatabase(
        join(dataFolder, 'diffusion.sqlite'),
        log,
        network === null ? 'wal' : 'truncate'
      );
    } catch (error) {
      this.unlock();
      throw startFault(error, dataFolder);
    }
    const { database, hub } = this;
    this.sampling = sampling;
    this.jobs = new JobStore(database);
    this.cells = new CellStore(database);
    this.pictures = new PictureStore(database);
    const timed = new TimedFiles(options.files ?? realFiles, clock);
    this.files = new PictureFiles(dataFolder, timed);
    this.jobFiles = new JobFiles(dataFolder, timed);
    this.markFile = new MarkFile(dataFolder, timed);
    this.identities = new ModelIdentities(database);
    const { jobs, cells, pictures, files, identities, jobFiles, markFile } = this;
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
    this.drawing = new Drawing({
      database,
      jobs,
      cells,
      pictures,
      files,
      paces,
      registry,
      cellWeights,
      planner,
      pool,
      hub,
      clock,
      log,
      version,
      availableMemory: memory,
      freeBytes: () => timed.time('freeBytes', options.freeBytes ?? (() => freeBytes(dataFolder))),
      schedulerLabel: params => schedulerLabel(params, sampling),
      encodePreview
    });
    const { drawing } = this;
    const { limits = LIMITS, unloadAfterMs = UNLOAD_MS } = options;
    const slowDisk = new SlowDisk(timed, clock);
    this.watchdog = new WatchdogLoop({
      ...drawing,
      pool,
      registry,
      planner,
      jobs,
      clock,
      log,
      limits,
      slowDisk,
      unloadAfterMs
    });
    const { watchdog } = this;
    const progress = new JobProgress({ ...drawing, jobs, cells, planner, paces, clock });
    this.queueNews = new QueueNews({ ...drawing, jobs, hub, clock });
    const diagnoses = new Diagnoses({
      ...drawing,
      jobs,
      pool,
      progress,
      slowDisk,
      clock,
      findingAt: link => watchdog.findingAt(link)
    });
    const stores = { database, jobs, cells, pictures, files };
    this.presenter = new Presenter({
      ...drawing,
      ...stores,
      registry,
      pool,
      progress,
      diagnoses,
      clock,
      version
    });
    const journal = new Journal({ dataFolder, jobs, cells, jobFiles, markFile, hub, clock, log });
    this.journal = journal;
    this.jobService = new JobService({ ...drawing, ...stores, planner, journal, hub, clock });
    this.steering = new Steering({ ...drawing, ...stores, journal });
    this.metrics = new Metrics({ ...drawing, hub, jobs, pool, clock });
    const { modelFolders, bundledFolders, defaultModel, engines = 1, cellLimit = CELL_LIMIT } = options;
    const { presenter, metrics } = this;
    this.report = new Report({
      settings: { dataFolder, modelFolders, bundledFolders, defaultModel, engines, cellLimit, limits },
      ...{ dataFolder, jobs, cells, pool, registry, presenter, diagnoses, metrics, log, clock },
      findingAt: link => watchdog.findingAt(link)
    });
    logJobs({ hub, jobs, log });
  }

  /** Takes up what was left, starts the engine, and looks for models; resolves once clients can be answered. */
  async start(): Promise<void> {
    try {
      const journalled = await restoreJobs(this);
      await reconcile(this.database, this.pictures, this.files, this.identities);
      await restoreMarks(this);
      this.journal.catchUp(journalled);
    } catch (error) {
      throw startFault(error, this.dataFolder);
    }
    this.drawing.start();
    this.watchdog.start();
    this.queueNews.start();
    this.started = true;
    // The first scan needs the engine, and answers wait for it by themselves.
    this.scanning = this.registry.scan().then(
      () => this.drawing.dispatcher.pump(),
      error => this.log.error({ error }, 'models could not be looked for')
    );
  }

  /** Ends: no more cells are given out, the engine finishes its pass at most, what was finished is stored. */
  async stop(graceMs = 2000): Promise<void> {
    this.watchdog.stop();
    this.queueNews.stop();
    await this.drawing.stop(graceMs);
    await this.scanning;
    await this.journal.stop();
    this.database.close();
    this.unlock();
  }
}

/** A disk or a database that takes nothing, as a fault that names the folder. */
function startFault(error: unknown, path: string): unknown {
  return diskFault(error) ? new Fault('data_unwritable', { path, reason: systemCode(error) }) : error;
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
