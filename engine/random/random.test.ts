import { join } from 'path';
import { readTensors, valuesOf } from '../testing/read-tensors';
import type { LatentShape } from './index';
import {
  BrownianTree,
  initialNoise,
  openGenerator,
  openNoise,
  PhiloxGenerator,
  roundToBfloat16,
  roundToFloat16,
  TorchGenerator
} from './index';

const goldens = join(__dirname, '../../goldens/C');
const golden = (name: string): ReturnType<typeof readTensors> =>
  readTensors(join(goldens, `${name}.safetensors`));
const torch = (seed: number): TorchGenerator => new TorchGenerator(seed);

function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Array.from(found).reduce((largest, value, k) => Math.max(largest, Math.abs(value - expected[k])), 0);
}

describe("torch's CPU generator", () => {
  test.each([...golden('torch_randn')])('randn %s is bit for bit', (key, tensor) => {
    const [seed] = key.slice('seed'.length).split('/').map(Number);
    const expected = valuesOf(tensor);
    expect([...torch(seed).randn(expected.length)]).toEqual(expected);
  });

  test('one stream of mixed draws keeps its spare number', () => {
    const stream = torch(5);
    const order = ([key]: [string, unknown]): number => Number(/^draw(\d+)/.exec(key)![1]);
    const draws = [...golden('torch_stream')].sort((a, b) => order(a) - order(b));
    for (const [key, tensor] of draws) {
      const count = tensor.data.length;
      const drawn = key.includes('uniform')
        ? stream.rand(count)
        : key.includes('randint')
          ? stream.randint(0, 1000, count)
          : key.includes('randperm')
            ? stream.randperm(count)
            : stream.randn(count);
      expect({ key, drawn: [...drawn] }).toEqual({ key, drawn: valuesOf(tensor) });
    }
  });

  test.each([...golden('torch_randn_dtypes')])('randn %s', (key, tensor) => {
    const [dtype, seed] = key.split('/');
    const generator = torch(Number(seed.slice('seed'.length)));
    const count = tensor.data.length;
    if (dtype === 'float64') {
      expect(largestDifference(generator.randnDouble(count), valuesOf(tensor))).toBeLessThan(1e-15);
    } else {
      const round = dtype === 'float16' ? roundToFloat16 : roundToBfloat16;
      expect([...generator.randn(count)].map(round)).toEqual(valuesOf(tensor));
    }
  });

  test('only the low 32 bits of a seed matter', () => {
    expect(torch(-1).randn(4)).toEqual(torch(0xffffffff).randn(4));
    expect(torch(2 ** 32 + 7).randn(40)).toEqual(torch(7).randn(40));
  });
});

test.each(['seed0', 'seed1', 'seed42', 'seed123456789', 'seed4294967296', 'seed9007199254740992'])(
  'Philox of %s',
  name => {
    const stream = new PhiloxGenerator(Number(name.slice('seed'.length)));
    for (const [key, tensor] of golden('philox_nv')) {
      if (key.startsWith(`${name}/`)) {
        expect(largestDifference(stream.randn(tensor.data.length), valuesOf(tensor))).toBeLessThan(1e-6);
      }
    }
  }
);

describe('Brownian tree', () => {
  const range = [0.02916753850877285, 14.614643096923828] as const;
  const tensors = golden('brownian_tree');

  test.each([
    ['seed42_1x4x8x8', 42, 256],
    ['seed123456789_1x4x5x7', 123456789, 140],
    ['seed0_1x1x3x5', 0, 15]
  ])('%s answers as torchsde', (name, seed, count) => {
    const tree = new BrownianTree(seed, count, ...range, torch);
    for (let k = 0; k < 10; k++) {
      const key = `${name}/q0${k}`;
      const [sigma, next] = valuesOf(tensors.get(`${key}.sigmas`)!);
      expect(largestDifference(tree.between(sigma, next), valuesOf(tensors.get(key)!))).toBeLessThan(2e-6);
    }
  });

  test('the order of questions does not change the answers', () => {
    const asked = new BrownianTree(3, 16, ...range, torch);
    const fresh = new BrownianTree(3, 16, ...range, torch);
    for (let k = 0; k < 40; k++) {
      asked.between(0.1 + k / 4, 0.1 + k / 8);
    }
    expect(asked.between(5, 1.25)).toEqual(fresh.between(5, 1.25));
  });
});

type NoiseCase = [rng: 'cpu' | 'nv', index: number, shape: LatentShape, settings: object];
const cases: [
  LatentShape,
  { seed: number; subseed?: number; subseedStrength?: number; resizeFrom?: object }
][] = [
  [[4, 8, 8], { seed: 42, subseed: 7, subseedStrength: 0.3 }],
  [[4, 8, 12], { seed: 42, subseed: 7, subseedStrength: 1 }],
  [[4, 8, 8], { seed: 1, subseed: 1, subseedStrength: 0.25 }],
  [[4, 12, 16], { seed: 42, resizeFrom: { height: 8, width: 8 } }],
  [[4, 8, 8], { seed: 42, resizeFrom: { height: 16, width: 12 } }],
  [[4, 9, 12], { seed: 5, subseed: 6, subseedStrength: 0.5, resizeFrom: { height: 12, width: 8 } }],
  [[4, 8, 9], { seed: 5, resizeFrom: { height: 8, width: 8 } }]
];

test.each(
  (['cpu', 'nv'] as const).flatMap(rng =>
    cases.map(([shape, settings], index): NoiseCase => [rng, index, shape, settings])
  )
)("A1111's first noise, %s case %i", (rng, index, shape, settings) => {
  const open = (seed: number): ReturnType<typeof openGenerator> => openGenerator(rng, seed);
  const { seed } = settings as { seed: number };
  const noise = initialNoise({ seed, ...settings }, shape, open(seed), open);
  const expected = valuesOf(golden('a1111_initial_noise').get(`${rng}/case${index}`)!);
  expect(largestDifference(noise, expected)).toBeLessThan(5e-6);
});

test('steps draw after the first noise; with ENSD from a generator of their own', () => {
  const tensors = golden('a1111_draw_order');
  [1, 42, 123456789].forEach((seed, image) => {
    const row = (name: string): number[] =>
      valuesOf(tensors.get(name)!).slice(image * 256, (image + 1) * 256);
    const plain = openNoise({ rng: 'cpu', seed }, [4, 8, 8]);
    expect([...plain.initial]).toEqual(row('initial'));
    expect([...plain.steps.randn(256)]).toEqual(row('next0'));
    expect([...plain.steps.randn(256)]).toEqual(row('next1'));
    const shifted = openNoise({ rng: 'cpu', seed, ensd: 31337 }, [4, 8, 8]).steps;
    expect([...shifted.randn(256)]).toEqual(row('ensd31337_next0'));
    expect([...shifted.randn(256)]).toEqual(row('ensd31337_next1'));
  });
});
