import { initialNoise } from '../random';
import type { ImageNoise, LatentShape, NoiseSettings } from '../random';
import type { INoiseSource } from '../types';
import { hashOf, numbersOf } from './hash';

/** A latent of the shadow run: as few numbers as still tell two latents apart, with rows for the variation seed to blend along. */
export const SHADOW_SHAPE: LatentShape = [4, 2, 2];
export const SHADOW_SIZE = 16;

/** Noise that is equal exactly when the real noise would be, at a thousandth of its price. */
export function openShadowNoise(settings: NoiseSettings): ImageNoise {
  const { rng, seed, ensd = 0 } = settings;
  // torch's generator reads the lower 32 bits of a seed only.
  const stream = (each: number): ShadowStream =>
    new ShadowStream(hashOf(rng, rng === 'cpu' ? each >>> 0 : each));
  const own = stream(seed);
  return {
    initial: initialNoise({ ...settings, resizeFrom: undefined }, SHADOW_SHAPE, own, stream),
    steps: ensd ? stream(seed + ensd) : own,
    brownian: (low, high) => ({
      between: (sigma, next) => numbersOf(hashOf(rng, seed, low, high, sigma, next), SHADOW_SIZE)
    })
  };
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
