/** Fixtures of random numbers: generators, the Brownian path, first noises and their order, and the tables of noise levels. */
import {
  BrownianTree,
  initialNoise,
  openGenerator,
  openNoise,
  PhiloxGenerator,
  roundToBfloat16,
  roundToFloat16,
  TorchGenerator
} from '../../../engine/random';
import type { LatentShape, RandomSource } from '../../../engine/random';
import { downcast, noiseTable } from '../../../engine/sampling';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import type { Kind } from '../kind';
import { joined } from './arrays';

type Tensors = Map<string, Tensor>;
type Check = (tensors: Tensors, fixture: Fixture) => Item[];

/** A kind known by the last part of its id. */
const kind = (name: string, check: Check): Kind => ({
  name,
  matches: ({ id }) => new RegExp(`^[CW]/${name}$`).test(id),
  check: (fixture, { folder }) => check(folder.tensors(fixture), fixture)
});

export const randomKinds: Kind[] = [
  kind('torch_randn', torchRandn),
  kind('torch_randn_dtypes', torchRandnOfTypes),
  kind('torch_stream', torchStream),
  kind('philox_nv', philox),
  kind('brownian_tree', brownianTree),
  kind('brownian_tree_nv', brownianTreeNv),
  kind('a1111_initial_noise', firstNoise),
  kind('a1111_draw_order', drawOrder),
  kind('noise_tables', noiseTables)
];

/** `seed<S>/<shape>`: a fresh generator each. */
function torchRandn(tensors: Tensors, { tolerance = {} }: Fixture): Item[] {
  const items = [...tensors].map(([key, tensor]) => {
    const expected = valuesOf(tensor);
    return compareNumbers(key, new TorchGenerator(seedOf(key)).randn(expected.length), expected, tolerance);
  });
  return [worstOf('randn', items)];
}

/** `<dtype>/seed<S>/<shape>`. */
function torchRandnOfTypes(tensors: Tensors, { tolerance = {} }: Fixture): Item[] {
  const items = [...tensors].map(([key, tensor]) => {
    const expected = valuesOf(tensor);
    const generator = new TorchGenerator(seedOf(key));
    const rounds: Record<string, (value: number) => number> = {
      float16: roundToFloat16,
      bfloat16: roundToBfloat16
    };
    const round = rounds[key.split('/')[0]];
    const found = round
      ? Array.from(generator.randn(expected.length), round)
      : generator.randnDouble(expected.length);
    return compareNumbers(key, found, expected, tolerance);
  });
  return [worstOf('randn', items)];
}

/** `draw<k>_<what>`: one generator, whose seed and ranges the description names. */
function torchStream(tensors: Tensors, { what, tolerance = {} }: Fixture): Item[] {
  const stream = new TorchGenerator(Number(/\(seed (\d+)\)/.exec(what)?.[1]));
  const [low, high] = (/randint\((\d+),(\d+)/.exec(what) ?? []).slice(1).map(Number);
  const placeOf = (key: string): number => Number(/^draw(\d+)/.exec(key)?.[1]);
  return [...tensors]
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([key, tensor]) => {
      const expected = valuesOf(tensor);
      const [, draw] = /_(uniform|randint|randperm)/.exec(key) ?? [];
      const count = expected.length;
      const found =
        draw === 'uniform'
          ? stream.rand(count)
          : draw === 'randint'
            ? stream.randint(low, high, count)
            : draw === 'randperm'
              ? stream.randperm(count)
              : stream.randn(count);
      return compareNumbers(key, found, expected, tolerance);
    });
}

/** `seed<S>/call<k>/<shape>`: the k-th draw of the generator. */
function philox(tensors: Tensors, { tolerance = {} }: Fixture): Item[] {
  const streams = new Map<number, PhiloxGenerator>();
  const calls = [...tensors].sort(([a], [b]) => callOf(a) - callOf(b));
  const items = calls.map(([key, tensor]) => {
    const seed = seedOf(key);
    const stream = streams.get(seed) ?? new PhiloxGenerator(seed);
    streams.set(seed, stream);
    const expected = valuesOf(tensor);
    return compareNumbers(key, stream.randn(expected.length), expected, tolerance);
  });
  return [worstOf('calls', items)];
}

type TreeCase = {
  seed: number | number[];
  shape: number[];
  sigma_min: number;
  sigma_max: number;
  'queries_f64(of f32 sigmas)': [number, number][];
};

/** A tree per image of the batch, asked in the listed order. */
function brownianTree(tensors: Tensors, { config, tolerance = {} }: Fixture): Item[] {
  return (config?.samplers as TreeCase[]).map(({ seed, shape, sigma_min, sigma_max, ...rest }) => {
    const seeds = [seed].flat();
    const name = Array.isArray(seed) ? `batch_seeds_${seed.join('_')}` : `seed${seed}_${shape.join('x')}`;
    const count = shape.slice(1).reduce((product, size) => product * size, 1);
    const trees = seeds.map(each => new BrownianTree(each, count, sigma_min, sigma_max, torch));
    const items = rest['queries_f64(of f32 sigmas)'].map(([sigma, next], k) => {
      const key = `${name}/q${String(k).padStart(2, '0')}`;
      const found = joined(trees.map(tree => tree.between(sigma, next)));
      return compareNumbers(key, found, expectedOf(tensors, key), tolerance);
    });
    return worstOf(name, items);
  });
}

