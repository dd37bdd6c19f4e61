/** Pictures as a network wants them: with what it takes around them, and with sides it can halve. */
import { mirrored } from '../images';
import { emptyPlanes } from '../tiles';
import type { Planes } from '../tiles';
import type { Framing } from './network';

/** A picture with its border and filled up at its end. */
export function framed(picture: Planes, { border, multiple, beyond }: Framing): Planes {
  const [height, width] = [picture.height, picture.width].map(
    side => Math.ceil((side + 2 * border) / multiple) * multiple
  );
  if (height === picture.height && width === picture.width) {
    return picture;
  }
  const whole = emptyPlanes(picture.channels, height, width);
  const [rows, columns] = [
    placesOf(height, picture.height, border, beyond),
    placesOf(width, picture.width, border, beyond)
  ];
  for (let row = 0; row < picture.channels * height; row++) {
    const y = rows[row % height];
    const from = (Math.floor(row / height) * picture.height + y) * picture.width;
    for (let x = 0; x < width && y >= 0; x++) {
      whole.data[row * width + x] = columns[x] < 0 ? 0 : picture.data[from + columns[x]];
    }
  }
  return whole;
}

/** For each pixel of a line of `length` which one of a line of `inside` it is; −1 for none. */
function placesOf(length: number, inside: number, border: number, beyond: Framing['beyond']): Int32Array {
  return Int32Array.from({ length }, (_, i) => {
    const at = i - border;
    if (at >= 0 && at < inside) {
      return at;
    }
    return beyond === 'zero'
      ? -1
      : beyond === 'repeat'
        ? Math.min(inside - 1, Math.max(0, at))
        : mirrored(at, inside);
  });
}
