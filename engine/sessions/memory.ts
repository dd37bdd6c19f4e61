import { freemem } from 'node:os';
import type { Checkpoint } from '../weights/checkpoint';
import { formatBytes } from '../weights/sizes';
import { modelInfo, rewritingOf } from './models';
import { Fault } from '../../schema/fault';

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
  const loading = rewritingOf(checkpoint) === 'all' ? REWRITTEN_SHARE * memoryBytes : 0;
  return memoryBytes + Math.max(loading, DECODER_COPIES * activation) + OVERHEAD_BYTES;
}

/** Bytes this process may still take: what the machine has free, or the container's limit where that is less. */
export function memoryAvailable(): number {
  const limit = process.constrainedMemory();
  const rest = limit ? limit - process.memoryUsage.rss() : Infinity;
  return Math.min(freemem(), rest > 0 ? rest : Infinity);
}

/** Throws Fault out_of_memory, with both figures, before anything is allocated. */
export function checkMemory(name: string, needed: number, available: number): void {
  if (needed > available) {
    const facts = { name, needed: formatBytes(needed), available: formatBytes(available) };
    throw new Fault('out_of_memory', facts);
  }
}

/** What the runtime threw while it loaded, as out_of_memory where it says that an allocation failed. */
export function explainAllocation(error: unknown, checkpoint: Checkpoint): unknown {
  if (
    !(error instanceof Error) ||
    !/bad_alloc|failed to allocate memory|bad allocation/i.test(error.message)
  ) {
    return error;
  }
  return new Fault('out_of_memory', {
    name: checkpoint.name,
    needed: formatBytes(memoryNeeded(checkpoint)),
    available: formatBytes(memoryAvailable())
  });
}
