import { emptyPlanes } from './planes';
import type { Planes } from './planes';
import { inOverlappingTiles, tileStarts } from './overlapping-tiles';

test.each([
  [100, [0]],
  [192, [0]],
  [193, [0, 1]],
  [512, [0, 160, 320]],
  [513, [0, 160, 321]]
])('a side of %i pixels has tiles of 192 at %j', (side, starts) =>
  expect(tileStarts(side, { tile: 192, overlap: 8 })).toEqual(starts)
);

/** Nearest neighbour, twice as large: a network that sees nothing around a pixel. */
async function doubled({ data, channels, height, width }: Planes): Promise<Planes> {
  const large = emptyPlanes(channels, 2 * height, 2 * width);
  large.data.forEach((_, at) => {
    const [x, y] = [at % (2 * width), Math.floor(at / (2 * width))];
    const row = Math.floor(y / (2 * height)) * height + Math.floor((y % (2 * height)) / 2);
    large.data[at] = data[row * width + Math.floor(x / 2)];
  });
  return large;
}

test.each([
  [16, 4],
  [9, 3]
])('tiles of %i over %i leave no seam where a pixel depends on itself alone', async (tile, overlap) => {
  const picture = {
    ...emptyPlanes(3, 37, 23),
    data: Float32Array.from({ length: 3 * 37 * 23 }, (_, i) => i % 8)
  };
  const found = await inOverlappingTiles(picture, { tile, overlap }, 2, doubled);
  expect(found).toEqual(await doubled(picture));
});

test('a tile fades in over the one before it, linearly', async () => {
  let count = 0;
  const numbered = async (tile: Planes): Promise<Planes> => ({ ...tile, data: tile.data.map(() => count) });
  const found = await inOverlappingTiles(emptyPlanes(1, 1, 12), { tile: 8, overlap: 4 }, 1, tile => {
    count++;
    return numbered(tile);
  });
  expect([...found.data]).toEqual([1, 1, 1, 1, 1, 1.25, 1.5, 1.75, 2, 2, 2, 2]);
});
