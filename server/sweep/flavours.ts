/** Samplers that a flavour has. */
import { Fault } from '../../schema/fault';
import type { Where } from '../../schema/wire';
import { nearest } from '../../language/names/nearest';

import type { SweepContext } from '../../language/cell';
import type { ExpandedCell } from './types';

/** Throws `unknown_choice` for a sampler that the flavour of its cell doesn't have, with those it has. */
export function checkFlavours(
  cells: readonly ExpandedCell[],
  places: Readonly<Record<string, Where>>,
  { samplers }: SweepContext
): void {
  for (const flavour of new Set(cells.map(({ params }) => params.flavour))) {
    const choices = samplers.filter(({ flavours }) => flavours.includes(flavour)).map(({ name }) => name);
    const unknown = cells.find(
      ({ params }) => params.flavour === flavour && !choices.includes(params.sampler)
    );
    if (unknown) {
      const value = unknown.params.sampler;
      const facts = { value, param: 'sampler', flavour, near: nearest(value, choices), choices };
      throw new Fault('unknown_choice', facts, places.sampler ?? places.flavour);
    }
  }
}
