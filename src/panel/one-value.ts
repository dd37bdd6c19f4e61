import { fieldItems, saysSeveral } from '../../language/cell/editor';
import { chipsOf } from './chips';
import { backToOne, fieldOf, type Form } from './form';
import type { PanelModel } from './model';

/** The form with an axis as one value again: its first, worked out where the text begins with a range or a tuple. */
export function oneValue(model: PanelModel, name: string): Form {
  const { form } = model.state;
  const field = fieldOf(form, name);
  const first = fieldItems(field.text)[0]?.text ?? '';
  return backToOne(
    form,
    name,
    saysSeveral(first) ? (chipsOf(name, field, model.lastPlan, [])[0]?.label ?? '') : first
  );
}
