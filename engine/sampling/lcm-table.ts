import type { NoiseTable } from './noise-table';
import { tableOf } from './noise-table';

/** Timesteps that latent consistency models were distilled at. */
const DISTILLED = 50;

/** The table of every 20th timestep from the last, which is all that a latent consistency model knows; others snap to the nearest. */
export function lcmTable(full: NoiseTable): NoiseTable {
  const stride = Math.floor(full.alphas.length / DISTILLED);
  const last = full.alphas.length - 1;
  const places = Array.from({ length: DISTILLED }, (_, k) => last - (DISTILLED - 1 - k) * stride);
  const table = tableOf(Float32Array.from(places, t => full.alphas[t]));
  const first = places[0];
  const logs = table.sigmas.map(Math.log);
  return {
    ...table,
    sigmaToT(sigma) {
      const far = (k: number): number => Math.abs(Math.fround(Math.log(sigma)) - logs[k]);
      return places.reduce((best, _, k) => (far(k) < far(best) ? k : best), 0) * stride + first;
    },
    tToSigma: t => table.tToSigma(Math.min(Math.max((t - first) / stride, 0), DISTILLED - 1))
  };
}