/** The same path out of Philox's numbers, along a schedule. */
function brownianTreeNv(tensors: Tensors, { config, tolerance = {} }: Fixture): Item[] {
  const { seed, shape } = config as { seed: number; shape: number[] };
  const sigmas = expectedOf(tensors, 'sigmas');
  const positive = sigmas.filter(sigma => sigma > 0);
  const [, ...latent] = shape;
  const noise = openNoise({ rng: 'nv', seed }, latent as unknown as LatentShape);
  const path = noise.brownian(Math.min(...positive), Math.max(...positive));
  const queries = [...tensors.keys()].filter(key => /^q\d+$/.test(key));
  const items = queries.map(key => {
    const k = Number(key.slice(1));
    return compareNumbers(key, path.between(sigmas[k], sigmas[k + 1]), expectedOf(tensors, key), tolerance);
  });
  return [worstOf('queries', items)];
}

type NoiseCase = {
  case: number;
  seed: number;
  subseed: number | null;
  subseed_strength: number;
  shape: LatentShape;
  seed_resize_from_h_px: number;
  seed_resize_from_w_px: number;
};

function firstNoise(tensors: Tensors, { config, tolerance = {} }: Fixture): Item[] {
  const cases = config?.cases as NoiseCase[];
  return (['cpu', 'nv'] as const).map(rng => {
    const items = cases.map(each => {
      const key = `${rng}/case${each.case}`;
      return compareNumbers(key, firstNoiseOf(each, rng), expectedOf(tensors, key), tolerance);
    });
    return worstOf(rng, items);
  });
}

function firstNoiseOf(each: NoiseCase, rng: RandomSource): Float32Array {
  const [height, width] = [each.seed_resize_from_h_px, each.seed_resize_from_w_px].map(px =>
    Math.floor(px / 8)
  );
  const settings = {
    seed: each.seed,
    subseed: each.subseed ?? undefined,
    subseedStrength: each.subseed_strength,
    resizeFrom: height > 0 && width > 0 ? { height, width } : undefined
  };
  const open = (seed: number): ReturnType<typeof openGenerator> => openGenerator(rng, seed);
  return initialNoise(settings, each.shape, open(each.seed), open);
}

/** `initial`, `next<k>`, `ensd<E>_next<k>`, each stacked over the seeds that the description lists. */
function drawOrder(tensors: Tensors, { what, tolerance = {} }: Fixture): Item[] {
  const seeds = JSON.parse(/seeds (\[[^\]]*\])/.exec(what)![1]) as number[];
  const [, ...shape] = tensors.get('initial')!.shape;
  const ensds = new Set([...tensors.keys()].map(key => Number(/^ensd(\d+)_/.exec(key)?.[1] ?? 0)));
  const size = shape.reduce((product, each) => product * each, 1);
  return [...ensds].flatMap(ensd => {
    const prefix = ensd ? `ensd${ensd}_` : '';
    const noises = seeds.map(seed => openNoise({ rng: 'cpu', seed, ensd }, shape as unknown as LatentShape));
    const first = ensd
      ? []
      : [
          compareNumbers(
            'initial',
            joined(noises.map(({ initial }) => initial)),
            expectedOf(tensors, 'initial'),
            tolerance
          )
        ];
    const next = [...tensors.keys()]
      .filter(key => new RegExp(`^${prefix}next\\d+$`).test(key))
      .sort()
      .map(key => {
        const drawn = joined(noises.map(({ steps }) => steps.randn(size)));
        return compareNumbers(key, drawn, expectedOf(tensors, key), tolerance);
      });
    return [...first, ...next];
  });
}

function noiseTables(tensors: Tensors, { tolerance = {} }: Fixture): Item[] {
  const ldm = noiseTable('a1111');
  const tables = { ldm, diffusers: noiseTable('diffusers'), downcast: downcast(ldm) };
  return Object.entries(tables).flatMap(([name, { alphas, sigmas }]) => [
    compareNumbers(
      `${name}.alphas_cumprod`,
      alphas,
      expectedOf(tensors, `${name}.alphas_cumprod`),
      tolerance
    ),
    compareNumbers(`${name}.sigmas`, sigmas, expectedOf(tensors, `${name}.sigmas`), tolerance)
  ]);
}

const torch = (seed: number): TorchGenerator => new TorchGenerator(seed);
const seedOf = (key: string): number => Number(/seed(-?\d+)/.exec(key)?.[1]);
const callOf = (key: string): number => Number(/call(\d+)/.exec(key)?.[1]);

function expectedOf(tensors: Tensors, key: string): number[] {
  const tensor = tensors.get(key);
  if (!tensor) {
    throw new Error(`the file has no ${key}`);
  }
  return valuesOf(tensor);
}
