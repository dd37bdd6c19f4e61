import type { Emphasis } from '../../language/prompt/attention';

/** Hidden states of one chunk (tokens, dim), each token's weight, and how many times the chunk is encoded together with others. */
export type WeightedStates = { hidden: Float32Array; weights: readonly number[]; times?: number };

/**
 * One chunk's hidden states with each token's vector times its weight. `original` scales the result back to the mean it had, `no_norm`
 * does not; `ignore` and `none` leave it as it is. A1111 takes that mean over all that is encoded together: `batch`, which holds the
 * chunk itself. The arguments are not changed.
 */
export function applyEmphasis(
  own: WeightedStates,
  emphasis: Emphasis,
  batch: readonly WeightedStates[] = [own]
): Float32Array {
  const weighs = emphasis === 'original' || emphasis === 'no_norm';
  if (!weighs || batch.every(isPlain)) {
    return own.hidden;
  }
  const weighted = weigh(own);
  if (emphasis === 'no_norm') {
    return weighted;
  }
  const before = Math.fround(mean(batch));
  const after = Math.fround(mean(batch.map(each => ({ ...each, hidden: weigh(each) }))));
  const factor = Math.fround(before / after);
  return weighted.map(value => value * factor);
}

/** Whether weights change nothing. */
export const isPlain = ({ weights }: Pick<WeightedStates, 'weights'>): boolean =>
  weights.every(weight => weight === 1);

function weigh({ hidden, weights }: WeightedStates): Float32Array {
  const dim = hidden.length / weights.length;
  return hidden.map((value, k) => value * Math.fround(weights[Math.floor(k / dim)]));
}

function mean(tensors: readonly WeightedStates[]): number {
  let [sum, count] = [0, 0];
  for (const { hidden, times = 1 } of tensors) {
    sum += times * hidden.reduce((total, value) => total + value, 0);
    count += times * hidden.length;
  }
  return sum / count;
}
