/**
 * A plane smoothed where it is smooth already, its edges kept: in each window it is a linear function of itself, flat where its variance is
 * well below `flat`² and itself where it is well above (He, Sun & Tang 2010, the guided filter with the picture as its own guide).
 * `radius` are the pixels of a window on each side; windows end at the plane's edges. The work doesn't grow with the radius.
 */
export function guidedFilter(
  values: Float32Array,
  size: { width: number; height: number },
  { radius, flat }: { radius: number; flat: number }
): Float32Array {
  const mean = (plane: Float32Array): Float32Array => boxMean(plane, size, radius);
  const [means, squares] = [mean(values), mean(values.map(value => value * value))];
  const slopes = means.map((m, k) => {
    const variance = Math.max(0, squares[k] - m * m);
    return variance / (variance + flat * flat);
  });
  const offsets = means.map((m, k) => m * (1 - slopes[k]));
  const [slope, offset] = [mean(slopes), mean(offsets)];
  return values.map((value, k) => slope[k] * value + offset[k]);
}

/** The mean of the window around each value. */
export function boxMean(
  values: Float32Array,
  { width, height }: { width: number; height: number },
  radius: number
): Float32Array {
  const rows = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    alongLine(values, rows, { start: y * width, step: 1, count: width }, radius);
  }
  for (let x = 0; x < width; x++) {
    alongLine(rows, out, { start: x, step: width, count: height }, radius);
  }
  return out;
}

function alongLine(
  from: Float32Array,
  to: Float32Array,
  { start, step, count }: { start: number; step: number; count: number },
  radius: number
): void {
  let [sum, first, end] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    for (; end < Math.min(count, k + radius + 1); end++) {
      sum += from[start + end * step];
    }
    for (; first < k - radius; first++) {
      sum -= from[start + first * step];
    }
    to[start + k * step] = sum / (end - first);
  }
}
