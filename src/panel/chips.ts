/**
 * The values of an axis as chips: what the service made of the field's text; while it is asked, or something in it is wrong, the text's
 * own items with what was known of them.
 */
import { SIZE_AXIS } from '../../language/names/sweep-words';
import type { Plan } from '../../schema/wire';
import { SIZE, type Field } from './form';
import { fieldItems, writtenList, type FieldFault } from '../../language/cell/editor';
import { sizeIn, sizeText } from '../../language/sizes/read-size';

export type Chip = { label: string; kind: 'drawn' | 'new' | 'wrong' | 'unknown' };

export const CHIPS_MAX = 24;

/** The chips of an axis. `faults` are what is known to be wrong with the field's text. */
export function chipsOf(
  name: string,
  field: Field,
  plan: Plan | null,
  faults: readonly Pick<FieldFault, 'start' | 'length'>[]
): Chip[] {
  const id = name === SIZE ? SIZE_AXIS : name;
  const axis =
    faults.length === 0 && plan?.fields[name] === field.text.trim()
      ? plan.axes.find(each => each.id === id)
      : undefined;
  if (axis) {
    return axis.labels.map((label, k) => ({ label, kind: axis.to_draw[k] > 0 ? 'new' : 'drawn' }));
  }
  const known = plan?.axes.find(each => each.id === id);
  return fieldItems(field.text).map(({ value, start, length }) => {
    const isWrong = faults.some(
      fault => fault.start < start + Math.max(1, length) && start < fault.start + Math.max(1, fault.length)
    );
    return { label: value || ' ', kind: isWrong ? 'wrong' : kindOf(value, known) };
  });
}

/** What the latest figures say of a value, until there are new ones. */
function kindOf(value: string, known: Plan['axes'][number] | undefined): Chip['kind'] {
  const at = known?.labels.indexOf(value) ?? -1;
  return at < 0 || !known ? 'unknown' : known.to_draw[at] > 0 ? 'new' : 'drawn';
}

/** The text of the field `name` without the chip at `index`: a range becomes the list of what is left. */
export function withoutChip(name: string, chips: readonly Chip[], index: number): string {
  const labels = chips.flatMap(({ label }, k) => (k === index ? [] : [label]));
  return name === SIZE ? labels.map(sizeAsText).join(',') : writtenList(labels);
}

function sizeAsText(label: string): string {
  const size = sizeIn(label);
  return size ? sizeText(...size) : label;
}
