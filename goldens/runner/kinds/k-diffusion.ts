/** Fixtures of A1111's samplers in sigma space, on a denoiser that is a formula. */
import { openNoise } from '../../../engine/random';
import type { ImageNoise, LatentShape } from '../../../engine/random';
import { noiseTable, planWebui } from '../../../engine/sampling';
import type { ModelCall, Run, SamplingSettings } from '../../../engine/sampling';
import { valuesOf } from '../../../engine/testing/read-tensors';
import type { Tensor } from '../../../engine/testing/read-tensors';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { Kind } from '../kind';
import { itemsOf, joined } from './arrays';
import { drive, samplerNamed } from './drive';

export const kDiffusionKinds: Kind[] = [
  {
    name: 'k-diffusion',
    matches: ({ id }) => id === 'B/kd_analytic',
    check: (fixture, { folder }) => {
      const tensors = folder.tensors(fixture);
      const items = (fixture.config?.cases as Case[]).map(each => check(tensors, each, fixture));
      const passed = items.filter(({ outcome }) => outcome === 'pass');
      return [
        ...(passed.length > 0 ? [worstOf('runs', passed)] : []),
        ...items.filter(({ outcome }) => outcome !== 'pass')
      ];
    }
  }
];

type Case = {
  id: string;
  sampler: string;
  schedule?: string | null;
  steps: number;
  eta?: number | null;
  extra?: { s_churn?: number; s_tmin?: number; s_tmax?: number | null; s_noise?: number } | null;
  /** Whether the next-to-last sigma is left out; the sampler's own choice when absent. */
  discard?: boolean;
  denoising_strength?: number;
  init_latent?: string;
};

const { tanh, sin } = Math;

/**
 * One run of a batch over the stored sigmas: its sigmas and first latent as we plan them, then, from the stored ones, every step's
 * latent and the number of calls. The batch is one latent here, for DPM adaptive takes its steps by the error of the whole batch.
 */
function check(tensors: Map<string, Tensor>, each: Case, { config, tolerance = {} }: Fixture): Item {
  const tensor = (name: string): Tensor | undefined => tensors.get(`${each.id}/${name}`);
  const values = (name: string): number[] => valuesOf(tensor(name)!);
  const found = samplerNamed(each.sampler);
  if (!found) {
    return { name: each.id, outcome: 'fail', note: `${each.sampler} is not one of our samplers` };
  }
  const { sampler } = found;
  const { plan } = planWebui(settingsOf(each));
  const sigmas = tensor('sigmas') ? values('sigmas') : plan.sigmas;
  const noises = noisesOf(config?.seeds as number[], tensor('x_start')!, plan.brownianRange);
  const size = noises[0].initial.length;
  const run: Run = {
    x: floatsOf(tensor('x_start'), 'x_start'),
    sigmas,
    noise: { randn: () => joined(noises.map(({ steps }) => steps.randn(size))) },
    brownian: {
      between: (from, to) =>
        joined(noises.map(({ brownian }) => brownian(...plan.brownianRange).between(from, to)))
    },
    eta: each.eta ?? sampler.eta,
    churn: each.extra?.s_churn
      ? { amount: each.extra.s_churn, min: each.extra.s_tmin ?? 0, max: each.extra.s_tmax || Infinity }
      : undefined,
    sNoise: each.extra?.s_noise,
    sigmaRange: plan.sigmaRange,
    timestepOf: noiseTable('a1111').sigmaToT
  };
  const { latents, asks } = drive(sampler.method!(run), ({ x, sigma }: ModelCall) =>
    x.map(value => 0.8 * tanh(value / (1 + sigma)) + 0.2 * sin(value / (0.5 + sigma)))
  );
  const bound = sampler.name === 'DPM++ SDE' ? looser(tolerance) : tolerance;
  const steps = itemsOf(tensor('xs'), 'xs');
  const [calls] = values('calls_and_step_draws');
  const initial = itemsOf(tensor('noise'), 'noise');
  const pictures = each.init_latent ? itemsOf(tensors.get(each.init_latent), each.init_latent) : [];
  return worstOf(each.id, [
    ...(tensor('sigmas') ? [compareNumbers('sigmas', plan.sigmas, sigmas, { rtol: 2e-6 })] : []),
    compareNumbers('noise', joined(noises.map(noise => noise.initial)), joined(initial), {}),
    compareNumbers(
      'start',
      joined(initial.map((noise, i) => plan.start(noise, pictures[i]))),
      values('x_start'),
      tolerance
    ),
    ...compareSteps(steps.slice(0, -1), [...asks, latents], sampler.adaptive ? looser(tolerance) : bound),
    compareNumbers('result', latents, steps[steps.length - 1], bound),
    compareNumbers('calls', [asks.length], [calls], {})
  ]);
}

function settingsOf({ sampler, schedule, steps, discard, denoising_strength }: Case): SamplingSettings {
  const init = { latent: new Float32Array(0), strength: denoising_strength ?? 1 };
  return {
    sampler,
    scheduler: schedule || 'automatic',
    steps,
    options: { discardNextToLastSigma: discard },
    init: denoising_strength === undefined ? undefined : init
  };
}

/** The generators of each image of the batch; a path is opened once. */
function noisesOf(seeds: readonly number[], start: Tensor, range: readonly [number, number]): ImageNoise[] {
  const shape = start.shape.slice(1) as unknown as LatentShape;
  return seeds.map(seed => {
    const noise = openNoise({ rng: 'cpu', seed }, shape);
    let path: ReturnType<ImageNoise['brownian']> | undefined;
    return { ...noise, brownian: () => (path ??= noise.brownian(...range)) };
  });
}

/** Each stored latent is one that the sampler asked about, in that order; which asks begin a step is the sampler's affair. */
function compareSteps(
  expected: readonly Float32Array[],
  asked: readonly Float32Array[],
  tolerance: Tolerance
): Item[] {
  let at = 0;
  return expected.map((latent, step) => {
    const name = `step ${step}`;
    const compared = asked.slice(at).map(ask => compareNumbers(name, ask, latent, tolerance));
    const match = compared.findIndex(({ outcome }) => outcome === 'pass');
    at += Math.max(match, 0);
    return compared[Math.max(match, 0)];
  });
}

/**
 * DPM++ SDE computes a sigma whose last bit moves the path; the goldens' README allows it this much. Where DPM adaptive's steps end
 * hangs on the rounding of a small difference, and its result does not.
 */
const looser = (tolerance: Tolerance): Tolerance => ({
  ...tolerance,
  atol: Math.max(tolerance.atol ?? 0, 1e-2)
});
