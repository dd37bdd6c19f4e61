/**
 * Schedules: which noise levels a run visits. Each is a pure function of the network's noise table and the number of steps, and knows
 * no sampler. They are A1111's, in its float32 arithmetic; `n` steps give n + 1 falling sigmas, the last 0, unless said.
 */
import { inverseBeta } from './inverse-beta';
import { linspace } from './latent-math';
import type { NoiseTable } from './noise-table';

const f32 = Math.fround;

/** `sigmaMin` and `sigmaMax` of the table are the user's where they say some; `rho` is the schedule's own when left out. */
export type Schedule = (table: NoiseTable, n: number, rho?: number) => number[];

/** Timesteps in equal parts from the network's last to its first. */
export const uniform: Schedule = ({ sigmas, sigmaToT, tToSigma }, n) => [
  ...linspace(sigmaToT(sigmas[sigmas.length - 1]), sigmaToT(sigmas[0]), n).map(tToSigma),
  0
];

/** The same from the largest sigma to the smallest, which need not be the network's. */
export const normal: Schedule = ({ sigmaMin, sigmaMax, sigmaToT, tToSigma }, n) => [
  ...linspace(sigmaToT(sigmaMax), sigmaToT(sigmaMin), n).map(tToSigma),
  0
];

/** Karras et al. 2022, eq. 5. */
export const karras: Schedule = ({ sigmaMin, sigmaMax }, n, rho) => [
  ...karrasBetween(sigmaMin, sigmaMax, n, rho),
  0
];

/** The n positive sigmas of Karras' schedule between two ends. */
export function karrasBetween(sigmaMin: number, sigmaMax: number, n: number, rho = 7): number[] {
  const low = sigmaMin ** (1 / rho);
  const high = sigmaMax ** (1 / rho);
  return linspace(0, 1, n).map(share => f32(f32(f32(high) + f32(share * f32(low - high))) ** rho));
}

/** Equal parts of log sigma. */
export const exponential: Schedule = ({ sigmaMin, sigmaMax }, n) => [
  ...linspace(Math.log(sigmaMax), Math.log(sigmaMin), n).map(log => f32(Math.exp(log))),
  0
];

/** Powers of the share of log sigma; with A1111's power, 1, the exponential schedule but for rounding. */
export const polyexponential: Schedule = ({ sigmaMin, sigmaMax }, n, rho = 1) => {
  const low = Math.log(sigmaMin);
  const sigmaRange = f32(Math.log(sigmaMax) - low);
  return [
    ...linspace(1, 0, n).map(share => f32(Math.exp(f32(f32(f32(share ** rho) * sigmaRange) + f32(low))))),
    0
  ];
};

/** Equal parts of the timesteps with one part left at the end (Stability's generative-models). */
export const sgmUniform: Schedule = (table, n) => [
  ...linspace(table.sigmaToT(table.sigmaMax), table.sigmaToT(table.sigmaMin), n + 1)
    .slice(0, -1)
    .map(table.tToSigma),
  0
];

/** Every (1000 / n)-th sigma of the table, from the last. */
export const simple: Schedule = ({ sigmas }, n) => [
  ...Array.from({ length: n }, (_, k) => sigmas[sigmas.length - 1 - Math.floor((k * sigmas.length) / n)]),
  0
];

/** Every ⌊1000 / n⌋-th sigma of the table, from the second; where n does not divide 1000 that may be more than n. */
export const ddim: Schedule = ({ sigmas }, n) => {
  const stride = Math.max(1, Math.floor(sigmas.length / n));
  const picked = [];
  for (let t = 1; t < sigmas.length; t += stride) {
    picked.push(sigmas[t]);
  }
  return [...picked.reverse(), 0];
};

/** Sabour et al. 2024, "Align Your Steps", eq. for KL-optimal; ends at the smallest sigma, not at 0. */
export const klOptimal: Schedule = ({ sigmaMin, sigmaMax }, n) => {
  const [low, high] = [f32(Math.atan(sigmaMin)), f32(Math.atan(sigmaMax))];
  return Array.from({ length: n + 1 }, (_, k) => {
    const share = f32(k / n);
    return f32(Math.tan(f32(f32(share * low) + f32(f32(1 - share) * high))));
  });
};

const BETA_SHAPE = 0.6;

/** Sigmas at the quantiles of a beta distribution (Lee et al. 2024), denser at both ends. */
export const beta: Schedule = ({ sigmaMin, sigmaMax }, n) => [
  ...Array.from({ length: n }, (_, k) => {
    const quantile = inverseBeta(n > 1 ? 1 - k / (n - 1) : 1, BETA_SHAPE, BETA_SHAPE);
    return f32(sigmaMin + quantile * (sigmaMax - sigmaMin));
  }),
  0
];

/** Sabour et al. 2024: the published 10-step schedules; other counts interpolate their logarithms. */
const ALIGNED_SD1 = [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029];
const ALIGNED_SDXL = [14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.38, 0.234, 0.113, 0.029];

export const alignYourSteps: Schedule = (_table, n) => [...interpolateLogs(ALIGNED_SD1, n), 0];
export const alignYourStepsSdxl: Schedule = (_table, n) => [...interpolateLogs(ALIGNED_SDXL, n), 0];

function interpolateLogs(levels: readonly number[], n: number): number[] {
  const last = levels.length - 1;
  if (n === levels.length) {
    return levels.map(f32);
  }
  return Array.from({ length: n }, (_, k) => {
    const place = n > 1 ? (k / (n - 1)) * last : last;
    const low = Math.min(Math.floor(place), last - 1);
    const share = place - low;
    return f32(Math.exp((1 - share) * Math.log(levels[low]) + share * Math.log(levels[low + 1])));
  });
}

/** The schedule for one step more without its last positive sigma: still n steps, every sigma shifted. */
export const discardNextToLast =
  (schedule: Schedule): Schedule =>
  (table, n, rho) =>
    schedule(table, n + 1, rho).filter((_sigma, k, all) => k !== all.length - 2);
