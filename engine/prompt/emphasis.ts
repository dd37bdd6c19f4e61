import type { Emphasis } from './attention';

/**
 * One chunk's hidden states (tokens, dim) with each token's vector times its weight. `original` scales the result back to the mean it
 * had, `no_norm` does not; `ignore` and `none` leave it as it is. The argument is not changed.
 */
export function applyEmphasis(
  hidden: Float32Array,
  weights: readonly number[],
  emphasis: Emphasis
): Float32Array {
  const weighs = emphasis === 'original' || emphasis === 'no_norm';
  if (!weighs || weights.every(weight => weight === 1)) {
    return hidden;
  }
  const dim = hidden.length / weights.length;
  const weighted = hidden.map((value, k) => value * Math.fround(weights[Math.floor(k / dim)]));
  if (emphasis === 'no_norm') {
    return weighted;
  }
  const factor = Math.fround(Math.fround(mean(hidden)) / Math.fround(mean(weighted)));
  return weighted.map(value => value * factor);
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
