import { basename } from 'node:path';
import type { WeightsHeader } from './weights-header';
import { Fault } from '../../schema/fault';

/** Shapes of a network's tensors by their names in one layout, wherever the file keeps them. */
export class Shapes {
  constructor(
    private readonly header: WeightsHeader,
    /** The file's key for a name. */
    private readonly keyOf: (name: string) => string
  ) {}

  has(...names: readonly string[]): boolean {
    return names.some(name => this.header.tensors.has(this.keyOf(name)));
  }

  /** The shape of the first of `names` that is there. Throws model_incomplete. */
  of(...names: readonly string[]): readonly number[] {
    const found = names
      .map(name => this.header.tensors.get(this.keyOf(name)))
      .find(entry => entry !== undefined);
    if (!found) {
      throw new Fault('model_incomplete', {
        file: basename(this.header.file),
        reason: 'tensor_missing',
        tensor: this.keyOf(names[0])
      });
    }
    return found.shape;
  }

  /** How many modules there are whose tensors `name` gives for 0, 1, 2, …: 0 where there is none. */
  count(name: (index: number) => string | readonly string[]): number {
    let count = 0;
    while (this.has(...[name(count)].flat())) {
      count++;
    }
    return count;
  }
}
