/**
 * Anti-aliased filling of outlines by accumulating signed areas: each edge adds, to the pixels it crosses, how much of them lies to
 * its right; a running sum along each row then gives the coverage. Exact for outlines that don't overlap, and independent of any
 * font or drawing library of the system.
 */

/** A closed outline's straight pieces: x0, y0, x1, y1, … in pixels. */
export type Edges = number[];

/** An edge that rises less covers nothing one could see, and its slope is no number to trust. */
const FLAT = 1e-6;

export class Coverage {
  private readonly sums: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number
  ) {
    this.sums = new Float32Array(width * height + 2);
  }

  /** Adds an edge from (x0, y0) to (x1, y1); both must lie within the width. */
  edge(x0: number, y0: number, x1: number, y1: number): void {
    if (Math.abs(y1 - y0) < FLAT) {
      return;
    }
    const direction = y0 < y1 ? 1 : -1;
    const [top, bottom, xTop, xBottom] = direction === 1 ? [y0, y1, x0, x1] : [y1, y0, x1, x0];
    const slope = (xBottom - xTop) / (bottom - top);
    const [least, most] = [Math.min(x0, x1), Math.max(x0, x1)];
    let x = xTop + (top < 0 ? -top * slope : 0);
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(this.height, Math.ceil(bottom)); row++) {
      const dy = Math.min(row + 1, bottom) - Math.max(row, top);
      // Rounding must not carry a steep edge past its own ends.
      const next = Math.max(least, Math.min(most, x + slope * dy));
      this.span(row * this.width, Math.min(x, next), Math.max(x, next), direction * dy);
      x = next;
    }
  }

  /** Coverage 0 to 1 of each pixel, row by row. */
  read(): Float32Array {
    const covered = new Float32Array(this.width * this.height);
    let sum = 0;
    for (let at = 0; at < covered.length; at++) {
      sum += this.sums[at];
      covered[at] = Math.min(1, Math.abs(sum));
    }
    return covered;
  }

  /** Spreads the area `d` of a piece within one row that goes from `left` to `right`. */
  private span(start: number, left: number, right: number, d: number): void {
    const first = Math.floor(left);
    const last = Math.ceil(right);
    if (last <= first + 1) {
      const middle = (left + right) / 2 - first;
      this.sums[start + first] += d * (1 - middle);
      this.sums[start + first + 1] += d * middle;
      return;
    }
    const per = 1 / (right - left);
    const before = first + 1 - left;
    const firstArea = 0.5 * per * before * before;
    this.sums[start + first] += d * firstArea;
    const lastPart = right - (last - 1);
    const lastArea = 0.5 * per * lastPart * lastPart;
    if (last === first + 2) {
      this.sums[start + first + 1] += d * (1 - firstArea - lastArea);
    } else {
      this.sums[start + first + 1] += d * (per * (before + 0.5) - firstArea);
      for (let at = first + 2; at < last - 1; at++) {
        this.sums[start + at] += d * per;
      }
      const reached = per * (before + 0.5) + (last - first - 3) * per;
      this.sums[start + last - 1] += d * (1 - reached - lastArea);
    }
    this.sums[start + last] += d * lastArea;
  }
}
