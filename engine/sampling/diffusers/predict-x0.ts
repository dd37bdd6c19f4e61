import type { Latent } from '../latent-math';
import { minus, over, times } from '../latent-math';
import type { Asks } from './scheduler';

/** Stands for no signal at all, with which a latent in sigma space would be infinite; gone in float32 rounding. */
const FAINTEST = 2 ** -24;

/** What a network says of a latent x = α x0 + σ noise: both parts of it. */
export type X0AndEps = { x0: Latent; eps: Latent };

/** Asks about a latent in variance-preserving space, α² + σ² = 1. */
export function* predictX0(x: Latent, alpha: number, sigma: number, timestep: number): Asks<X0AndEps> {
  const visible = Math.max(alpha, FAINTEST);
  const x0 = yield { x: over(x, visible), sigma: sigma / visible, timestep };
  return { x0, eps: over(minus(x, times(x0, visible)), sigma) };
}
