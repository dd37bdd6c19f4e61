import { inflateSync } from 'node:zlib';

/** Bytes of texts that are read of one picture: many directories and segments may name the same ones. */
const TOTAL_MAX = 16_000_000;
/** The longest single text; longer ones are thumbnails and histories. */
const TEXT_MAX = 4_000_000;
/** Bytes that are unfolded for one picture, those of texts that turn out damaged or too large included. */
const UNFOLDED_MAX = 64_000_000;
/** What deflate makes of a byte at most (zlib's technical notes). */
const DEFLATE_RATIO = 1032;
/** Chunks, segments and texts of one picture that are looked into: more than any program writes. */
const PIECES_MAX = 2000;

/** How much more of a picture's texts is read, and what of it was left out. */
export class Room {
  /** The names of texts that are too large, alone or with those before them. */
  readonly refused = new Set<string>();
  private left = TOTAL_MAX;
  private unfolding = UNFOLDED_MAX;
  private pieces = PIECES_MAX;

  /** Whether another chunk or segment with texts is looked into; if so, it counts. */
  opens(): boolean {
    return this.pieces-- > 0;
  }

  /** Whether a text of so many bytes is still read; if so, it counts, else its name is kept. */
  takes(bytes: number, name: string): boolean {
    const fits = bytes <= Math.min(this.left, TEXT_MAX) && this.opens();
    if (fits) {
      this.left -= bytes;
    } else {
      this.refused.add(name);
    }
    return fits;
  }

  /** A text that was deflated; undefined where it is damaged, or too large. */
  unfolds(packed: Buffer, name: string): Buffer | undefined {
    const most = Math.min(this.left, this.unfolding, TEXT_MAX);
    try {
      const text = inflateSync(packed, { maxOutputLength: Math.max(1, most) });
      this.unfolding -= text.length;
      return this.takes(text.length, name) ? text : undefined;
    } catch (error) {
      // How far it came isn't said.
      this.unfolding -= Math.min(most, packed.length * DEFLATE_RATIO);
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
        this.refused.add(name);
      }
      return undefined;
    }
  }
}
