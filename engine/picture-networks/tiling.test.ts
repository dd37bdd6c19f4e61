import type { PictureNetwork } from './network';
import { tilingOf } from './tiling';

const network = (change: Partial<PictureNetwork>): PictureNetwork => ({
  architecture: 'SwinIR',
  scale: 2,
  channels: { in: 3, out: 3 },
  tags: [],
  framing: { border: 0, multiple: 8, beyond: 'mirror' },
  sight: { kind: 'fading', pixels: 16 },
  bytesPerPixel: 20_000,
  build: (_, picture) => picture,
  ...change
});

test('a tile takes 384 MB at most', () => {
  const { tile } = tilingOf(network({}));
  expect(tile ** 2 * 20_000).toBeLessThanOrEqual(384 * 2 ** 20);
  expect((tile + 8) ** 2 * 20_000).toBeGreaterThan(384 * 2 ** 20);
});

test('a network that takes more for each pixel has smaller tiles, down to what overlaps need', () => {
  const [little, much, most] = [1e4, 2e5, 1e9].map(bytes => tilingOf(network({ bytesPerPixel: bytes })).tile);
  expect(much).toBeLessThan(little);
  expect(most).toBe(80);
});

test('windows lie in tiles as in the whole picture', () => {
  for (const multiple of [1, 7, 8, 16, 32]) {
    const tiling = tilingOf(network({ framing: { border: 0, multiple, beyond: 'mirror' } }));
    expect(tiling.tile % multiple).toBe(0);
    expect(tiling.step).toBe(multiple);
  }
});

test('networks of a bounded reach need not fade', () => {
  expect(tilingOf(network({ sight: { kind: 'near', pixels: 7 } }))).toMatchObject({
    hidden: 7,
    fade: 0
  });
});
