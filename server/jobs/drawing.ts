/** Everything that has cells drawn, put together in the order in which each part needs the ones before. */
import type { CellParams } from '../../schema/wire';
import type { EnginePool } from '../engines';
import type { IClock } from '../clock';
import { InputPictures } from '../images/input-pictures';
import type { Log } from '../log';
import type { CellWeights } from '../models/cell-weights';
import type { ModelRegistry } from '../models/registry';
import type { CellStore } from '../store/cell-store';
import type { Database } from '../store/database';
import type { JobStore } from '../store/job-store';
import type { PaceStore } from '../store/pace-store';
import type { PictureFiles } from '../store/picture-files';
import type { PictureStore } from '../store/picture-store';
import { Attention } from './attention';
import { CellKeys } from './cell-keys';
import { CellOrders } from './cell-orders';
import { CellPicker } from './cell-picker';
import { Collector } from './collector';
import { DiskWait } from './disk-wait';
import { Dispatcher } from './dispatcher';
import { FileWaits } from './file-waits';
import type { Hub } from './hub';
import { Ledger } from './ledger';
import { Orderer } from './orderer';
import { PaceMeters } from './pace-meter';
import type { Planner } from './planner';
import { Redraws } from './redraws';
import { Saver } from './saver';
import { Turns } from './turns';
import { UnderWay } from './under-way';
import { WorkDone } from './work-done';

export type DrawingOptions = {
  database: Database;
  jobs: JobStore;
  cells: CellStore;
  pictures: PictureStore;
  files: PictureFiles;
  paces: PaceStore;
  registry: ModelRegistry;
  cellWeights: CellWeights;
  planner: Planner;
  pool: EnginePool;
  hub: Hub;
  clock: IClock;
  log: Log;
  version: string;
  /** Bytes of memory this machine or container can still give. */
  availableMemory(): number;
  /** Free bytes where pictures are stored. */
  freeBytes(): Promise<number>;
  /** The label of the schedule a cell really used. */
  schedulerLabel(params: CellParams): string;
  encodePreview(rgb: Uint8Array, width: number, height: number): Promise<string>;
};

export class Drawing {
  readonly underWay = new UnderWay();
  readonly attention = new Attention();
  readonly work = new WorkDone();
  readonly meters: PaceMeters;
  readonly ledger: Ledger;
  readonly disk: DiskWait;
  readonly waits: FileWaits;
  readonly redraws: Redraws;
  readonly dispatcher: Dispatcher;
  private readonly saver: Saver;
  private readonly collector: Collector;

  constructor(private readonly options: DrawingOptions) {
    const { cells, jobs, files, pool, clock, log, paces, planner, cellWeights } = options;
    const { underWay, attention, work } = this;
    const meters = (this.meters = new PaceMeters(paces));
    const ledger = (this.ledger = new Ledger(options));
    const disk = (this.disk = new DiskWait(clock, () => options.freeBytes(), log));
    const waits = (this.waits = new FileWaits(clock));
    const redraws = (this.redraws = new Redraws({ cells, files, ledger, disk }));
    const orders = new CellOrders(cellWeights, options.pictures, new InputPictures(files), jobs);
    const orderer = new Orderer({ ...options, orders, ledger, waits, disk });
    const shared = { ...options, underWay, attention, work, meters, ledger, disk, waits, redraws, orderer };
    const dispatcher = (this.dispatcher = new Dispatcher({
      ...shared,
      orders,
      keys: new CellKeys(shared),
      picker: new CellPicker({
        ...shared,
        turns: new Turns(),
        paceOf: params => planner.pace(params),
        engineBytes: () => pool.bytes
      })
    }));
    const saver = (this.saver = new Saver(shared));
    this.collector = new Collector({ ...shared, dispatcher, saver });
    disk.on('changed', () => ledger.announceAll());
    waits.on('changed', job => ledger.announce(job));
    options.hub.subscribe(null, ({ type, job }) => {
      if (type === 'done') {
        attention.forget(job);
        work.forget(job);
        if (!jobs.hasOpen()) {
          pool.links.forEach(link => link.forget());
        }
      }
    });
  }

  /** Takes up what a kill left, and begins. */
  start(): void {
    const { cells, jobs, pool } = this.options;
    // Clients may have seen numbers of events that a kill kept from being stored.
    jobs.leapSeq(SEQ_LEAP);
    this.ledger.move(cells.running(), 'queued');
    this.ledger.endFinishedJobs();
    pool.start(this.collector);
    this.dispatcher.pump();
  }

  /** Gives out nothing more, lets the engines finish their pass and stores what they had finished. */
  async stop(graceMs: number): Promise<void> {
    this.disk.stop();
    this.waits.stop();
    const given = this.dispatcher.stop();
    await this.options.pool.stop(graceMs);
    await given;
    await this.saver.settled();
  }
}

const SEQ_LEAP = 1000;
