/** Rows of a UNet batch as the tensors its model takes, and back. */
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { CONTROL_MIDDLE, controlInput, guidanceEmbedding } from '../graph';
import type { UNetRow } from '../types';
import type { UNetArch } from '../weights';
import { adapterFeeds } from './adapter-feeds';
import type { LoraWeights } from './adapter-feeds';
import { floats } from './session';

/**
 * The inputs of `unetGraph`. Rows share one size and one token count; contexts that are equal byte by byte are given once. Throws where
 * rows differ, or lack what this UNet takes. `loraWeights` are each row's weights of the graph's LoRAs.
 */
export function unetFeeds(
  rows: readonly UNetRow[],
  arch: UNetArch,
  loraWeights: LoraWeights
): InferenceSession.FeedsType {
  const { height, width, context } = rows[0];
  if (
    rows.some(row => row.height !== height || row.width !== width || row.context.length !== context.length)
  ) {
    throw new Error('rows of one batch have one size and one token count');
  }
  const batch = rows.length;
  const { distinct, index } = distinctContexts(rows, loraWeights);
  const words = distinct.map(i => rows[i].context);
  const pictures = rows.flatMap(({ x, imageConditioning }) =>
    imageConditioning ? [x, imageConditioning] : [x]
  );
  return {
    sample: floats(stacked(pictures), [batch, arch.inChannels, height, width]),
    timestep: floats(
      Float32Array.from(rows, row => row.timestep),
      [batch]
    ),
    context: floats(stacked(words), [words.length, context.length / arch.contextDim, arch.contextDim]),
    context_index: new Tensor('int64', BigInt64Array.from(index, BigInt), [batch]),
    ...guidanceFeeds(rows, arch),
    ...addedFeeds(rows, arch),
    ...controlFeeds(rows),
    ...adapterFeeds('lora', loraWeights),
    ...adapterFeeds(
      'context_lora',
      distinct.map(i => loraWeights[i])
    )
  };
}

/** LCM: a row that names no guidance scale has none embedded, which adds nothing. */
function guidanceFeeds(rows: readonly UNetRow[], { guidanceDim }: UNetArch): InferenceSession.FeedsType {
  if (guidanceDim === 0) {
    return {};
  }
  const embedded = rows.map(({ guidance }) =>
    guidance === undefined ? new Float32Array(guidanceDim) : guidanceEmbedding(guidance, guidanceDim)
  );
  return { guidance: floats(stacked(embedded), [rows.length, guidanceDim]) };
}

function addedFeeds(rows: readonly UNetRow[], { added }: UNetArch): InferenceSession.FeedsType {
  if (!added) {
    return {};
  }
  const texts = rows.map(({ pooled }) => pooled ?? lacking('a pooled text'));
  const sizes = rows.map(({ ids }) => Float32Array.from(ids ?? lacking('sizes')));
  return {
    pooled: floats(stacked(texts), [rows.length, added.pooledDim]),
    ids: floats(stacked(sizes), [rows.length, added.sizeIds])
  };
}

function controlFeeds(rows: readonly UNetRow[]): InferenceSession.FeedsType {
  const [{ control: first = [] }] = rows;
  if (rows.some(({ control = [] }) => control.length !== first.length)) {
    throw new Error('all rows of one batch have a ControlNet or none');
  }
  const feeds = first.map(({ channels, height, width }, k) => {
    const parts = rows.map(({ control }) => control![k].data);
    const name = k === first.length - 1 ? CONTROL_MIDDLE : controlInput(k);
    return [name, floats(stacked(parts), [rows.length, channels, height, width])];
  });
  return Object.fromEntries(feeds) as InferenceSession.FeedsType;
}

function lacking(what: string): never {
  throw new Error(`this UNet takes ${what} with each row`);
}

/**
 * The rows of a batch that are the first with their context and weights of LoRAs, since keys and values differ with both, and which of
 * them each row shares.
 */
function distinctContexts(
  rows: readonly UNetRow[],
  weights: LoraWeights
): { distinct: number[]; index: number[] } {
  const distinct: number[] = [];
  const index = rows.map(({ context }, i) => {
    const known = distinct.findIndex(
      j => sameBytes(rows[j].context, context) && weights[j].every((weight, k) => weight === weights[i][k])
    );
    return known >= 0 ? known : distinct.push(i) - 1;
  });
  return { distinct, index };
}

function sameBytes(a: Float32Array, b: Float32Array): boolean {
  return a === b || bytesOf(a).equals(bytesOf(b));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function stacked(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
