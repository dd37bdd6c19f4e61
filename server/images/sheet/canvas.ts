export type Colour = readonly [number, number, number];

const WHITE = 255;

/**
 * An RGB picture to draw on, or the rows of a taller one from `top` on: places are those of the whole. What falls outside is left out.
 */
export class Canvas {
  readonly rgb: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
    readonly top = 0
  ) {
    this.rgb = new Uint8Array(width * height * 3).fill(WHITE);
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    const [from, to] = [Math.max(0, left), Math.min(this.width, left + width)];
    const row = Uint8Array.from({ length: Math.max(0, to - from) * 3 }, (_, at) => colour[at % 3]);
    const first = Math.max(0, top - this.top);
    for (let y = first; y < Math.min(this.height, top - this.top + height); y++) {
      this.rgb.set(row, (y * this.width + from) * 3);
    }
  }

  /** A line of one pixel just inside the rectangle. */
  frame(left: number, top: number, width: number, height: number, colour: Colour): void {
    this.fill(left, top, width, 1, colour);
    this.fill(left, top + height - 1, width, 1, colour);
    this.fill(left, top, 1, height, colour);
    this.fill(left + width - 1, top, 1, height, colour);
  }

  /** Copies a picture of `width` pixels a row. */
  place(rgb: Uint8Array, width: number, left: number, top: number): void {
    const rows = rgb.length / 3 / width;
    const columns = Math.min(width, this.width - left);
    const down = top - this.top;
    for (let y = Math.max(0, -down); y < Math.min(rows, this.height - down); y++) {
      const from = y * width * 3;
      this.rgb.set(rgb.subarray(from, from + columns * 3), ((down + y) * this.width + left) * 3);
    }
  }

  /** Lays an RGBA picture of `width` pixels a row over this one. */
  blend(rgba: Uint8Array, width: number, left: number, top: number): void {
    for (let at = 0; at < rgba.length / 4; at++) {
      const x = left + (at % width);
      const y = top - this.top + Math.floor(at / width);
      const amount = rgba[4 * at + 3] / 255;
      if (amount > 0 && x >= 0 && x < this.width && y >= 0 && y < this.height) {
        const start = (y * this.width + x) * 3;
        for (let channel = 0; channel < 3; channel++) {
          const under = this.rgb[start + channel];
          this.rgb[start + channel] = Math.round(under + (rgba[4 * at + channel] - under) * amount);
        }
      }
    }
  }
}
