import { Fault } from '../../schema/fault';
import type { TextParts } from '../infotext/foreign/types';
import { fullWidthFault } from './text/full-width-line';
import { readText } from './text/read-text';
import { normalForm, type NormalForm } from './spec/normal-form';

import type { ParsedSweep, SweepContext } from './types';

/**
 * A cell's text as a spec in normal form; throws Fault (400) with code, facts and place of the first thing that is wrong.
 * `%%txt2img` refuses axes, a batch apart. `parts` are those of a body that was made of another program's settings.
 */
export function parseSweep(text: string, context: SweepContext, parts?: TextParts): ParsedSweep {
  const { magic, spec, fields, places, warnings } = parseNormalForm(text, context, parts);
  return { magic, spec, fields, places, warnings };
}

/** The same with what expansion needs besides. */
export function parseNormalForm(
  text: string,
  context: SweepContext,
  parts?: TextParts
): ParsedSweep & NormalForm {
  try {
    return readNormalForm(text, context, parts);
  } catch (error) {
    const again = (other: string): unknown => readNormalForm(other, { ...context, tell: undefined }, parts);
    throw error instanceof Fault ? fullWidthFault(error, text, again) : error;
  }
}

function readNormalForm(text: string, context: SweepContext, parts?: TextParts): ParsedSweep & NormalForm {
  const { draft, magic, fields, warnings } = readText(text, context, parts);
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
