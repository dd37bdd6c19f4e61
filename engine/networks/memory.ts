import type { Checkpoint } from '../weights';
import { modelInfo, optimizationOf } from './network-graphs';

/** Copies of the widest picture-sized activation alive at once while the VAE decodes, as measured at 512 x 512. */
const DECODER_COPIES = 5;
/** The runtime itself. */
const OVERHEAD_BYTES = 100e6;
/** Share of the weights that is there twice while a session loads with its convolutions laid out anew. */
const REWRITTEN_SHARE = 0.7;

/** Bytes a checkpoint takes at its native size, one picture at a time: its weights as float32 and the decoder's activations. */
export function memoryNeeded(checkpoint: Checkpoint): number {
  const { memoryBytes, sampleSize } = modelInfo(checkpoint);
  const activation = 4 * checkpoint.arch.vae.channels[0] * sampleSize ** 2;
  const loading = optimizationOf(checkpoint) === 'all' ? REWRITTEN_SHARE * memoryBytes : 0;
  return memoryBytes + Math.max(loading, DECODER_COPIES * activation) + OVERHEAD_BYTES;
}
