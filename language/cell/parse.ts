import { Fault } from '../../schema/fault';
import { fullWidthFault } from './text/full-width-line';
import { readText } from './text/read-text';
import { normalForm, type NormalForm } from './spec/normal-form';

import type { ParsedSweep, SweepContext } from './types';

/**
 * A cell's text as a spec in normal form; throws Fault (400) with code, facts and place of the first thing that is wrong.
 * `%%txt2img` refuses axes, a batch apart.
 */
export function parseSweep(text: string, context: SweepContext): ParsedSweep {
  const { magic, spec, fields, places, warnings } = parseNormalForm(text, context);
  return { magic, spec, fields, places, warnings };
}

/** The same with what expansion needs besides. */
export function parseNormalForm(text: string, context: SweepContext): ParsedSweep & NormalForm {
  try {
    return readNormalForm(text, context);
  } catch (error) {
    const again = (other: string): unknown => readNormalForm(other, { ...context, tell: undefined });
    throw error instanceof Fault ? fullWidthFault(error, text, again) : error;
  }
}

function readNormalForm(text: string, context: SweepContext): ParsedSweep & NormalForm {
  const { draft, magic, fields, warnings } = readText(text, context);
  const form = normalForm(draft, context);
  if (magic === 'txt2img' && form.spec.axes.length > 0) {
    const [axis] = form.spec.axes;
    const [param] = 'param' in axis ? [axis.param] : axis.params;
    const where = draft.places[param] ?? draft.places.prompt ?? draft.places.negative_prompt;
    throw new Fault(
      'one_cell_only',
      { axis: 'param' in axis ? param : axis.params.join('&'), values: axis.values.length },
      where
    );
  }
  return { magic, fields, places: draft.places, ...form, warnings: [...warnings, ...form.warnings] };
}
