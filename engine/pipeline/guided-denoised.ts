import { combineDenoised, denoisedOf } from '../sampling';
import type { PredictionType } from '../types';

/** The scales of guidance and the weights of a prompt's parts. */
export type GuidanceScales = {
  /** How much each part of the prompt counts. */
  weights: readonly number[];
  scale: number;
  /** Share of guidance rescale (Lin et al. 2023, section 3.4); 0 is off. */
  rescale: number;
  /** An editing network's second scale, of the picture over no picture. */
  imageScale?: number;
};

/** What a network was asked about, by which its outputs are read. */
export type DenoiserInput = { x: Float32Array; sigma: number; prediction: PredictionType };

/**
 * The clean latent that a network's outputs imply together: one per part of the prompt, then the negative prompt's, then for an editing
 * network that without its picture. A lone output stands for itself.
 */
export function guidedDenoised(
  outputs: readonly Float32Array[],
  scales: GuidanceScales,
  input: DenoiserInput
): Float32Array {
  const { weights, scale, rescale, imageScale } = scales;
  const clean = (output: Float32Array): Float32Array =>
    denoisedOf(input.x, input.sigma, output, input.prediction);
  const parts = weights.length;
  if (outputs.length === 1) {
    return clean(outputs[0]);
  }
  // A1111 puts the first part in the place of a negative prompt that is skipped.
  const negative = outputs.length > parts ? parts : 0;
  const guided = (answers: readonly Float32Array[]): Float32Array =>
    combineDenoised(
      answers[negative],
      weights.map((weight, k) => ({ denoised: answers[k], weight })),
      scale
    );
  if (rescale > 0 && imageScale === undefined) {
    // Before the clean latent is read off, as guidance's weights add up to 1 it may be done in either order.
    return clean(rescaleNoiseCfg(guided(outputs), outputs[0], rescale));
  }
  const answers = outputs.map(clean);
  return imageScale === undefined
    ? guided(answers)
    : combineEditDenoised(guided(answers), answers[negative], answers[parts + 1], imageScale);
}

/**
 * blank + scale · (text - picture) + imageScale · (picture - blank) (Brooks et al. 2023, eq. 3), of `guided`, picture + scale · (text -
 * picture): what the network makes of the picture alone (`picture`) and of neither (`blank`).
 */
function combineEditDenoised(
  guided: Float32Array,
  picture: Float32Array,
  blank: Float32Array,
  imageScale: number
): Float32Array {
  return guided.map((value, k) => value - picture[k] + blank[k] + imageScale * (picture[k] - blank[k]));
}

/** `guided` with the deviation of `plain`, as much as `share` says (Lin et al. 2023, eq. 15 and 16). */
function rescaleNoiseCfg(guided: Float32Array, plain: Float32Array, share: number): Float32Array {
  const factor = deviation(plain) / deviation(guided);
  return guided.map(value => share * (value * factor) + (1 - share) * value);
}

/** The unbiased standard deviation. */
function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
