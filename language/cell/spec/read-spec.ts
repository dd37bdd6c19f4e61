/** A spec as a draft, checked like a text. Variant axes are left out: they follow from the prompts. */
import { Fault } from '../../../schema/fault';
import type { Axis, Spec } from '../../../schema/wire';
import { checkValue } from '../values/check';
import { Draft } from './draft';
import { checkCount } from '../text/header';
import { isVariantName, LAYOUT_WORDS, parameterCalled } from '../../names/parameters';

import type { SweepContext } from '../types';

export function readSpec(spec: Spec, context: SweepContext): Draft {
  const draft = new Draft();
  for (const [key, value] of Object.entries(spec.base)) {
    const parameter = parameterCalled(key, context);
    draft.give(parameter.name, { value: checkValue(parameter, value, context) });
  }
  for (const axis of spec.axes) {
    addAxis(draft, axis, context);
  }
  for (const word of LAYOUT_WORDS) {
    const name = spec.layout?.[word];
    if (name !== undefined) {
      draft.layout.set(word, { name });
    }
  }
  if (spec.where) {
    draft.where = { value: spec.where, inside: () => undefined };
  }
  draft.sample = spec.sample ? checkCount('sample', spec.sample) : undefined;
  draft.limit = spec.limit ? checkCount('limit', spec.limit) : undefined;
  return draft;
}

function addAxis(draft: Draft, axis: Axis, context: SweepContext): void {
  const names = 'param' in axis ? [axis.param] : axis.params;
  if (names.length === 1 && isVariantName(names[0])) {
    return;
  }
  const parameters = names.map(name => parameterCalled(name, context));
  for (const { name } of parameters) {
    draft.claim(name);
  }
  const rows = axis.values.map(row => {
    const values = Array.isArray(row) ? row : [row];
    if (values.length !== parameters.length) {
      throw new Fault('linked_parts', { param: names.join('&'), expected: names.length });
    }
    return { values: values.map((value, k) => checkValue(parameters[k], value, context)) };
  });
  draft.axes.push({ params: parameters.map(each => each.name), rows });
}
