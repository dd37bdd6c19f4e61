import type { Raster } from '../images';
import type { Planes } from '../tiles';
import { enhanced } from './enhanced';
import type { IPictureNetwork } from './picture-network';

/** A network that repeats each pixel and adds a tenth; it notes what it was given. */
function doubling(colours: number, scale = 2): IPictureNetwork & { given: Planes[] } {
  const given: Planes[] = [];
  return {
    ...{ colours, scale, given },
    run: async picture => {
      given.push(picture);
      const { channels, height, width, data } = picture;
      const large = new Float32Array(data.length * scale ** 2);
      for (let k = 0; k < large.length; k++) {
        const [x, row] = [k % (width * scale), Math.floor(k / (width * scale))];
        large[k] = data[Math.floor(row / scale) * width + Math.floor(x / scale)] + 0.1;
      }
      return { data: large, channels, height: height * scale, width: width * scale };
    },
    dispose: async () => undefined
  };
}

const picture = (channels: Raster['channels'], width: number, ...levels: number[]): Raster => ({
  ...{ width, channels },
  height: levels.length / channels / width,
  data: Uint8Array.from(levels)
});

test('colours come back cut to what a picture can hold', async () => {
  const { data, width, height } = await enhanced(doubling(3), picture(3, 1, 0, 100, 250));
  expect([width, height]).toEqual([2, 2]);
  expect([...data.subarray(0, 3)]).toEqual([26, 126, 255]);
});

test('a network of grey pictures takes each colour by itself', async () => {
  const network = doubling(1);
  const { data, channels } = await enhanced(network, picture(3, 1, 10, 20, 30));
  expect(network.given.map(({ channels: count }) => count)).toEqual([1, 1, 1]);
  expect([channels, ...data.subarray(0, 3)]).toEqual([3, 36, 46, 56]);
});

test('a grey picture stays grey through a network of colours', async () => {
  const network = doubling(3);
  const made = await enhanced(network, picture(1, 2, 10, 20));
  expect(network.given[0].channels).toBe(3);
  expect([made.channels, made.width, made.data[0], made.data[3]]).toEqual([1, 4, 36, 46]);
});

test('transparency is enlarged alongside', async () => {
  const { data, channels } = await enhanced(doubling(3), picture(4, 1, 10, 20, 30, 0, 40, 50, 60, 200));
  expect(channels).toBe(4);
  expect([data[3], data[7], data[4 * 4 + 3]]).toEqual([26, 26, 226]);
});

test('what is seen of a pixel stays as it is where the size does, and opaque pictures stay opaque', async () => {
  const kept = await enhanced(doubling(3, 1), picture(4, 1, 10, 20, 30, 7));
  expect(kept.data[3]).toBe(7);
  const network = doubling(3);
  const opaque = await enhanced(network, picture(4, 1, 10, 20, 30, 255));
  expect(opaque.data.filter((_, k) => k % 4 === 3)).toEqual(new Uint8Array(4).fill(255));
  expect(network.given).toHaveLength(1);
});
