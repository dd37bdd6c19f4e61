import type { InferenceSession } from 'onnxruntime-node';
import { floats } from './session';

/** The weights of the LoRAs of a graph, in their order, for each row of a batch. */
export type LoraWeights = readonly (readonly number[])[];

/** The inputs `<name>.k` of a graph with LoRAs, from each row's weights of them. */
export function adapterFeeds(name: string, weights: LoraWeights): InferenceSession.FeedsType {
  const [first = []] = weights;
  const feeds = first.map((_, k) => [
    `${name}.${k}`,
    floats(
      Float32Array.from(weights, row => row[k]),
      [weights.length]
    )
  ]);
  return Object.fromEntries(feeds) as InferenceSession.FeedsType;
}
