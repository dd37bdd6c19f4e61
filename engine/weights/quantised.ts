/** Weights in forms that hold no plain numbers, told by the tensors that only their makers add. */
import { basename } from 'node:path';
import type { WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

const FORMS: readonly (readonly [key: RegExp, form: string])[] = [
  [/\.quant_state\.bitsandbytes__nf4$/, 'NF4 (bitsandbytes)'],
  [/\.quant_state\.bitsandbytes__fp4$/, 'FP4 (bitsandbytes)'],
  [/\.SCB$/, 'int8 (bitsandbytes)'],
  [/\.absmax$/, 'bitsandbytes'],
  [/\.(wscales|smooth_factor|smooth_factor_orig)$/, 'SVDQuant (Nunchaku)'],
  [/\.g_idx$/, 'GPTQ'],
  [/\.qzeros$/, 'GPTQ or AWQ'],
  [/\._data$/, 'Quanto'],
  [/\.W_q$/, 'HQQ'],
  [/\.weight_scale_2$/, 'NVFP4'],
  [/\.zero_point$/, 'SDNQ']
];

/** Integers as weights, with scales beside them, by the scale's name. */
const INTEGER_SCALE = /\.(weight_scale|scale_weight|scale)$/;

/** Throws Fault model_unsupported for weights that are no plain floats, by what they are called. */
export function refuseQuantised({ file, tensors }: WeightsHeader): void {
  const keys = [...tensors.keys()];
  const form = FORMS.find(([pattern]) => keys.some(key => pattern.test(key)))?.[1] ?? integerForm(tensors);
  if (form) {
    throw new Fault('model_unsupported', { file: basename(file), reason: 'quantised', value: form });
  }
}

function integerForm(tensors: WeightsHeader['tensors']): string | undefined {
  for (const [name] of tensors) {
    const weight = INTEGER_SCALE.test(name) && tensors.get(name.replace(INTEGER_SCALE, '.weight'));
    if (weight && (weight.dtype === 'I8' || weight.dtype === 'U8')) {
      return name.endsWith('.scale') ? 'SDNQ' : weight.dtype === 'I8' ? 'int8' : 'four bits';
    }
  }
  return undefined;
}
