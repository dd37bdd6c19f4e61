import type { PictureNetwork } from './network';
import { tilingOf } from './tiling';

const GB = 2 ** 30;

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

test('a tile takes half a gigabyte at most, whatever the machine has: the same picture comes from every one', () => {
  const { tile } = tilingOf(network({}), 8 * GB);
  expect(tile ** 2 * 20_000).toBeLessThanOrEqual(GB / 2);
  expect(tilingOf(network({}), 64 * GB)).toEqual(tilingOf(network({}), 4 * GB));
});

test('where memory is short tiles are smaller, down to what overlaps need', () => {
  const [much, little, none] = [4, 0.2, 0].map(free => tilingOf(network({}), free * GB).tile);
  expect(little).toBeLessThan(much);
  expect(none).toBe(80);
});

test('windows lie in tiles as in the whole picture', () => {
  for (const multiple of [1, 7, 8, 16, 32]) {
    const tiling = tilingOf(network({ framing: { border: 0, multiple, beyond: 'mirror' } }), 4 * GB);
    expect(tiling.tile % multiple).toBe(0);
    expect(tiling.step).toBe(multiple);
  }
});

test('networks of a bounded reach need not fade', () => {
  expect(tilingOf(network({ sight: { kind: 'near', pixels: 7 } }), 4 * GB)).toMatchObject({
    hidden: 7,
    fade: 0
  });
});
