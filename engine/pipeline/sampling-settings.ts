import type { NoiseSettings } from '../random';
import type { SamplingSettings } from '../sampling';
import type { PredictionType } from '../types';
import type { DrawModel, Settings } from './cell';

/** How a cell's noise is drawn. */
export function noiseSettings(settings: Settings, { latentScale }: DrawModel): NoiseSettings {
  const { rng, seed, subseed, subseed_strength: subseedStrength, ensd } = settings;
  const { seed_resize_from_w: width, seed_resize_from_h: height } = settings;
  const resizeFrom = {
    width: Math.floor(width / latentScale),
    height: Math.floor(height / latentScale)
  };
  return {
    rng,
    seed,
    subseed,
    subseedStrength,
    ensd,
    ...(resizeFrom.width > 0 && resizeFrom.height > 0 ? { resizeFrom } : {})
  };
}

/** How a cell is sampled, but for a picture to start from. */
export function samplingSettings(settings: Settings, model: DrawModel): SamplingSettings {
  const { sampler, scheduler, steps, eta, flavour } = settings;
  return {
    sampler,
    scheduler,
    steps,
    eta,
    flavour,
    family: model.family,
    task: settings.mask === null ? model.task : 'inpaint',
    config: model.scheduler,
    prediction: predictionOf(settings, model),
    options: {
      sChurn: settings.s_churn,
      sTmin: settings.s_tmin,
      sTmax: settings.s_tmax,
      sNoise: settings.s_noise,
      rho: settings.rho,
      sigmaMin: settings.sigma_min,
      sigmaMax: settings.sigma_max,
      discardNextToLastSigma: settings.discard_next_to_last_sigma,
      sgmNoiseMultiplier: settings.sgm_noise_multiplier,
      ...zeroTerminal(settings, model)
    }
  };
}

/** What the network predicts: as said, or as the model's own scheduler or else its weights have it. */
export function predictionOf(
  { prediction, flavour }: Settings,
  { scheduler, predictionType }: DrawModel
): PredictionType {
  if (prediction !== 'auto') {
    return prediction;
  }
  return (flavour === 'diffusers' ? scheduler.prediction_type : undefined) ?? predictionType;
}

/** Left to the model's scheduler where neither the user nor the weights say. */
function zeroTerminal(
  { noise_schedule: schedule }: Settings,
  { zeroTerminalSnr }: DrawModel
): { zeroTerminalSnr?: boolean } {
  if (schedule === 'auto') {
    return zeroTerminalSnr ? { zeroTerminalSnr } : {};
  }
  return { zeroTerminalSnr: schedule === 'zero_terminal_snr' };
}
