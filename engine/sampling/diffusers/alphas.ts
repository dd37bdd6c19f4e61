/** The noise a network was trained on, as diffusers computes it: in float32, which a zero signal at the end shows. */
import type { Config } from './config';
import { unknownValue } from './config';

const { fround: f32, sqrt, exp, cos, log, abs, sign, min, PI } = Math;

/** What every class knows for a beta_schedule. */
const USUAL = ['linear', 'scaled_linear', 'squaredcos_cap_v2'];

/**
 * The cumulated alphas of a config, float32, one per training timestep. Throws `unknown_choice` for a beta_schedule that is neither
 * usual nor among a class's `own`.
 */
export function alphasOf(config: Config, own: readonly string[] = []): Float32Array {
  const betas = config.trained_betas
    ? Float32Array.from(config.trained_betas)
    : betasOf(config, [...USUAL, ...own]);
  return cumulated(config.rescale_betas_zero_snr ? zeroTerminal(betas) : betas);
}

/** Where there is no signal left, the little that makes a sigma of it finite. */
export const nonZeroAlphas = (alphas: Float32Array, { rescale_betas_zero_snr }: Config): Float32Array =>
  rescale_betas_zero_snr ? alphas.map((alpha, t) => (t === alphas.length - 1 ? 2 ** -24 : alpha)) : alphas;

/** torch's cumprod accumulates in float64. */
function cumulated(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map(beta => (product *= f32(1 - beta)));
}

function betasOf(
  { beta_schedule, beta_start, beta_end, num_train_timesteps: count }: Config,
  known: readonly string[]
): Float32Array {
  if (!known.includes(beta_schedule)) {
    throw unknownValue('beta_schedule', beta_schedule, known);
  }
  switch (beta_schedule) {
    case 'linear':
      return torchLinspace(beta_start, beta_end, count);
    case 'scaled_linear':
      return torchLinspace(sqrt(beta_start), sqrt(beta_end), count).map(root => root * root);
    case 'sigmoid':
      return torchLinspace(-6, 6, count).map(
        x => f32(f32(1 / (1 + exp(-x))) * f32(beta_end - beta_start)) + f32(beta_start)
      );
    default:
      return ofAlphaBar(alphaBars[beta_schedule], count);
  }
}

/** Nichol and Dhariwal 2021 (cosine) and its relatives: the share of picture left at a time in [0, 1]. */
const alphaBars: Readonly<Record<string, (time: number) => number>> = {
  squaredcos_cap_v2: time => cos((((time + 0.008) / 1.008) * PI) / 2) ** 2,
  exp: time => exp(time * -12),
  laplace: time => {
    const side = 0.5 - time;
    const snr = exp(-0.5 * (sign(side) || 1) * log(1 - 2 * abs(side) + 1e-6));
    return sqrt(snr / (1 + snr));
  }
};

const LARGEST_BETA = 0.999;

const ofAlphaBar = (alphaBar: (time: number) => number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, k) =>
    min(1 - alphaBar((k + 1) / count) / alphaBar(k / count), LARGEST_BETA)
  );

/** Lin et al. 2023, Alg. 1: shifted and scaled so that nothing of the picture is left at the end. */
function zeroTerminal(betas: Float32Array): Float32Array {
  const roots = cumulated(betas).map(sqrt);
  const [first, last] = [roots[0], roots[roots.length - 1]];
  const scale = f32(first / f32(first - last));
  const bars = roots.map(root => f32(f32(root - last) * scale) ** 2);
  return bars.map((bar, k) => 1 - f32(k > 0 ? bar / bars[k - 1] : bar));
}

/** `torch.linspace` in float32: from both ends towards the middle, each value rounded once. */
export function torchLinspace(from: number, to: number, count: number): Float32Array {
  const [first, last] = [f32(from), f32(to)];
  const step = count > 1 ? f32(f32(last - first) / (count - 1)) : 0;
  return Float32Array.from({ length: count }, (_, k) =>
    k < count / 2 ? first + step * k : last - step * (count - 1 - k)
  );
}
