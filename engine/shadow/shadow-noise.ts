import { initialNoise } from '../random';
import type { ImageNoise, LatentShape, NoiseSettings, RandomSource } from '../random';
import type { INoiseSource } from '../types';
import { hashOf, mix, numbersOf } from './hash';

/** A latent of the shadow run: as few numbers as still tell two latents apart, with rows for the variation seed to blend along. */
const SHADOW_SHAPE: LatentShape = [4, 2, 2];

/** A stand-in for a generator. torch's reads the lower 32 bits of a seed only. */
export const shadowGenerator = (rng: RandomSource, seed: number): INoiseSource =>
  new ShadowStream(hashOf(rng, rng === 'cpu' ? seed >>> 0 : seed));

/** Noise that is equal exactly when the real noise would be, at a thousandth of its price. */
export function shadowNoise(
  settings: NoiseSettings,
  [, height, width]: LatentShape,
  own: INoiseSource = shadowGenerator(settings.rng, settings.seed)
): ImageNoise {
  const { rng, seed, ensd = 0, resizeFrom } = settings;
  const stream = (each: number): INoiseSource => shadowGenerator(rng, each);
  const initial = initialNoise({ ...settings, resizeFrom: undefined }, SHADOW_SHAPE, own, stream);
  const resized = resizeFrom && (resizeFrom.height !== height || resizeFrom.width !== width);
  return {
    initial: resized ? numbersOf(hashOfNumbers(initial, resizeFrom.height, resizeFrom.width)) : initial,
    steps: ensd ? stream(seed + ensd) : own,
    brownian: (low, high) => ({
      between: (sigma, next) => numbersOf(hashOf(rng, seed, low, high, sigma, next))
    })
  };
}

/** A hash of numbers to the last bit, and of whatever else. */
export function hashOfNumbers(numbers: Float32Array, ...more: readonly (string | number)[]): number {
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  return words.reduce(mix, hashOf(...more));
}

/** Each draw is named by the generator and by how much was drawn from it before. */
class ShadowStream implements INoiseSource {
  constructor(private readonly name: number) {}

  randn(count: number): Float32Array {
    const drawn = numbersOf(hashOf(this.name, this.position), count);
    this.position += count;
    return drawn;
  }

  private position = 0;
}
