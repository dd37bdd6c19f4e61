import { basename, resolve } from 'node:path';
import { cropped, resized, withChannels } from '../images';
import type { Raster } from '../images';
import { floats, openSession } from '../runtime';
import { readWeightsHeader, WeightSource } from '../weights';
import { CLASSES, efficientNetGraph, SIDE } from './graph';
import { Fault } from '../../schema/fault';

/** A class of ImageNet by its number (see schema/labels) and its share of 1. */
export type LabelShare = { label: number; share: number };

/** A network that says what is on a picture. */
export interface IRecogniser {
  /** The `most` likeliest of the thousand classes, the likeliest first. It knows photographs well, drawings badly. */
  recognise(picture: Raster, most?: number): Promise<LabelShare[]>;
  /** What it says of a picture of 224 x 224, one number a class. */
  logits(crop: Raster): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Of the shorter side. */
const KEPT = 0.875;

/**
 * EfficientNet-Lite0 in the file of weights at `path`. Throws Fault model_missing, model_truncated, model_corrupt, model_pickled,
 * model_incomplete, model_unsupported.
 */
export async function openRecogniser(
  path: string,
  { threads }: { threads?: number } = {}
): Promise<IRecogniser> {
  const header = readWeightsHeader(resolve(path));
  if (!header.tensors.has('_conv_stem.weight')) {
    throw new Fault('model_unsupported', { file: basename(path), reason: 'not_a_recogniser' });
  }
  const model = efficientNetGraph(new WeightSource(header));
  const session = await openSession(model, { threads, arena: false, weightsPath: resolve(path) });
  const logits = async (crop: Raster): Promise<Float32Array> => {
    const found = await session.run({ picture: floats(planesOf(crop), [1, 3, SIDE, SIDE]) });
    return found.logits.data as Float32Array;
  };
  return {
    logits,
    recognise: async (picture, most = 5) => likeliest(await logits(middleOf(picture)), most),
    dispose: () => session.release()
  };
}

/** The middle square of 0.875 of the shorter side in 224 x 224 pixels, as the network's own program cuts it. */
export function middleOf(picture: Raster): Raster {
  const side = Math.max(1, Math.floor(KEPT * Math.min(picture.width, picture.height)));
  const [left, top] = [picture.width, picture.height].map(length => Math.floor((length - side + 1) / 2));
  const box = { left, top, width: side, height: side };
  return resized(cropped(withChannels(picture, 3), box), SIDE, SIDE, 'bicubic');
}

function planesOf({ data }: Raster): Float32Array {
  const pixels = data.length / 3;
  return Float32Array.from({ length: data.length }, (_, k) => {
    return (data[(k % pixels) * 3 + Math.floor(k / pixels)] - 127) / 128;
  });
}

/** Shares by softmax; of equal ones the first. */
export function likeliest(logits: Float32Array, most: number): LabelShare[] {
  const highest = logits.reduce((high, value) => Math.max(high, value), -Infinity);
  const weights = Float64Array.from(logits, value => Math.exp(value - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Array.from({ length: CLASSES }, (_, label) => ({ label, share: weights[label] / sum }))
    .sort((a, b) => b.share - a.share || a.label - b.label)
    .slice(0, most);
}
