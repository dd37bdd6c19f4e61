/**
 * Gives waiting cells to the engines, a lot at a time; what comes back is the collector's. A cell is drawn with what its files are when it
 * goes out (see `Orderer`). A full disk and a paused queue stop the giving; what is under way is finished.
 */
import { Fault } from '../../schema/fault';
import type { EnginePool, IEngineLink } from '../engines';
import type { IClock } from '../clock';
import type { Log } from '../log';
import type { ModelRegistry } from '../models/registry';
import type { CellStore } from '../store/cell-store';
import { isDatabaseRefused } from '../store/disk-faults';
import type { JobStore } from '../store/job-store';
import type { CellKeys } from './cell-keys';
import type { CellOrders } from './cell-orders';
import { type CellPicker, failureOf, type Lot, type Picked, stillWaits } from './cell-picker';
import type { DiskWait } from './disk-wait';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Orderer } from './orderer';
import type { PaceMeters } from './pace-meter';
import type { Redraws } from './redraws';
import type { UnderWay } from './under-way';

/** The folders of models are looked through at most this often while cells are given out; the files of a cell, always. */
const LOOK_MS = 1000;

export type DispatcherOptions = {
  jobs: JobStore;
  cells: CellStore;
  registry: ModelRegistry;
  pool: EnginePool;
  keys: CellKeys;
  picker: CellPicker;
  orders: CellOrders;
  orderer: Orderer;
  redraws: Redraws;
  underWay: UnderWay;
  meters: PaceMeters;
  ledger: Ledger;
  waits: FileWaits;
  disk: DiskWait;
  clock: IClock;
  log: Log;
};

export class Dispatcher {
  private stopping = false;
  private pumping: Promise<void> | null = null;
  private pumpAgain = false;

  constructor(private readonly options: DispatcherOptions) {
    options.disk.on('changed', () => this.pump());
    options.waits.on('retry', () => this.pump());
  }

  /** Gives out what can be given out. Cheap to call when nothing is to do. */
  pump(): void {
    if (this.pumping) {
      this.pumpAgain = true;
      return;
    }
    this.pumping = this.giveOut()
      .catch(error => this.stumble(error))
      .finally(() => {
        this.pumping = null;
        if (this.pumpAgain) {
          this.pumpAgain = false;
          this.pump();
        }
      });
  }

  /** Lets the cells of a job, or of all, that no engine has begun wait again. */
  takeBack(job: number | null): void {
    const { underWay, ledger } = this.options;
    const idle = underWay
      .all()
      .filter(({ cell, link, step, saving, abandoned, again }) => {
        const isMeant = job === null || cell.job === job;
        // An engine that reads a model answers nobody, and would be ended over this.
        return isMeant && step === 0 && !saving && !abandoned && !again && link.state !== 'loading';
      })
      .map(({ cell }) => cell);
    if (idle.length > 0) {
      ledger.move(idle, 'queued');
      this.drop(idle.map(({ id }) => id));
    }
  }

  /** Drops cells from the engines, for they were cancelled or wait again. */
  drop(cells: readonly string[]): void {
    const dropped = cells.flatMap(id => this.options.underWay.get(id) ?? []);
    dropped.forEach(entry => (entry.abandoned = true));
    for (const link of new Set(dropped.map(entry => entry.link))) {
      const ids = dropped.filter(entry => entry.link === link).map(({ cell }) => cell.id);
      void link.cancel(ids).finally(() => this.pump());
    }
    this.pump();
  }

  /** Gives out nothing more; resolves when nothing is being given out. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.pumping;
  }

  private async giveOut(): Promise<void> {
    const { registry, pool, keys, jobs, cells } = this.options;
    if (this.stopping || jobs.paused || !(jobs.hasOpen() || cells.hasAgain())) {
      return;
    }
    await registry.list(LOOK_MS);
    const more = await keys.find();
    for (const link of pool.links) {
      while (await this.serve(link)) {
        // Until it has enough.
      }
    }
    this.pumpAgain ||= more;
  }

  /** Gives an engine its next lot; false when there is none for it. */
  private async serve(link: IEngineLink): Promise<boolean> {
    const { picker, disk, jobs } = this.options;
    if (this.stopping || !link.ready || (await disk.isFull()) || jobs.paused) {
      return false;
    }
    const lot = picker.next(link);
    if (lot?.again) {
      await this.giveAgain(link, lot.cells[0]);
    } else if (lot) {
      await this.give(link, lot);
    }
    return lot !== null;
  }

  private async give(link: IEngineLink, lot: Lot): Promise<void> {
    const { ledger, cells, jobs, orderer, underWay, meters, clock, picker } = this.options;
    const orders = await orderer.ordersOf(lot.cells);
    if (this.stopping || !link.ready) {
      return;
    }
    const { client, priority, state } = jobs.byNumber(lot.cells[0].job)!;
    if (state === 'paused' || jobs.paused || jobs.isHeld(lot.cells[0].job)) {
      return;
    }
    // Whose every cell was held up had its turn, too: the others are not to wait for its files.
    picker.given(link, lot, client);
    // What was cancelled while its pictures were read is not drawn any more.
    const wanted = lot.cells.filter(cell => orders.has(cell.id) && stillWaits(cells, cell));
    if (wanted.length > 0) {
      ledger.move(wanted, 'running');
      const since = clock.monotonic();
      wanted.forEach(cell =>
        underWay.add({ cell, order: orders.get(cell.id)!, link, since, client, priority, again: false })
      );
      meters.of(link).begin(since);
      link.draw(wanted.map(({ id }) => ({ ...orders.get(id)!.draw, ...(lot.urgent && { urgent: true }) })));
    }
  }

  private async giveAgain(link: IEngineLink, cell: Picked): Promise<void> {
    const { jobs, orders, redraws, underWay, clock } = this.options;
    try {
      const order = await orders.order(cell, true);
      if (order.key !== cell.key) {
        throw new Fault('files_changed', {});
      }
      const { client, priority } = jobs.byNumber(cell.job)!;
      if (!this.stopping && link.ready) {
        underWay.add({ cell, order, link, since: clock.monotonic(), client, priority, again: true });
        link.draw([{ ...order.draw, fresh: true }]);
        this.options.picker.given(link, { cells: [cell], urgent: false }, client);
      }
    } catch (error) {
      redraws.fail(cell, failureOf(error));
    }
  }

  /** Where the disk takes nothing, the giving begins again when it does; anything else is a fault of ours, told to whoever reads the log. */
  private stumble(error: unknown): void {
    const { disk, log } = this.options;
    if (isDatabaseRefused(error)) {
      disk.hold(async () => this.pump(), error);
    } else {
      log.error({ error }, 'drawing went wrong');
    }
  }
}
