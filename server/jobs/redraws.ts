/**
 * Pictures drawn once more, to see whether their pixels are those that were stored. Each is drawn by itself, from nothing that is remembered
 * of other cells. The stored picture stays, whatever comes of it; one whose file is gone is replaced.
 */
import type { FaultData } from '../../schema/fault';
import { sharp } from '../images/sharp';
import type { Again, CellRecord, CellStore } from '../store/cell-store';
import type { PictureFiles } from '../store/picture-files';
import type { DiskWait } from './disk-wait';
import type { Ledger } from './ledger';

export type RedrawsOptions = { cells: CellStore; files: PictureFiles; ledger: Ledger; disk: DiskWait };

type Drawn = { width: number; height: number; rgb: Uint8Array };

export class Redraws {
  constructor(private readonly options: RedrawsOptions) {}

  ask(cell: CellRecord): void {
    this.options.ledger.setAgain(cell, { state: 'waiting' });
  }

  /** The next that waits; null when none does. */
  next(isUnderWay: (id: string) => boolean): (CellRecord & { key: string }) | null {
    const waiting = this.options.cells.waitingAgain().find(({ id }) => !isUnderWay(id));
    return waiting?.key ? { ...waiting, key: waiting.key } : null;
  }

  /** Holds what was drawn against what is stored. Where that is gone from the disk, `putBack` puts what was drawn in its place. */
  async compare(cell: CellRecord, drawn: Drawn, putBack: () => Promise<void>): Promise<void> {
    const stored = cell.image && (await this.options.files.get(cell.image));
    if (stored) {
      this.tell(cell, await difference(stored, drawn));
      return;
    }
    try {
      await putBack();
      this.tell(cell, { state: 'restored' });
    } catch (error) {
      this.fail(cell, { code: 'save_failed', facts: { reason: (error as Error).message } });
    }
  }

  fail(cell: CellRecord, failure: FaultData): void {
    this.tell(cell, { state: 'failed', failure });
  }

  private tell(cell: CellRecord, again: Again): void {
    this.options.disk.write(() => this.options.ledger.setAgain(cell, again));
  }
}

async function difference(png: Uint8Array, { width, height, rgb }: Drawn): Promise<Again> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height) {
    return { state: 'other', pixels: width * height, largest: 255 };
  }
  let pixels = 0;
  let largest = 0;
  for (let at = 0; at < data.length; at += 3) {
    let most = 0;
    for (let channel = at; channel < at + 3; channel++) {
      most = Math.max(most, Math.abs(data[channel] - rgb[channel]));
    }
    pixels += most > 0 ? 1 : 0;
    largest = Math.max(largest, most);
  }
  return pixels === 0 ? { state: 'same' } : { state: 'other', pixels, largest };
}
