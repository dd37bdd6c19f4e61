import type { CellParams, Origin } from '../../schema/wire';
import { encodePng } from '../images/encode';
import { THUMBNAIL_BYTES_MAX } from '../../schema/payload';
import { thumbnail } from '../images/thumbnail';
import { makeRecipe } from '../images/recipe';
import type { CellOrder } from './cell-orders';
import type { PictureFiles } from '../store/picture-files';
import type { PictureRecord } from '../store/picture-store';

export type Drawn = { width: number; height: number; rgb: Uint8Array };

/** A picture whose file is on the disk; its rows are still to be written. */
export type Saved = { picture: PictureRecord; thumbnail: Uint8Array | null };

export type SaverOptions = {
  files: PictureFiles;
  /** The label of the schedule a cell really used. */
  schedulerLabel(params: CellParams): string;
  device(): string;
  version: string;
};

/** Makes a drawn picture durable: PNG with its recipe, on the disk. */
export class Saver {
  constructor(private readonly options: SaverOptions) {}

  /**
   * The stored picture of what was ordered; its file is on the disk, its row is not written yet. The recipe's files are those of the
   * order, whatever lies under their names by now.
   */
  async save(
    { key, recipe: { model, files: used, idle }, draw: { params } }: CellOrder,
    origins: Record<string, Origin>,
    drawn: Drawn
  ): Promise<Saved> {
    const { files, schedulerLabel, device, version } = this.options;
    const { width, height, rgb } = drawn;
    const recipe = makeRecipe({
      params,
      origins,
      model,
      files: used,
      idle,
      schedulerLabel: schedulerLabel(params),
      device: device(),
      version
    });
    const png = await encodePng(rgb, width, height, recipe);
    const small = await thumbnail(png, THUMBNAIL_BYTES_MAX);
    const sha256 = await files.put(png);
    return { picture: { key, sha256, width, height, sizeBytes: png.length }, thumbnail: small };
  }
}
