/** What A1111 runs for the samplers of variance-preserving space, which have timesteps of their own and take no schedule. */
import type { Latent } from './latent-math';
import { linspace } from './latent-math';
import type { NoiseTable } from './noise-table';
import type { SamplingPlan, SamplingPlanRequest } from './sampling-plan';
import { img2imgSteps, addNoise, sigmaOf } from './sampling-plan';

const { floor, log, exp, sqrt } = Math;

/**
 * For DDIM and PLMS: whole timesteps 1, 1 + ⌊1000 / steps⌋, …, from the last down to the first, where it stops; so one step fewer than
 * there are timesteps.
 */
export function planTimesteps(request: SamplingPlanRequest): SamplingPlan {
  const { timesteps, start } = timestepsOf(request);
  const { alphas } = request.table;
  return planOf(
    request.table,
    timesteps.map(t => ({ t, sigma: sigmaOf(alphas[t]) })),
    start
  );
}

/**
 * For UniPC: as many steps as there are timesteps, from the last to the network's first, evenly in continuous time (or in its root, or
 * in log σ).
 */
export function planUniPc(request: SamplingPlanRequest): SamplingPlan {
  const { table, init, options = {} } = request;
  const { timesteps, start } = timestepsOf(request);
  const last = table.alphas.length - 1;
  const top = init ? timesteps[0] : last;
  const count = timesteps.length + 1;
  if (count < 2) {
    return planOf(table, [], start);
  }
  const sigmaAt = (place: number): number => sigmaOf(alphaAt(table, place));
  const places = {
    time_uniform: () => linspace(top, 0, count),
    time_quadratic: () => linspace(sqrt(top + 1), 1, count).map(root => root ** 2 - 1),
    logSNR: () =>
      linspace(log(sigmaAt(top)), log(sigmaAt(0)), count).map(level =>
        timestepAt(table, 1 / (1 + exp(2 * level)))
      )
  }[options.uniPc?.skip ?? 'time_uniform']();
  return planOf(
    table,
    places.map(t => ({ t, sigma: sigmaAt(t) })),
    start
  );
}

type TimestepRun = { timesteps: number[]; start(noise: Latent, init?: Latent): Latent };

/** The timesteps of a run, falling, and its first latent. */
function timestepsOf({ steps: wished, init, table, options = {} }: SamplingPlanRequest): TimestepRun {
  const { steps, tEnc } = init ? img2imgSteps(wished, init) : { steps: wished, tEnc: Infinity };
  const last = table.alphas.length - 1;
  const parts = steps + (options.discardNextToLastSigma ? 1 : 0);
  const stride = Math.max(1, floor(table.alphas.length / Math.max(parts, 1)));
  const rising = [];
  for (let t = 0; t <= last; t += stride) {
    rising.push(Math.min(t + 1, last));
  }
  const noised = table.alphas[rising[Math.min(tEnc, rising.length - 1)]];
  return {
    timesteps: steps > 0 ? rising.slice(0, tEnc).reverse() : [],
    start: (noise, latent) => {
      if (!latent) {
        return noise;
      }
      return steps > 0 ? addNoise(latent, noise, noised) : latent;
    }
  };
}

function planOf(
  table: NoiseTable,
  levels: readonly { t: number; sigma: number }[],
  start: SamplingPlan['start']
): SamplingPlan {
  const clock = new Map(levels.map(({ t, sigma }) => [sigma, t]));
  return {
    sigmas: levels.map(({ sigma }) => sigma),
    brownianRange: [table.sigmaMin, table.sigmaMax],
    sigmaRange: { steps: levels.length - 1, sigmaMin: table.sigmaMin, sigmaMax: table.sigmaMax },
    timestepOf: sigma => clock.get(sigma)!,
    start
  };
}

/** ᾱ between two timesteps, linear in its logarithm. */
function alphaAt({ alphas }: NoiseTable, place: number): number {
  const low = Math.min(floor(place), alphas.length - 2);
  const [from, to] = [log(alphas[low]), log(alphas[low + 1])];
  return exp(from + (place - low) * (to - from));
}

/** The timestep, mostly fractional, of an ᾱ: the way back. */
function timestepAt({ alphas }: NoiseTable, alpha: number): number {
  let low = 0;
  while (low < alphas.length - 2 && alphas[low + 1] > alpha) {
    low++;
  }
  const [from, to] = [log(alphas[low]), log(alphas[low + 1])];
  return low + (log(alpha) - from) / (to - from);
}
