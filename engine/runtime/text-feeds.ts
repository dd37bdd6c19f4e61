/** A chunk of a prompt as the tensors that one text encoder's model takes. */
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import type { TextChunk } from '../types';
import type { TextArch } from '../weights';
import { floats } from './session';

/** Ids of a chunk padded as another encoder wants: what follows the first EOS is replaced. */
export function padAfterEos(ids: readonly number[], eos: number, pad: number): readonly number[] {
  const end = ids.indexOf(eos);
  return end < 0 ? ids : ids.map((id, i) => (i > end ? pad : id));
}

/** The inputs of `clipTextGraph` for the encoder that is `encoder`-th in the chunk's embeddings. */
export function textFeeds(
  ids: readonly number[],
  { embeddings = [] }: TextChunk,
  encoder: number,
  { width }: TextArch
): InferenceSession.FeedsType {
  const count = ids.length;
  const given = new Float32Array(count * width);
  const where = new Uint8Array(count);
  for (const { at, vectors } of embeddings) {
    const [own, places] = [vectors[encoder], vectors[encoder].length / width];
    given.set(own.subarray(0, (count - at) * width), at * width);
    where.fill(1, at, at + places);
  }
  return {
    ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, count]),
    given: floats(given, [1, count, width]),
    is_given: new Tensor('bool', where, [1, count, 1])
  };
}
