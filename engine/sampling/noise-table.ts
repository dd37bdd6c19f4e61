/**
 * What noise a network was trained on: for each of its timesteps the share of picture left (`alphas`, the cumulated product) and the
 * noise level sigma = sqrt((1 - alpha) / alpha), with the way between sigmas and timesteps. All values are float32.
 */
import { roundToFloat16 } from '../random';
import type { Flavour } from '../types';

const f32 = Math.fround;

/** The noise schedule's keys of diffusers' scheduler_config.json; those of SD1.x are the default, also for null. */
export type NoiseConfig = {
  beta_schedule?: string | null;
  beta_start?: number | null;
  beta_end?: number | null;
  num_train_timesteps?: number | null;
  rescale_betas_zero_snr?: boolean | null;
};

export type NoiseTable = {
  alphas: Float32Array;
  sigmas: Float32Array;
  sigmaMin: number;
  sigmaMax: number;
  /** The timestep, mostly fractional, whose sigma this is; linear in log sigma (k-diffusion's `sigma_to_t`). */
  sigmaToT(sigma: number): number;
  /** The sigma of a timestep, linear in log sigma (k-diffusion's `t_to_sigma`). */
  tToSigma(t: number): number;
};

const tables = new Map<string, NoiseTable>();

/** The table of a noise schedule in a flavour, A1111's (LDM's) in float64, diffusers' in float32; made once. Throws on a `beta_schedule` that is not known. */
export function noiseTable(flavour: Flavour, config: NoiseConfig = {}): NoiseTable {
  const schedule = config.beta_schedule ?? 'scaled_linear';
  const start = config.beta_start ?? 0.00085;
  const end = config.beta_end ?? 0.012;
  const count = config.num_train_timesteps ?? 1000;
  const key = [flavour, schedule, start, end, count, config.rescale_betas_zero_snr ?? false].join();
  let table = tables.get(key);
  if (!table) {
    const alphas = alphasOf(flavour, schedule, start, end, count);
    table = tableOf(config.rescale_betas_zero_snr ? zeroTerminal(alphas, flavour) : alphas);
    tables.set(key, table);
  }
  return table;
}

/** The table with its alphas in half precision, as A1111 had it before 1.7 ("Downcast alphas_cumprod"). */
export const downcast = ({ alphas }: NoiseTable): NoiseTable => tableOf(alphas.map(roundToFloat16));

/** The table of given cumulated alphas. */
export function tableOf(alphas: Float32Array): NoiseTable {
  const sigmas = alphas.map(alpha => Math.sqrt(f32(f32(1 - alpha) / alpha)));
  const logs = sigmas.map(Math.log);
  const last = logs.length - 1;
  return {
    alphas,
    sigmas,
    sigmaMin: sigmas[0],
    sigmaMax: sigmas[last],
    sigmaToT(sigma) {
      const log = f32(Math.log(sigma));
      let low = last - 1;
      while (low > 0 && logs[low] > log) {
        low--;
      }
      const share = f32(f32(logs[low] - log) / f32(logs[low] - logs[low + 1]));
      const w = Math.min(1, Math.max(0, share));
      return f32(f32(f32(1 - w) * low) + f32(w * (low + 1)));
    },
    tToSigma(t) {
      const low = Math.floor(t);
      const high = Math.ceil(t);
      const w = f32(t - low);
      return f32(Math.exp(f32(f32(f32(1 - w) * logs[low]) + f32(w * logs[high]))));
    }
  };
}

/** LDM computes in float64; diffusers in float32, its roots by torch's linspace, which fuses multiply and add. */
function alphasOf(
  flavour: Flavour,
  schedule: string,
  start: number,
  end: number,
  count: number
): Float32Array {
  const round = flavour === 'diffusers' ? f32 : (value: number): number => value;
  const evenly = (from: number, to: number): number[] => {
    const [first, last] = [round(from), round(to)];
    const step = round(round(last - first) / (count - 1));
    return Array.from({ length: count }, (_, k) =>
      round(k < count / 2 ? first + step * k : last - step * (count - 1 - k))
    );
  };
  const betas = {
    linear: () => evenly(start, end),
    scaled_linear: () => evenly(Math.sqrt(start), Math.sqrt(end)).map(root => round(root * root))
  }[schedule];
  if (!betas) {
    throw new Error(`beta_schedule ${schedule} is not linear or scaled_linear`);
  }
  let product = 1; // torch's cumprod accumulates in float64 either way
  return Float32Array.from(betas(), each => (product *= round(1 - each)));
}

/** What is left of the picture in the last timestep of a schedule with zero terminal SNR. */
const LAST_ALPHA: Readonly<Record<Flavour, number>> = { a1111: 4.8973451890853435e-8, diffusers: 2 ** -24 };

/** Lin et al. 2023, Alg. 1: shifted so that nothing of the picture is left at the end; not quite, for sigma to be finite. */
function zeroTerminal(alphas: Float32Array, flavour: Flavour): Float32Array {
  const roots = Float64Array.from(alphas, Math.sqrt);
  const first = roots[0];
  const last = roots[roots.length - 1];
  const rescaled = Float32Array.from(roots, root => (((root - last) * first) / (first - last)) ** 2);
  rescaled[rescaled.length - 1] = LAST_ALPHA[flavour];
  return rescaled;
}
