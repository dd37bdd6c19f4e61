import { withoutCare } from '../../schema/care';
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

type Pixels = { width: number; height: number; rgb: Uint8Array };
/** `drawn` is the picture before care. */
export type Drawn = Pixels & { drawn?: Pixels; draw_ms: number };

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
      const before = drawn.drawn && (await this.storeDrawn(entry, drawn.drawn, device));
      const { picture, small } = await this.store(entry, drawn, device);
      const begunWith = before?.sha256 ?? entry.order.drawn?.image ?? null;
      const { identities } = entry.order;
      ledger.complete(picture, { ...this.drawnAs(entry, drawn, small), before, begunWith }, identities);
    } catch (error) {
      if (isDatabaseRefused(error)) {
        disk.hold(() => this.keep(entry, drawn, device), error);
      } else {
        underWay.delete(cell.id);
        orderer.fail(cell, { code: 'save_failed', facts: { reason: (error as Error).message } });
      }
    }
  }

  private async store(
    entry: CellUnderWay,
    drawn: Pixels,
    device: string
  ): Promise<{ picture: PictureRecord; small: Uint8Array | null }> {
    const { key, draw, recipe } = entry.order;
    const png = await this.encoded(entry, drawn, { ...recipe, params: draw.params, device });
    const small = await thumbnail(png, THUMBNAIL_BYTES_MAX);
    return { picture: await this.put(png, key, drawn), small };
  }

  /** Stores the picture of a cell as it was before care, so that other care of it draws nothing anew. */
  private async storeDrawn(entry: CellUnderWay, drawn: Pixels, device: string): Promise<PictureRecord> {
    const { draw, recipe, drawn: before } = entry.order;
    const { networks: _networks, ...files } = recipe.files;
    const { networks: _idle, ...idle } = recipe.idle;
    const params = withoutCare(draw.params);
    const png = await this.encoded(entry, drawn, { model: recipe.model, files, idle, params, device });
    return this.put(png, before!.key, drawn);
  }

  private async put(png: Buffer, key: string, { width, height }: Pixels): Promise<PictureRecord> {
    return { key, sha256: await this.options.files.put(png), width, height, sizeBytes: png.length };
  }

  /** The recipe's files are those of the order, whatever lies under their names by now. */
  private encoded(
    { cell }: CellUnderWay,
    { width, height, rgb }: Pixels,
    of: CellUnderWay['order']['recipe'] & { params: CellParams; device: string }
  ): Promise<Buffer> {
    const { jobs, schedulerLabel, version } = this.options;
    const recipe = makeRecipe({
      ...of,
      origins: originsOf(jobs.byNumber(cell.job)),
      schedulerLabel: schedulerLabel(of.params),
      version
    });
    return encodePng(rgb, width, height, recipe);
  }

  private drawnAs(
    entry: CellUnderWay,
    { draw_ms: drawMs }: Drawn,
    small: Uint8Array | null
  ): Omit<NonNullable<Parameters<Ledger['complete']>[1]>, 'before' | 'begunWith'> {
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
