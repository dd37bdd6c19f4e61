import { torchSqrt } from './torch-sqrt';

const { fround: f32 } = Math;

const squared = (value: number): number => f32(value * value);

/**
 * The step from `sigma` to `next` in two: deterministically to `down`, then up again by noise of deviation `up`. In float32, where a
 * long step loses `down` to rounding; with luck it is NaN.
 */
export function ancestralStep(sigma: number, next: number): { down: number; up: number } {
  const up = torchSqrt(f32(f32(squared(next) * f32(squared(sigma) - squared(next))) / squared(sigma)));
  const down = torchSqrt(f32(squared(next) - squared(up)));
  return { down, up };
}
