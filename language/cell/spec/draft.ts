/** A sweep while it is being put together from a text or a spec: values checked, each parameter given once. */
import { Fault } from '../../../schema/fault';
import type { ParameterValue } from '../../../schema/catalogue';
import type { Where } from '../../../schema/wire';
import type { LayoutWord } from '../../names/parameters';

export type Value = ParameterValue;

/** Places within a text value, by UTF-16 code units of the value. */
export type Inside = (from: number, to: number) => Where | undefined;

export type Given = { value: Value; where?: Where; inside?: Inside };
/** `written` is how a single value was spelt. */
export type DraftRow = { values: Value[]; where?: Where; inside?: Inside; written?: string };
export type DraftAxis = { params: string[]; rows: DraftRow[]; where?: Where };

export class Draft {
  readonly base = new Map<string, Given>();
  readonly axes: DraftAxis[] = [];
  readonly layout = new Map<LayoutWord, { name: string; where?: Where }>();
  where?: { value: string; where?: Where; inside: Inside };
  sample?: number;
  limit?: number;
  /** Where every parameter and word was written. */
  readonly places: Record<string, Where> = {};
  private readonly claimed = new Set<string>();

  has(name: string): boolean {
    return this.claimed.has(name);
  }

  /** Notes that a parameter or word is given; throws `given_twice`, with both places, when it already was. */
  claim(name: string, where?: Where): void {
    if (this.claimed.has(name)) {
      const { line, column } = this.places[name] ?? {};
      throw new Fault('given_twice', { param: name, line, column }, where);
    }
    this.claimed.add(name);
    if (where) {
      this.places[name] = where;
    }
  }

  give(name: string, given: Given, where = given.where): void {
    this.claim(name, where);
    this.base.set(name, given);
  }
}
