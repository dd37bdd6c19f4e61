/** Short labels of axis values. */
import { findParameter, type ParameterValue } from '../../schema/catalogue';
import { shortHash } from '../names/labels';
import { SIZE } from '../names/sweep-words';
import { labelOfScheduler } from '../names/sampler-names';
import type { SweepContext } from '../cell/types';
import { cutApart } from './tell-apart';

const LABEL_LENGTH_MAX = 48;
const NOTHING = '—';

/** What stands in the axis header for each row of values: "7", "Euler a", "DPM++ 2M Karras", "512×768", "5 · 20"; cut so that different ones differ. */
export function labelsOf(
  params: readonly string[],
  rows: readonly (readonly ParameterValue[])[],
  context: SweepContext
): string[] {
  const labels = rows.map(row => labelOf(params, row, context, modelStem));
  const seen = new Set<string>();
  const twice = new Set(labels.filter(label => seen.size === seen.add(label).size));
  return cutApart(
    labels.map((label, k) => (twice.has(label) ? labelOf(params, rows[k], context, String) : label)),
    LABEL_LENGTH_MAX
  );
}

/** A model's name without its folder and ending. */
const modelStem = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1).replace(/\.safetensors$/, '');

function labelOf(
  params: readonly string[],
  values: readonly ParameterValue[],
  context: SweepContext,
  modelName: (name: string) => string
): string {
  const labels: string[] = [];
  for (let k = 0; k < params.length; k++) {
    const pair = [params[k], params[k + 1]];
    if (pair[0] === SIZE[0] && pair[1] === SIZE[1]) {
      labels.push(`${values[k]}×${values[++k]}`);
    } else if (pair[0] === 'sampler' && pair[1] === 'scheduler') {
      const scheduler = values[++k];
      const label = scheduler === 'automatic' ? '' : ` ${single('scheduler', scheduler, context, modelName)}`;
      labels.push(`${values[k - 1]}${label}`);
    } else {
      labels.push(single(params[k], values[k], context, modelName));
    }
  }
  return labels.join(' · ');
}

function single(
  param: string,
  value: ParameterValue,
  context: SweepContext,
  modelName: (name: string) => string
): string {
  const text = String(value).trim();
  if (param === 'scheduler') {
    return labelOfScheduler(text, context.schedulers);
  }
  if (value === null) {
    return NOTHING;
  }
  const kind = findParameter(param)?.kind;
  if (kind === 'image') {
    return shortHash(text);
  }
  const plain = kind === 'model' ? modelName(text) : text.replace(/\s+/g, ' ');
  return plain === '' ? NOTHING : plain;
}
