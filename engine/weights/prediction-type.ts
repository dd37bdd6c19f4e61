/** What a single file's network predicts, from what the file and its sidecar say. */
import { statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { PredictionType, UNetTask } from '../types';
import { readFloats } from './read-floats';
import { readSmallFile } from './read-small-file';
import type { WeightsHeader } from './weights-header';
import type { SingleLayout } from './single-layout';

/** Tensors whose mere presence says that the network predicts v, and that its schedule was trained to end in pure noise. */
const VELOCITY = 'v_pred';
const ZERO_TERMINAL_SNR = 'ztsnr';

/** Architectures of the model spec (https://github.com/Stability-AI/ModelSpec) that SD2 comes in. */
const SPEC_ARCHITECTURES: Readonly<Record<string, PredictionType>> = {
  'stable-diffusion-v2-512': 'epsilon',
  'stable-diffusion-v2-768-v': 'v_prediction'
};

/**
 * What the network predicts: by a .yaml beside the file, as A1111 has it; by the metadata of the model spec; by the tensors that merges
 * leave as marks. SD2, whose two kinds have the same shapes, is told by one small tensor as a last resort, the only one ever read to
 * know a file. Other families predict noise.
 */
export function predictionTypeOf(
  header: WeightsHeader,
  layout: SingleLayout,
  task: UNetTask
): PredictionType {
  const { metadata, tensors, file } = header;
  const said = beside(file) ?? metadata['modelspec.prediction_type'];
  if (said === 'epsilon' || said === 'eps') {
    return 'epsilon';
  }
  if (said === 'v' || said === 'v_prediction' || tensors.has(VELOCITY)) {
    return 'v_prediction';
  }
  if (layout.family !== 'sd2' || task !== 'plain') {
    return 'epsilon';
  }
  const specified = SPEC_ARCHITECTURES[metadata['modelspec.architecture']?.split('/')[0]];
  return specified ?? (looksLikeNoise(header, layout) ? 'epsilon' : 'v_prediction');
}

export function marksZeroTerminalSnr({ tensors }: WeightsHeader): boolean {
  return tensors.has(ZERO_TERMINAL_SNR);
}

/** Bytes of the largest config that is read. */
const CONFIG_MAX = 1e6;

/** The `parameterization` of the LDM config `<stem>.yaml`; `eps` is what LDM means where it says none. */
function beside(file: string): string | undefined {
  const { dir, name } = parse(file);
  const path = join(dir, `${name}.yaml`);
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info?.isFile() || info.size > CONFIG_MAX) {
    return undefined;
  }
  const text = readSmallFile(path, CONFIG_MAX).toString('utf8');
  const found = /^\s*parameterization\s*:\s*["']?(\w+)/m.exec(text)?.[1];
  return found ?? (/^\s*target\s*:\s*\S*diffusion/im.test(text) ? 'eps' : undefined);
}

/** Deviation of the bias below which an SD2 predicts noise; that of v-prediction is larger. ComfyUI's rule, which has stood for years. */
const VELOCITY_DEVIATION = 0.09;
const TELLING_BIAS = 'output_blocks.11.1.transformer_blocks.0.norm1.bias';

function looksLikeNoise({ tensors, sizeBytes }: WeightsHeader, { unet }: SingleLayout): boolean {
  const entry = tensors.get(unet(TELLING_BIAS));
  // A header alone, without a file behind it, has nothing to read.
  if (!entry || sizeBytes === 0) {
    return false;
  }
  const values = readFloats(entry);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) <= VELOCITY_DEVIATION;
}
