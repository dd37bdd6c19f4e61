import { emptyPlanes } from './planes';
import type { Planes } from './planes';
import { inTiles, spans } from './tiles';
import type { Tiling } from './tiles';

/** Numbers in [0, 1) that look like chance, the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function picture(channels: number, height: number, width: number, next: () => number): Planes {
  return {
    ...emptyPlanes(channels, height, width),
    data: Float32Array.from({ length: channels * height * width }, next)
  };
}

/** A network that sees `reach` pixels around each, zeros beyond the picture, and doubles the size. */
function seeing(reach: number): (tile: Planes) => Promise<Planes> {
  return async ({ data, channels, height, width }) => {
    const large = emptyPlanes(channels, 2 * height, 2 * width);
    large.data.forEach((_, at) => {
      const [x, y] = [Math.floor((at % (2 * width)) / 2), (Math.floor(at / (2 * width)) % (2 * height)) >> 1];
      const plane = Math.floor(at / (4 * width * height)) * width * height;
      let sum = 0;
      for (const [dy, dx] of [
        [0, 0],
        [-reach, 0],
        [reach, 0],
        [0, -reach],
        [0, reach],
        [reach, reach]
      ]) {
        const [v, u] = [y + dy, x + dx];
        sum +=
          v >= 0 && v < height && u >= 0 && u < width ? data[plane + v * width + u] * (1 + dy + 2 * dx) : 0;
      }
      large.data[at] = sum + (at % 2);
    });
    return large;
  };
}

function largest(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);
}

test('whatever the size and the cut, tiles are the whole picture where no pixel sees further than they hide', async () => {
  const next = chance(1);
  for (let round = 0; round < 60; round++) {
    const reach = Math.floor(next() * 4);
    const step = 1 + Math.floor(next() * 4);
    const hidden = reach + Math.floor(next() * 2);
    const fade = Math.floor(next() * 5);
    const tile = (Math.ceil((4 * hidden + 2 * fade) / step) + 1 + Math.floor(next() * 4)) * step;
    const tiling: Tiling = { tile, hidden, fade, step };
    const given = picture(2, 1 + Math.floor(next() * 50), 1 + Math.floor(next() * 50), next);
    const found = await inTiles(given, tiling, 2, seeing(reach));
    const whole = await seeing(reach)(given);
    expect({ round, tiling, far: largest(found.data, whole.data) < 2e-5 }).toEqual({
      round,
      tiling,
      far: true
    });
  }
});

test('a network that sees further than tiles hide leaves no step: neighbours fade into one another', async () => {
  let count = 0;
  const numbered = async (tile: Planes): Promise<Planes> => {
    count++;
    return { ...tile, data: tile.data.map(() => count) };
  };
  const { data } = await inTiles(
    emptyPlanes(1, 1, 20),
    { tile: 12, hidden: 2, fade: 4, step: 1 },
    1,
    numbered
  );
  const steps = [...data].slice(1).map((value, i) => value - data[i]);
  expect(Math.max(...steps)).toBeCloseTo(0.25);
  expect([data[0], data[19]]).toEqual([1, 3]);
});

test('tiles begin at multiples of the step, so that windows lie as in the whole picture', () => {
  const found = spans(1000, { tile: 128, hidden: 16, fade: 16, step: 8 });
  expect(found.every(({ from }) => from % 8 === 0)).toBe(true);
  expect(found.at(-1)!.to).toBe(1000);
});

test('a picture no larger than a tile goes through at once', async () => {
  const run = jest.fn(seeing(0));
  await inTiles(emptyPlanes(1, 8, 8), { tile: 8, hidden: 2, fade: 0, step: 1 }, 2, run);
  expect(run).toHaveBeenCalledTimes(1);
});
