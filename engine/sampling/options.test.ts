/** A1111's settings of samplers and schedules, and pictures to start from. */
import { openNoise } from '../random';
import { asksOf } from '../testing/asks-of';
import { drive } from '../testing/drive';
import type { Ask } from '../types';
import type { SamplingSettings, UniPcOptions } from './index';
import type { SamplingOptions } from './settings';
import { noiseTable, planWebui, startSampling, stepsCounted } from './index';

const noiseOf = (seed = 1): ReturnType<typeof openNoise> => openNoise({ rng: 'cpu', seed }, [4, 4, 4]);
const sigmasOf = (settings: SamplingSettings): number[] => Array.from(planWebui(settings).plan.sigmas);

/** Clean latents are standard normal: then the exact path in variance-preserving space stands still. */
const gaussian = ({ x, sigma, unconditional }: Ask): Float32Array => {
  const denoised = x.map(value => value / (1 + sigma * sigma));
  unconditional?.(denoised);
  return denoised;
};
const run = (settings: SamplingSettings): Float32Array =>
  drive(startSampling(settings, noiseOf()), gaussian).latent;
const farthest = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, k) => Math.abs(value - b[k])));

describe('schedules', () => {
  const karras = (options: SamplingOptions): number[] =>
    sigmasOf({ sampler: 'DPM++ 2M', scheduler: 'karras', steps: 5, options });

  test('rho and both ends are the user’s where said, the schedule’s own where 0', () => {
    const own = karras({});
    expect(karras({ rho: 0, sigmaMin: 0, sigmaMax: 0 })).toEqual(own);
    const said = karras({ rho: 1, sigmaMin: 1, sigmaMax: 9 });
    said.forEach((sigma, k) => expect(sigma).toBeCloseTo([9, 7, 5, 3, 1, 0][k], 5));
  });

  test('polyexponential takes rho, exponential has none', () => {
    const of = (scheduler: string, rho: number): number[] =>
      sigmasOf({ sampler: 'Euler', scheduler, steps: 5, options: { rho } });
    expect(of('polyexponential', 2)[2]).toBeLessThan(of('polyexponential', 1)[2] * 0.8);
    expect(of('exponential', 2)).toEqual(of('exponential', 0));
  });

  test('uniform is the network’s own from end to end, normal goes between the ends that are said', () => {
    const of = (scheduler: string): number[] =>
      sigmasOf({ sampler: 'Euler', scheduler, steps: 4, options: { sigmaMax: 5, sigmaMin: 0.1 } });
    expect(of('uniform')[0]).toBeCloseTo(14.6146, 3);
    expect([of('normal')[0], of('normal')[3]].map(sigma => Number(sigma.toFixed(3)))).toEqual([5, 0.1]);
  });

  test('the next-to-last sigma is left out when asked for, and once where the sampler does so itself', () => {
    const of = (sampler: string, discardNextToLastSigma: boolean): number[] =>
      sigmasOf({ sampler, scheduler: 'karras', steps: 6, options: { discardNextToLastSigma } });
    expect(of('Euler', true)).toHaveLength(7);
    expect(of('Euler', true)).toEqual(of('DPM2', false));
    expect(of('DPM2', true)).toEqual(of('DPM2', false));
  });

  test('Align Your Steps has numbers of its own for SDXL', () => {
    const of = (family: SamplingSettings['family']): number =>
      sigmasOf({ sampler: 'Euler', scheduler: 'align_your_steps', steps: 11, family })[1];
    expect(of('sd1')).toBeCloseTo(6.475);
    expect(of('sdxl')).toBeCloseTo(6.315);
  });
});

test.each([
  ['a1111', 4518.76],
  ['diffusers', 4096]
] as const)('zero terminal SNR ends at a finite sigma in the %s flavour', (flavour, sigma) => {
  expect(noiseTable(flavour, { rescale_betas_zero_snr: true }).sigmaMax).toBeCloseTo(sigma, 1);
  expect(noiseTable(flavour, { rescale_betas_zero_snr: true }).sigmaMin).toBeCloseTo(0.0292, 4);
});

test('zero terminal SNR is an option of the run', () => {
  const options = { zeroTerminalSnr: true };
  expect(sigmasOf({ sampler: 'Euler', steps: 4, options })[0]).toBeCloseTo(4518.76, 1);
  expect(
    sigmasOf({
      sampler: 'Euler',
      steps: 4,
      config: { rescale_betas_zero_snr: true },
      options: { zeroTerminalSnr: false }
    })[0]
  ).toBeCloseTo(14.6146, 3);
});

test('the first noise is scaled by σ, or by √(1 + σ²)', () => {
  const first = (options: SamplingOptions): Float32Array => {
    const ask = startSampling({ sampler: 'Euler', steps: 4, options }, noiseOf()).next().value as Ask;
    return ask.x;
  };
  const [plain, sgm] = [first({}), first({ sgmNoiseMultiplier: true })];
  const sigma = noiseTable('a1111').sigmaMax;
  expect(sgm[3] / plain[3]).toBeCloseTo(Math.sqrt(1 + sigma ** 2) / sigma, 5);
});

