import { startSampling } from '../sampling';
import type { SamplingSettings } from '../sampling';

/** How many asks a run makes; each is one evaluation per prompt part, and one more for the negative prompt. */
export function asksOf(settings: SamplingSettings): number {
  const one = new Float32Array(1);
  const still = { randn: (count: number) => new Float32Array(count) };
  const sampling = startSampling(
    { ...settings, init: settings.init && { ...settings.init, latent: one } },
    { initial: one, steps: still, brownian: () => ({ between: () => one }) }
  );
  let asks = 0;
  for (let turn = sampling.next(); !turn.done; turn = sampling.next(one)) {
    asks++;
  }
  return asks;
}
