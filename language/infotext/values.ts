/** What the pairs of an infotext set. */
import type { FaultData } from '../../schema/fault';
import { type Parameter, type ParameterValue, parameterNamed } from '../../schema/catalogue';
import { checkValue, isNone, notANumber } from '../cell/values/check';
import { modelOfHash, samplerCalled, usable } from '../names/choices';
import type { Draft } from '../cell/spec/draft';
import type { CellPair, Meaning } from './in-cells';
import { SIZE } from '../names/parameters';
import { readNumbers } from '../cell/values/numbers';
import { readSize } from '../sizes/read-size';
import { placed, type Source } from '../cell/source';
import type { SweepContext } from '../cell/types';

/** Keys that say nothing about the picture beyond what other keys, the prompt or the files themselves say. */
const QUIET_KEYS = new Set([
  'Model hash',
  'VAE hash',
  'Lora hashes',
  'TI hashes',
  'Init image hash',
  'Template',
  'Negative Template',
  'Wildcard prompt',
  'Wildcard negative prompt',
  'User',
  'Version'
]);

const SEED_SIZE = ['seed_resize_from_w', 'seed_resize_from_h'] as const;

/** Adds what an infotext sets to a draft. Words of the first line win; keys that mean nothing here are named in a remark. */
export function addInfotext(
  draft: Draft,
  pairs: readonly CellPair[],
  source: Source,
  context: SweepContext,
  warnings: FaultData[]
): void {
  const said = new Set([...draft.base.keys(), ...draft.axes.flatMap(axis => axis.params)]);
  const reader = { pairs, source, context, isSaid: (param: string) => said.has(param) };
  const unknown: CellPair[] = [];
  for (const pair of pairs) {
    if (pair.means === undefined) {
      unknown.push(pair);
    } else {
      for (const [param, value] of valuesOf(pair, reader)) {
        if (!said.has(param)) {
          draft.give(param, { value, where: source.where(pair.value.span) });
        }
      }
    }
  }
  // A1111 says by these keys alone that the hires fix was on.
  const hires = pairs.find(isHires);
  if (hires && !said.has('enable_hr') && !draft.has('enable_hr')) {
    draft.give('enable_hr', { value: true, where: source.where(hires.keySpan) });
  }
  const loud = unknown.filter(pair => !QUIET_KEYS.has(pair.key));
  if (loud.length > 0) {
    const keys = loud.map(pair => pair.key);
    warnings.push({ code: 'unknown_keys', facts: { keys }, where: source.where(loud[0].keySpan) });
  }
}

type Reader = {
  pairs: readonly CellPair[];
  source: Source;
  context: SweepContext;
  isSaid(param: string): boolean;
};

/** What a pair sets. A sampler named in the first line does away with the infotext's schedule. */
function valuesOf(pair: CellPair, reader: Reader): [string, ParameterValue][] {
  const { means, value } = pair;
  const { pairs, source, context, isSaid } = reader;
  if (means === 'size' || means === 'seed_size') {
    const sides = means === 'size' ? SIZE : SEED_SIZE;
    return sides.every(isSaid)
      ? []
      : readSize(value, source, context, sides).map((each, k) => [sides[k], each]);
  }
  if (means === undefined || isSaid(means.name) || (means.name === 'scheduler' && isSaid('sampler'))) {
    return [];
  }
  const where = source.where(value.span);
  switch (means.name) {
    case 'model': {
      const hash = pairs.find(({ key }) => key === 'Model hash')?.value.value ?? '';
      const same = modelOfHash(hash, context);
      const named = (): ParameterValue => checkValue(means, value.value, context);
      return [[means.name, placed(where, () => (same ? usable(same).name : named()))]];
    }
    case 'sampler': {
      const { sampler, scheduler } = placed(where, () => samplerCalled(value.value, context));
      const named = isSaid('scheduler') || pairs.some(each => meansParameter(each.means, 'scheduler'));
      return scheduler && !named
        ? [
            ['sampler', sampler.name],
            ['scheduler', scheduler]
          ]
        : [['sampler', sampler.name]];
    }
    // A1111 has one key for the strength of both kinds of second look.
    case 'denoising_strength':
      return pairs.some(isHires)
        ? isSaid('hr_denoising_strength')
          ? []
          : [['hr_denoising_strength', single(parameterNamed('hr_denoising_strength'), pair, reader)]]
        : [[means.name, single(means, pair, reader)]];
    default:
      return [[means.name, single(means, pair, reader)]];
  }
}

function single(parameter: Parameter, { value }: CellPair, { source, context }: Reader): ParameterValue {
  const where = source.where(value.span);
  const numeric = parameter.kind === 'integer' || parameter.kind === 'number';
  if (!numeric || (parameter.optional && isNone(value.value))) {
    return placed(where, () => checkValue(parameter, value.value, context));
  }
  const [number, ...more] = readNumbers(value, parameter, source, context);
  return more.length > 0 ? placed(where, () => notANumber(parameter, value.value)) : number;
}

function isHires({ means }: CellPair): boolean {
  return ['hr_scale', 'hr_upscaler', 'hr_steps'].some(name => meansParameter(means, name));
}

function meansParameter(means: Meaning, name: string): boolean {
  return typeof means === 'object' && means.name === name;
}