test.each(['Euler a', 'DPM2 a', 'DPM++ 2S a', 'DPM++ SDE', 'DPM++ 2M SDE', 'DPM++ 3M SDE', 'DPM fast'])(
  's_noise 0 takes away the noise of %s',
  sampler => {
    const quiet = (seed: number): Float32Array => {
      const { initial } = noiseOf(1);
      const settings = { sampler, steps: 5, options: { sNoise: 0 } };
      return drive(startSampling(settings, { ...noiseOf(seed), initial }), gaussian).latent;
    };
    expect(quiet(2)).toEqual(quiet(3));
  }
);

test.each([
  ['Euler', 200, 0.03],
  ['Heun', 40, 5e-3],
  ['DPM2', 40, 1e-2],
  ['LMS', 40, 1e-2],
  ['DPM++ 2M', 40, 1e-2],
  ['PLMS', 40, 5e-2],
  ['DDIM', 100, 5e-2],
  ['UniPC', 20, 6e-2],
  ['DPM fast', 40, 5e-2],
  ['DPM adaptive', 1, 0.1]
])('%s finds the path that is known', (sampler, steps, error) => {
  const { initial } = noiseOf();
  const eta = /^DPM (fast|adaptive)/.test(sampler) ? 0 : undefined;
  const found = run({ sampler, steps, eta });
  const { sigmaMax } = noiseTable('a1111');
  const vp = planWebui({ sampler, steps }).sampler.space === 'vp';
  const exact = initial.map(value => (vp ? value : (value * sigmaMax) / Math.sqrt(1 + sigmaMax ** 2)));
  expect(farthest(found, exact)).toBeLessThan(error);
});

describe('UniPC', () => {
  const variants: UniPcOptions['variant'][] = ['bh1', 'bh2', 'vary_coeff'];
  const skips: UniPcOptions['skip'][] = ['time_uniform', 'time_quadratic', 'logSNR'];
  const cases = variants.flatMap(variant =>
    skips.flatMap(skip => [1, 2, 3, 4].map(order => ({ variant, skip, order })))
  );
  test.each(cases)('%j finds the path that is known', options => {
    const found = run({ sampler: 'UniPC', steps: 30, options: { uniPc: options } });
    expect(farthest(found, noiseOf().initial)).toBeLessThan(options.variant === 'vary_coeff' ? 0.1 : 0.06);
  });

  test('an order above the number of steps is that number', () => {
    const of = (order: number): Float32Array =>
      run({ sampler: 'UniPC', steps: 2, options: { uniPc: { order } } });
    expect(of(3)).toEqual(of(2));
  });
});

describe('a picture to start from', () => {
  const picture = (strength: number, hires?: boolean): SamplingSettings['init'] => ({
    latent: new Float32Array(64).fill(0.5),
    strength,
    hires
  });

  test.each([
    [20, 0.75, 16],
    [20, 0.5, 11],
    [20, 1, 20],
    [30, 0.4, 13],
    [20, 0, 1]
  ])('of %i steps at strength %d, %i are run', (steps, strength, asks) => {
    expect(asksOf({ sampler: 'Euler', steps, init: picture(strength) })).toBe(asks);
  });

  test.each([
    ['Euler', 20, 0.7, 20],
    ['Euler', 20, 0.05, 20],
    ['DPM++ 2M', 7, 1, 7],
    ['Heun', 10, 0.5, 19],
    ['DDIM', 20, 0.5, 18]
  ])('the second pass of %s runs all of %i steps at strength %d', (sampler, steps, strength, asks) => {
    expect(asksOf({ sampler, steps, init: picture(strength, true) })).toBe(asks);
  });

  test.each(['Euler', 'DPM++ 2M SDE', 'DPM fast', 'DPM adaptive', 'DDIM', 'UniPC', 'LCM'])(
    'a second pass of strength 0 with %s gives the picture back',
    sampler => {
      const settings = { sampler, steps: 5, init: picture(0, true) };
      expect(asksOf(settings)).toBe(0);
      expect(run(settings)).toEqual(settings.init!.latent);
    }
  );

  test('shares of a run go by the steps that A1111 launches', () => {
    expect(stepsCounted({ sampler: 'DDIM', steps: 20 })).toBe(20);
    expect(stepsCounted({ sampler: 'DDIM', steps: 20, init: picture(0.5) })).toBe(11);
    expect(stepsCounted({ sampler: 'DDIM', steps: 20, init: picture(0.5, true) })).toBe(20);
  });

  test('the first noise is multiplied, that of the steps is not', () => {
    const settings = { sampler: 'Euler', steps: 4, init: { ...picture(0.5)!, noiseMultiplier: 0 } };
    const ask = startSampling(settings, noiseOf()).next().value as Ask;
    expect([...ask.x]).toEqual(Array(64).fill(0.5));
  });
});
