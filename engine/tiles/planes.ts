/** Colour planes one behind the other, (channels, height, width), rows from the top. */
export type Planes = { data: Float32Array; channels: number; height: number; width: number };

export function emptyPlanes(channels: number, height: number, width: number): Planes {
  return { data: new Float32Array(channels * height * width), channels, height, width };
}

/** The part of `planes` whose first row and column are `top` and `left`. */
export function crop(planes: Planes, top: number, left: number, height: number, width: number): Planes {
  const part = emptyPlanes(planes.channels, height, width);
  for (let row = 0; row < planes.channels * height; row++) {
    const y = Math.floor(row / height) * planes.height + top + (row % height);
    const from = y * planes.width + left;
    part.data.set(planes.data.subarray(from, from + width), row * width);
  }
  return part;
}

/**
 * Lays `tile` over `target` at (`top`, `left`). Over its first `fadeY` rows and `fadeX` columns it fades in, from nothing to all of it,
 * linearly; what lay there before fades out.
 */
export function lay(
  target: Planes,
  tile: Planes,
  top: number,
  left: number,
  fadeY: number,
  fadeX: number
): void {
  for (let row = 0; row < tile.channels * tile.height; row++) {
    const y = row % tile.height;
    const weightY = y < fadeY ? y / fadeY : 1;
    const to = (Math.floor(row / tile.height) * target.height + top + y) * target.width + left;
    for (let x = 0; x < tile.width; x++) {
      const weight = weightY * (x < fadeX ? x / fadeX : 1);
      const value = tile.data[row * tile.width + x];
      target.data[to + x] = weight === 1 ? value : value * weight + target.data[to + x] * (1 - weight);
    }
  }
}
