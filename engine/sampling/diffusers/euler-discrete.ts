import type { Sampling } from '../../types';
import type { Latent } from '../latent-math';
import { minus, over, plus, times } from '../latent-math';
import { torchLinspace } from './alphas';
import { levelDefaults, levelsOf, sigmaSchedule, sigmaSpacingDefaults } from './sigma-schedule';
import type { SchedulerClass, ScheduleRequest, SchedulePlan, SchedulerRun } from './scheduler';

const { fround: f32, sqrt, log, exp, min, SQRT2 } = Math;

/** Euler's method: Karras et al. 2022, Alg. 2 without its correction. */
export const eulerDiscrete: SchedulerClass = {
  className: 'EulerDiscreteScheduler',
  defaults: {
    ...levelDefaults,
    ...sigmaSpacingDefaults,
    interpolation_type: 'linear',
    sigma_min: null,
    sigma_max: null,
    timestep_type: 'discrete',
    rescale_betas_zero_snr: false,
    final_sigmas_type: 'zero'
  },
  order: 1,
  setTimesteps,
  *run({ x, beginIndex, timesteps, sigmas, noise, churn, prediction, after }: SchedulerRun): Sampling {
    for (let k = beginIndex; k < timesteps.length; k++) {
      const sigma = sigmas[k];
      let x0: Latent = yield { x, sigma, timestep: timesteps[k] };
      let raised = sigma;
      if (churn.amount > 0 && churn.min <= sigma && sigma <= churn.max) {
        // The network was asked before the noise came; its answer is carried over to the noisier latent.
        raised = f32(sigma * f32(1 + min(churn.amount / (sigmas.length - 1), SQRT2 - 1)));
        const more = times(noise.randn(x.length), churn.noise * sqrt(raised ** 2 - sigma ** 2));
        x0 = carried(x0, x, more, sigma, raised, prediction);
        x = plus(x, more);
      }
      const d = over(minus(x, x0), raised); // dx/dσ
      x = after(plus(x, times(d, sigmas[k + 1] - raised)));
    }
    return x;
  }
};

/** What the same output of the network says after `more` was added to its latent. */
function carried(
  x0: Latent,
  x: Latent,
  more: Latent,
  sigma: number,
  raised: number,
  prediction: ScheduleRequest['prediction']
): Latent {
  switch (prediction) {
    case 'epsilon':
      return minus(plus(x, more), times(over(minus(x, x0), sigma), raised));
    case 'v_prediction':
      return plus(x0, over(more, sigma ** 2 + 1));
    default:
      return x0;
  }
}

function setTimesteps(request: ScheduleRequest): SchedulePlan {
  const { config, steps, prediction } = request;
  const { table, sigmas, timesteps } = levelsOf(request);
  const [smallest, largest] = [table[0], table[table.length - 1]];
  const plain = !config.use_karras_sigmas && !config.use_exponential_sigmas && !config.use_beta_sigmas;
  const inner =
    plain && config.interpolation_type === 'log_linear'
      ? Array.from(torchLinspace(log(largest), log(smallest), steps + 1), exp)
      : sigmas;
  const all = [...inner, config.final_sigmas_type === 'sigma_min' ? smallest : 0];
  const continuous = config.timestep_type === 'continuous' && prediction === 'v_prediction';
  return sigmaSchedule(
    request,
    all,
    continuous ? all.slice(0, -1).map(sigma => 0.25 * log(f32(sigma))) : timesteps.map(f32)
  );
}
