import { join } from 'node:path';
import { guidanceEmbedding } from '../graph';
import { assembleFamily } from '../testing/assemble-family';
import { excess } from '../testing/closeness';
import { readTensors } from '../testing/read-tensors';
import { inFolder } from '../testing/safetensors-file';
import type { INetworks, UNetRow } from '../types';
import { openNetworks } from './checkpoint-networks';

const MODELS = join(__dirname, '../../goldens/A');
const GOLDEN = join(__dirname, '../../goldens/fixtures/networks');
const TOLERANCE = { atol: 1e-5, rtol: 1e-4 };

const tensors = readTensors(join(GOLDEN, 'families.safetensors'));

/** The i-th item of a tensor. */
function item(name: string, i: number): Float32Array {
  const { shape, data } = tensors.get(name)!;
  const size = data.length / shape[0];
  return (data as Float32Array).subarray(i * size, (i + 1) * size);
}

async function check(
  networks: INetworks,
  rows: readonly Partial<UNetRow>[],
  expected: string
): Promise<void> {
  const found = await networks.predict(
    rows.map((row, i) => ({
      x: item('sample', i),
      timestep: item('timestep', i)[0],
      context: new Float32Array(0),
      height: 8,
      width: 6,
      ...row
    }))
  );
  found.forEach((out, i) => expect(excess(out, item(expected, i), TOLERANCE)).toBeLessThanOrEqual(1));
}

test('LCM takes its guidance scale with the clock, each row its own; without one nothing is added', () =>
  inFolder(async folder => {
    assembleFamily(folder, 'lcm-unet');
    const networks = await openNetworks(folder);
    expect(networks.info).toMatchObject({ family: 'sd1', guidanceDim: 20 });
    const rows = [0, 1].map(i => ({ context: item('lcm.context', i), guidance: item('lcm.guidance', i)[0] }));
    await check(networks, rows, 'lcm.out');
    await check(
      networks,
      rows.map(({ context }) => ({ context })),
      'lcm.plain'
    );
    await networks.dispose();
  }));

test.each(['lcm.embedded', 'lcm.odd'])('a guidance scale is embedded as in %s', name => {
  const [, width] = tensors.get(name)!.shape;
  for (const i of [0, 1]) {
    const found = guidanceEmbedding(item('lcm.guidance', i)[0], width);
    expect(excess(found, item(name, i), { atol: 1e-6 })).toBeLessThanOrEqual(1);
  }
});

test("SDXL's refiner has the second text encoder alone, and five numbers of size", () =>
  inFolder(async folder => {
    assembleFamily(folder, 'refiner-unet');
    const networks = await openNetworks(folder);
    expect(networks.info).toMatchObject({
      family: 'sdxl_refiner',
      pooledDim: 40,
      sizeIds: 5,
      contextDim: 40
    });
    expect(networks.tokenizer.pad).toBe(0);
    const rows = [0, 1].map(i => ({
      context: item('refiner.context', i),
      pooled: item('refiner.pooled', i),
      ids: Array.from(item('refiner.ids', i))
    }));
    await check(networks, rows, 'refiner.out');
    const text = readTensors(join(MODELS, 'sdxl/text1.safetensors'));
    const ids = Array.from(text.get('in.ids')!.data.slice(0, 77) as Int32Array);
    const [{ states, pooled }] = await networks.encodeText([{ ids }], { clipSkip: 1 });
    expect(states.map(({ length }) => length)).toEqual([77 * 40]);
    const expected = (text.get('out.text_embeds')!.data as Float32Array).subarray(0, 40);
    expect(excess(pooled!, expected, { atol: 3.5e-5, rtol: 1e-4 })).toBeLessThanOrEqual(1);
    await networks.dispose();
  }));

test('a UNet that takes a pooled text refuses rows without one', async () => {
  const networks = await openNetworks(join(MODELS, 'sdxl/diffusers'));
  const row = {
    x: new Float32Array(256),
    timestep: 1,
    context: new Float32Array(77 * 64),
    height: 8,
    width: 8
  };
  await expect(networks.predict([row])).rejects.toThrow('a pooled text');
  await networks.dispose();
});
