import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { float8Numbers } from '../weights';
import { brains, numbersOf, readRaw, singles, writeRaw, zeros } from '../testing/alter-tensors';
import type { RawTensor } from '../testing/alter-tensors';
import { inFolder } from '../testing/safetensors-file';
import { randomNumbers } from '../testing/write-tensors';
import { openNetworks } from './checkpoint-networks';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const plain = readRaw(join(SD1, 'single-fp16.safetensors'));

type Float8 = Parameters<typeof float8Numbers>[0];
const LARGEST: Readonly<Record<Float8, number>> = { F8_E4M3: 448, F8_E5M2: 57344 };

/** The byte whose number is nearest to each value. */
function toFloat8(values: Float32Array, dtype: Float8): Buffer {
  const numbers = float8Numbers(dtype);
  const finite = [...numbers.keys()].filter(byte => Number.isFinite(numbers[byte]));
  const sorted = finite.sort((a, b) => numbers[a] - numbers[b]);
  return Buffer.from(
    Uint8Array.from(values, value => {
      let [low, high] = [0, sorted.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (numbers[sorted[middle]] < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      const below = sorted[Math.max(0, low - 1)];
      return value - numbers[below] < numbers[sorted[low]] - value ? below : sorted[low];
    })
  );
}

type Layout = {
  dtype?: Float8;
  /** Which weights are stored in eight bits. */
  of?: (name: string) => boolean;
  /** One scale for each row instead of one for all. */
  perRow?: boolean;
  scaleName?: (weight: string) => string;
  scaleTensor?: (shape: readonly number[], scales: number[]) => RawTensor;
};

const UNET_MATRIX = (name: string): boolean => /diffusion_model.*(to_[qkv]|proj|ff)\S*\.weight$/.test(name);

const everyWeight = (name: string): boolean => name.endsWith('.weight');

/** The golden checkpoint in scaled eight-bit floats, and the same with the numbers that those stand for as float32. */
function scaled({
  dtype = 'F8_E4M3',
  of = UNET_MATRIX,
  perRow = false,
  scaleName = weight => weight.replace(/weight$/, 'scale_weight'),
  scaleTensor = singles
}: Layout): { stored: Map<string, RawTensor>; meant: Map<string, RawTensor> } {
  const [stored, meant] = [new Map(plain), new Map(plain)];
  for (const [name, tensor] of plain) {
    if (tensor.dtype !== 'F16' || tensor.shape.length < 2 || !of(name)) {
      continue;
    }
    const values = numbersOf(tensor);
    const rows = perRow ? tensor.shape[0] : 1;
    const width = values.length / rows;
    const scales = Array.from({ length: rows }, (_, row) => {
      const largest = values
        .subarray(row * width, (row + 1) * width)
        .reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      // A power of two times a short fraction: the same number in every type that a scale may have.
      return Math.ceil((128 * (largest || 1)) / LARGEST[dtype]) / 128 + 1 / 64;
    });
    const bytes = toFloat8(
      values.map((value, i) => value / scales[Math.floor(i / width)]),
      dtype
    );
    const numbers = float8Numbers(dtype);
    stored.set(name, { dtype, shape: tensor.shape, bytes });
    stored.set(scaleName(name), scaleTensor(perRow ? [rows, 1] : [], scales));
    const back = Float32Array.from(
      bytes,
      (byte, i) => numbers[byte] * Math.fround(scales[Math.floor(i / width)])
    );
    meant.set(name, singles(tensor.shape, back));
  }
  stored.set('model.diffusion_model.scaled_fp8', zeros(dtype, [0], 0));
  return { stored, meant };
}

/** What a checkpoint's networks answer: text, noise, picture. */
function answers(tensors: ReadonlyMap<string, RawTensor>): Promise<Float32Array[]> {
  return inFolder(async folder => {
    const path = join(folder, 'x.safetensors');
    writeRaw(path, tensors);
    cpSync(join(SD1, 'single.arch.json'), join(folder, 'x.arch.json'));
    cpSync(join(SD1, 'diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    const networks = await openNetworks(path);
    const ids = Array.from({ length: 77 }, (_, i) => (7 * i) % 1000);
    const [{ states }] = await networks.encodeText([{ ids }], { clipSkip: 1 });
    const x = randomNumbers([256], 1).data as Float32Array;
    const row = { x, timestep: 500, context: states[0], height: 8, width: 8 };
    const [noise] = await networks.predict([row]);
    const picture = await networks.decode(x, 8, 8);
    await networks.dispose();
    return [states[0], noise, picture];
  });
}

test.each<[string, Layout]>([
  ['.scale_weight, as ComfyUI wrote it first', {}],
  ['.weight_scale, as ComfyUI and diffusers write it now', { scaleName: weight => `${weight}_scale` }],
  ['a scale for each row, in bfloat16', { perRow: true, of: everyWeight, scaleTensor: brains }],
  ['all networks in e5m2, the words too', { dtype: 'F8_E5M2', of: everyWeight }]
])('with %s a checkpoint answers as the numbers do that it stands for', async (_, layout) => {
  const { stored, meant } = scaled(layout);
  const [found, expected] = [await answers(stored), await answers(meant)];
  found.forEach((values, i) => expect(values).toEqual(expected[i]));
});

test('eight-bit floats are the numbers of their formats', () => {
  const [e4m3, e5m2] = [float8Numbers('F8_E4M3'), float8Numbers('F8_E5M2')];
  expect([0, 1, 8, 0x38, 0x7e, 0x7f, 0x80, 0xb8].map(byte => e4m3[byte])).toEqual([
    0,
    2 ** -9,
    2 ** -6,
    1,
    448,
    NaN,
    -0,
    -1
  ]);
  expect([1, 4, 0x3c, 0x7b, 0x7c, 0x7d, 0xfc].map(byte => e5m2[byte])).toEqual([
    2 ** -16,
    2 ** -14,
    1,
    57344,
    Infinity,
    NaN,
    -Infinity
  ]);
});

test.each([
  ['of blocks', singles([2, 2], [1, 1, 1, 1]), 'one number for the whole tensor or one for each row is read'],
  ['without a mantissa', zeros('F8_E8M0', [1], 1), 'holds F8_E8M0']
])('scales %s are refused by name', async (_, scale, words) => {
  const name = [...plain.keys()].find(UNET_MATRIX)!;
  const tensors = new Map(plain).set(`${name}_scale`, scale);
  await expect(answers(tensors)).rejects.toThrow(words);
});
