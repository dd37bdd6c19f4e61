import { minus, over, pairwise, plus, times } from './latent-math';
import type { Run, Steps } from './sampler';
import { karrasBetween } from './schedules';

const { fround: f32, sqrt, floor, abs } = Math;

/** Where the run jumps back up, and how far. */
const [LOW, HIGH] = [0.1, 2];

/**
 * Restart sampling: Xu et al. 2023, Alg. 1 over Heun's method. From 20 steps on the run goes back from about 0.1 to about 2 by adding
 * noise, once or twice, and the steps of those returns are saved on the way down. A1111's choice of both.
 */
export function* restart({ x, sigmas, noise, sNoise = 1 }: Run): Steps {
  let level: number | null = null;
  for (const [sigma, next] of restartSteps(sigmas)) {
    if (level !== null && level < sigma) {
      const deviation = f32(sqrt(f32(f32(sigma * sigma) - f32(level * level))));
      x = plus(x, times(times(noise.randn(x.length), sNoise), deviation));
    }
    const denoised = yield { x, sigma };
    const d = over(minus(x, denoised), sigma);
    const euler = plus(x, times(d, next - sigma));
    if (next === 0) {
      x = euler;
    } else {
      const denoised2 = yield { x: euler, sigma: next };
      const d2 = over(minus(euler, denoised2), next);
      x = plus(x, times(over(plus(d, d2), 2), next - sigma));
    }
    level = next;
  }
  return x;
}

/** The pairs of noise levels of a run: those of the schedule below 20 steps; else Karras' between its ends, with the returns. */
export function restartSteps(sigmas: ArrayLike<number>): [number, number][] {
  const steps = sigmas.length - 1;
  if (steps < 20) {
    return [...pairwise(sigmas)];
  }
  const [length, jumps] = steps >= 36 ? [floor(steps / 4), 2] : [9, 1];
  const kept = [...karrasBetween(sigmas[steps - 1], sigmas[0], steps - length * jumps), 0];
  const [low, high] = [nearest(kept, LOW), nearest(kept, HIGH)];
  const down = [...pairwise(kept)];
  if (high >= low) {
    return down;
  }
  const back = [...pairwise(karrasBetween(kept[low], kept[high], length + 1))];
  const returns = Array.from({ length: jumps }, () => back).flat();
  return [...down.slice(0, low), ...returns, ...down.slice(low)];
}

function nearest(levels: readonly number[], wanted: number): number {
  return levels.reduce((best, level, k) => (abs(level - wanted) < abs(levels[best] - wanted) ? k : best), 0);
}
