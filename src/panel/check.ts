/**
 * What can be said of the form's texts before the service has answered, by the cell's own reader. Files are left to the service: they
 * come and go without the panel's knowing.
 */
import { catalogue, parameterNamed } from '../../schema/catalogue';
import { fieldFaults, type FieldFault, type SweepContext } from '../../language/cell/editor';
import { SIZE, type Form } from './form';
import type { Lists } from './shown';

export type FormFault = FieldFault & { field: string };

/** The faults of all fields, in order. */
export function faultsOfFields(fields: Form['fields'], lists: Lists): readonly FormFault[] {
  return Object.entries(fields).flatMap(([field, { text }]) =>
    faultsOf(field, text, lists).map(fault => ({ ...fault, field }))
  );
}

/** The faults of a field's text, in order. */
export function faultsOf(name: string, text: string, lists: Lists): FieldFault[] {
  return name === SIZE || isKnown(name, lists) ? fieldFaults(name, text, contextOf(lists)) : [];
}

/** Whether everything a parameter may be is known here. */
function isKnown(name: string, { samplers, schedulers }: Lists): boolean {
  const { kind, choices_from: source } = parameterNamed(name);
  switch (source) {
    case 'samplers':
      return samplers.length > 0;
    case 'schedulers':
      return schedulers.length > 0;
    default:
      return source === undefined && kind !== 'image' && kind !== 'model';
  }
}

function contextOf({ models, samplers, schedulers, defaultModel }: Lists): SweepContext {
  return {
    parameters: catalogue,
    samplers,
    schedulers,
    models,
    defaultModel,
    hasPicture: () => true,
    sizeOfPicture: () => null,
    wildcards: { names: [], read: () => '' },
    limit: Infinity,
    randomSeed: () => 0
  };
}
