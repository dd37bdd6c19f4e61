import { join } from 'node:path';
import { excess } from '../testing/closeness';
import { readTensors } from '../testing/read-tensors';
import type { INetworks, UNetRow } from '../types';
import { openNetworks } from './checkpoint-networks';

const SD1 = join(__dirname, '../../goldens/A/sd1');

/** Made by the folder's make.py with diffusers. */
const golden = readTensors(join(__dirname, '../../goldens/fixtures/networks/edges.safetensors'));
const given = readTensors(join(SD1, 'unet_b1_8x8.safetensors'));

/** Those of goldens/manifest.json for the same networks. */
const VAE = { atol: 2.7e-4, rtol: 5e-4 };
const UNET = { atol: 1e-4, rtol: 5e-4 };

const numbers = (name: string, from = golden): Float32Array => from.get(name)!.data as Float32Array;

/** The top left part of (channels, height, width). */
function corner(
  data: Float32Array,
  height: number,
  width: number,
  [rows, columns]: [number, number]
): Float32Array {
  return data.filter((_, at) => at % width < columns && Math.floor(at / width) % height < rows);
}

/** (channels, side, side) with its rows and columns moved on, and round at the ends. */
function rolled(data: Float32Array, side: number, down: number, right: number): Float32Array {
  return data.map((_, at) => {
    const [x, y, c] = [at % side, Math.floor(at / side) % side, Math.floor(at / side ** 2)];
    return data[(c * side + ((y - down + side) % side)) * side + ((x - right + side) % side)];
  });
}

let networks: INetworks;
beforeAll(async () => {
  networks = await openNetworks(join(SD1, 'diffusers'));
});
afterAll(() => networks.dispose());

describe('in tiles the VAE computes what diffusers does', () => {
  test('down to pixels', async () => {
    const found = await networks.decode(numbers('latent'), 10, 9, { tiled: true });
    expect(excess(found, numbers('tiled.decoded'), VAE)).toBeLessThanOrEqual(1);
  });

  test('and up from them', async () => {
    const { mean, logvar } = await networks.encode(numbers('tiled.decoded'), 80, 72, { tiled: true });
    expect(excess(mean, numbers('tiled.mean'), VAE)).toBeLessThanOrEqual(1);
    expect(excess(logvar, numbers('tiled.logvar'), VAE)).toBeLessThanOrEqual(1);
  });

  test('a picture no larger than a tile is decoded whole', async () => {
    const small = corner(numbers('latent'), 10, 9, [8, 7]);
    const whole = await networks.decode(small, 8, 7);
    expect(await networks.decode(small, 8, 7, { tiled: true })).toEqual(whole);
  });
});

describe('with edges that wrap around', () => {
  const row = (x: Float32Array): UNetRow => ({
    x,
    timestep: numbers('in.timestep', given)[0],
    context: numbers('in.context', given),
    height: 8,
    width: 8
  });

  test('the UNet computes what torch does with circular convolutions', async () => {
    const [found] = await networks.predict([row(numbers('in.sample', given))], { tiling: true });
    expect(excess(found, numbers('circular.eps'), UNET)).toBeLessThanOrEqual(1);
  });

  test('so does the VAE, both ways', async () => {
    const latent = corner(numbers('latent'), 10, 9, [6, 5]);
    const decoded = await networks.decode(latent, 6, 5, { tiling: true });
    expect(excess(decoded, numbers('circular.decoded'), VAE)).toBeLessThanOrEqual(1);
    const picture = corner(numbers('tiled.decoded'), 80, 72, [48, 40]);
    const { mean, logvar } = await networks.encode(picture, 48, 40, { tiling: true });
    expect(excess(mean, numbers('circular.mean'), VAE)).toBeLessThanOrEqual(1);
    expect(excess(logvar, numbers('circular.logvar'), VAE)).toBeLessThanOrEqual(1);
  });

  test('a latent moved on and round the edge is decoded to the picture moved on', async () => {
    const latent = Float32Array.from({ length: 4 * 64 }, (_, i) => Math.sin(i * i));
    const decoded = await networks.decode(latent, 8, 8, { tiling: true });
    const moved = await networks.decode(rolled(latent, 8, 3, 5), 8, 8, { tiling: true });
    expect(excess(moved, rolled(decoded, 64, 24, 40), VAE)).toBeLessThanOrEqual(1);
  });
});
