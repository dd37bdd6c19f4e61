/** What is wrong with the text of one field, item by item. */
import { parameterNamed } from '../../../schema/catalogue';
import { Fault } from '../../../schema/fault';
import type { Facts, MessageCode } from '../../../schema/messages/index';
import { Source } from '../source';
import { partKinds } from '../text/words';
import { readField } from '../text/field';
import type { SweepContext } from '../types';
import { readItem, readRows, type Slot } from './rows';

/** A fault, and the characters of the text it is about. */
export type FieldFault = { code: MessageCode; facts: Facts; start: number; length: number };

/** The faults of what stands after `name=`, in order, as the cell's own reader finds them; `size` is width and height. */
export function fieldFaults(name: string, text: string, context: SweepContext): FieldFault[] {
  const source = new Source(text);
  const slot: Slot = name === 'size' ? name : parameterNamed(name);
  const slots = [slot];
  const isText = slot !== 'size' && slot.kind === 'text';
  const items = readField(source, partKinds(name));
  const faults = items.flatMap(item =>
    faultsOf(() =>
      item.stray && isText
        ? source.fail('comma_expected', { text: source.slice(item.stray) }, item.stray)
        : item.ellipsis || readItem(item, slots, name, source, context)
    )
  );
  return faults.length > 0 ? faults : faultsOf(() => readRows(items, slots, name, source, context));
}

function faultsOf(read: () => unknown): FieldFault[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    const { code, facts, where } = error;
    return [{ code, facts, start: (where?.column ?? 1) - 1, length: where?.length ?? 0 }];
  }
}
