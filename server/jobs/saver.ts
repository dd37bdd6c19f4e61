import type { CellParams } from '../../schema/wire';
import { THUMBNAIL_BYTES_MAX } from '../../schema/payload';
import type { IClock } from '../clock';
import { encodePng } from '../images/encode';
import { makeRecipe } from '../images/recipe';
import { thumbnail } from '../images/thumbnail';
import { isDatabaseRefused } from '../store/disk-faults';
import type { JobStore } from '../store/job-store';
import type { PictureFiles } from '../store/picture-files';
import type { PictureRecord } from '../store/picture-store';
import type { DiskWait } from './disk-wait';
import type { FileWaits } from './file-waits';
import type { Ledger } from './ledger';
import type { Orderer } from './orderer';
import { originsOf } from './origins';
import type { PaceMeters } from './pace-meter';
import type { CellUnderWay, UnderWay } from './under-way';
import type { WorkDone } from './work-done';

export type Drawn = { width: number; height: number; rgb: Uint8Array; draw_ms: number };

export type SaverOptions = {
  jobs: JobStore;
  files: PictureFiles;
  ledger: Ledger;
  orderer: Orderer;
  underWay: UnderWay;
  meters: PaceMeters;
  work: WorkDone;
  waits: FileWaits;
  disk: DiskWait;
  clock: IClock;
  version: string;
  /** The label of the schedule a cell really used. */
  schedulerLabel(params: CellParams): string;
};

/** Makes drawn pictures durable: PNG with its recipe on the disk, then its row. Where the disk takes nothing they are held and stored later. */
export class Saver {
  private readonly saves = new Set<Promise<void>>();

  constructor(private readonly options: SaverOptions) {}

  /** Resolves when the picture is stored, was given up, or is held because the disk is full; its cell has ended but for the last. */
  save(entry: CellUnderWay, drawn: Drawn, device: string): Promise<void> {
    const save = this.keep(entry, drawn, device).finally(() => this.saves.delete(save));
    this.saves.add(save);
    return save;
  }

  /** Stores the picture of a cell whose file is gone. */
  async putBack(entry: CellUnderWay, drawn: Drawn, device: string): Promise<void> {
    const { picture, small } = await this.store(entry, drawn, device);
    this.options.disk.write(() => this.options.ledger.replace(entry.cell.image ?? '', picture, small));
  }

  /** Resolves when no picture is being stored. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.saves);
  }

  private async keep(entry: CellUnderWay, drawn: Drawn, device: string): Promise<void> {
    const { ledger, orderer, underWay, disk } = this.options;
    const { cell } = entry;
    if (entry.abandoned) {
      underWay.delete(cell.id);
      return;
    }
    try {
      const { picture, small } = await this.store(entry, drawn, device);
      ledger.complete(picture, this.drawnAs(entry, drawn, small), entry.order.identities);
    } catch (error) {
      if (isDatabaseRefused(error)) {
        disk.hold(() => this.keep(entry, drawn, device), error);
      } else {
        underWay.delete(cell.id);
        orderer.fail(cell, { code: 'save_failed', facts: { reason: (error as Error).message } });
      }
    }
  }

  /** The recipe's files are those of the order, whatever lies under their names by now. */
  private async store(
    { cell, order }: CellUnderWay,
    { width, height, rgb }: Drawn,
    device: string
  ): Promise<{ picture: PictureRecord; small: Uint8Array | null }> {
    const { files, jobs, schedulerLabel, version } = this.options;
    const { key, recipe, draw } = order;
    const png = await encodePng(
      rgb,
      width,
      height,
      makeRecipe({
        params: draw.params,
        origins: originsOf(jobs.byNumber(cell.job)),
        model: recipe.model,
        files: recipe.files,
        idle: recipe.idle,
        schedulerLabel: schedulerLabel(draw.params),
        device,
        version
      })
    );
    const small = await thumbnail(png, THUMBNAIL_BYTES_MAX);
    const sha256 = await files.put(png);
    return { picture: { key, sha256, width, height, sizeBytes: png.length }, small };
  }

  private drawnAs(
    entry: CellUnderWay,
    { draw_ms: drawMs }: Drawn,
    small: Uint8Array | null
  ): NonNullable<Parameters<Ledger['complete']>[1]> {
    const { clock, work } = this.options;
    const { cell, since } = entry;
    return {
      id: cell.id,
      thumbnail: small,
      queuedMs: Math.max(0, clock.monotonic() - since - drawMs),
      drawMs,
      work: work.of(cell.job),
      stored: () => this.letGo(entry)
    };
  }

  private letGo({ cell, link }: CellUnderWay): void {
    const { work, meters, underWay, waits } = this.options;
    work.forget(cell.job);
    meters.of(link).stored();
    underWay.delete(cell.id);
    waits.forget(cell);
  }
}
