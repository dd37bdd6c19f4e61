/** Bytes of texts that are read of one picture: many directories and segments may name the same ones. */
const TOTAL_MAX = 16_000_000;
/** The longest single text; longer ones are thumbnails and histories. */
const TEXT_MAX = 4_000_000;

/** How much more of a picture's texts is read. */
export class Room {
  private left = TOTAL_MAX;

  /** Whether a text of so many bytes is still read; if so, it counts. */
  takes(bytes: number): boolean {
    const fits = bytes <= Math.min(this.left, TEXT_MAX);
    this.left -= fits ? bytes : 0;
    return fits;
  }
}
