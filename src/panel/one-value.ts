import type { Plan } from '../../schema/wire';
import { fieldItems, saysSeveral } from '../../language/cell/editor';
import { chipsOf } from './chips';
import { backToOne, fieldOf, type Form } from './form';
import type { PanelState } from './state';

/**
 * The form with an axis as one value again: what it was before, or else its first value, worked out where the text begins with a range or
 * a tuple.
 */
export function oneValue(
  model: { state: Pick<PanelState, 'form'>; lastPlan: Plan | null },
  name: string
): Form {
  const { form } = model.state;
  const field = fieldOf(form, name);
  if (field.before !== undefined) {
    return backToOne(form, name, field.before);
  }
  const first = fieldItems(field.text)[0]?.text ?? '';
  return backToOne(
    form,
    name,
    saysSeveral(first) ? (chipsOf(name, field, model.lastPlan, [])[0]?.label ?? '') : first
  );
}
