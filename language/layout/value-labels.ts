/** Short labels of axis values. */
import { findParameter, type ParameterValue } from '../../schema/catalogue';
import { shortHash } from '../names/labels';
import { SIZE } from '../names/sweep-words';
import { labelOfScheduler } from '../names/sampler-names';
import type { SweepContext } from '../cell/types';

const LABEL_LENGTH_MAX = 48;
const NOTHING = '—';

/** What stands in the axis header for one row of values: "7", "Euler a", "DPM++ 2M Karras", "512×768", "5 · 20". */
export function labelOf(
  params: readonly string[],
  values: readonly ParameterValue[],
  context: SweepContext
): string {
  const labels: string[] = [];
  for (let k = 0; k < params.length; k++) {
    const pair = [params[k], params[k + 1]];
    if (pair[0] === SIZE[0] && pair[1] === SIZE[1]) {
      labels.push(`${values[k]}×${values[++k]}`);
    } else if (pair[0] === 'sampler' && pair[1] === 'scheduler') {
      const scheduler = values[++k];
      const label = scheduler === 'automatic' ? '' : ` ${single('scheduler', scheduler, context)}`;
      labels.push(`${values[k - 1]}${label}`);
    } else {
      labels.push(single(params[k], values[k], context));
    }
  }
  return labels.join(' · ');
}

function single(param: string, value: ParameterValue, context: SweepContext): string {
  const text = String(value).trim();
  if (param === 'scheduler') {
    return labelOfScheduler(text, context.schedulers);
  }
  if (value === null) {
    return NOTHING;
  }
  const kind = findParameter(param)?.kind;
  if (kind === 'model') {
    return shortened(text.slice(text.lastIndexOf('/') + 1).replace(/\.safetensors$/, ''));
  }
  if (kind === 'image') {
    return shortHash(text);
  }
  return text === '' ? NOTHING : shortened(text.replace(/\s+/g, ' '));
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > LABEL_LENGTH_MAX
    ? `${characters
        .slice(0, LABEL_LENGTH_MAX - 1)
        .join('')
        .trimEnd()}…`
    : text;
}
