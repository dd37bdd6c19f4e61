import { freemem } from 'node:os';
import { EngineError } from '../errors';
import type { Checkpoint } from '../weights/checkpoint';
import { formatBytes } from '../weights/sizes';
import { modelInfo } from './models';

/** Copies of the widest picture-sized activation alive at once while the VAE decodes, as measured at 512 x 512. */
const DECODER_COPIES = 5;
/** The runtime itself, and the reordered copy of a layer's weights while it loads. */
const OVERHEAD_BYTES = 100e6;

/** Bytes a checkpoint takes at its native size, one picture at a time: its weights as float32 and the decoder's activations. */
export function memoryNeeded(checkpoint: Checkpoint): number {
  const { memoryBytes, sampleSize } = modelInfo(checkpoint);
  const activation = 4 * checkpoint.arch.vae.channels[0] * sampleSize ** 2;
  return memoryBytes + DECODER_COPIES * activation + OVERHEAD_BYTES;
}

/** Bytes this process may still take: what the machine has free, or the container's limit where that is less. */
export function memoryAvailable(): number {
  const limit = process.constrainedMemory();
  const rest = limit ? limit - process.memoryUsage.rss() : Infinity;
  return Math.min(freemem(), rest > 0 ? rest : Infinity);
}

/** Throws EngineError out_of_memory, with both figures, before anything is allocated. */
export function checkMemory(name: string, needed: number, available: number): void {
  if (needed > available) {
    const facts = { name, needed: formatBytes(needed), available: formatBytes(available) };
    throw new EngineError('out_of_memory', facts);
  }
}
