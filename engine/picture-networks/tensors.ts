import { existsSync } from 'node:fs';
import { readFloats, Shapes } from '../weights';
import type { WeightsHeader } from '../weights';

/** The tensors of a network by their own names, whatever the file has put before these. */
export class Tensors extends Shapes {
  constructor(
    private readonly file: WeightsHeader,
    readonly prefix: string
  ) {
    super(file, name => prefix + name);
  }

  /** All names. */
  get names(): string[] {
    return [...this.file.tensors.keys()]
      .filter(name => name.startsWith(this.prefix))
      .map(name => name.slice(this.prefix.length));
  }

  /** The shape of `name`, empty where it is missing. */
  at(name: string): readonly number[] {
    return this.file.tensors.get(this.prefix + name)?.shape ?? [];
  }

  /** How many modules of a list have a tensor called `name`: `layers` and `norm.weight` for layers.0.norm.weight and so on. */
  length(list: string, name: string): number {
    return this.count(i => `${list}.${i}.${name}`);
  }

  /** The numbers of a small tensor, undefined where there is none or only its shape is known. */
  values(name: string): Float32Array | undefined {
    const entry = this.file.tensors.get(this.prefix + name);
    return entry && existsSync(entry.file) ? readFloats(entry) : undefined;
  }
}

/**
 * The tensors of the network that has all of `marks`, under the names that tools wrap weights in (`params_ema`, `module` …); of two such
 * the trained average. Undefined where one of the marks is missing.
 */
export function tensorsWith(header: WeightsHeader, marks: readonly string[]): Tensors | undefined {
  const [first, ...others] = marks;
  const prefixes = [...header.tensors.keys()]
    .filter(name => name === first || name.endsWith(`.${first}`))
    .map(name => name.slice(0, -first.length))
    .filter(prefix => others.every(name => header.tensors.has(prefix + name)));
  const prefix = prefixes.find(each => each.includes('ema')) ?? prefixes[0];
  return prefix === undefined ? undefined : new Tensors(header, prefix);
}

/** The whole number whose square this is; NaN for what is none's. */
export function root(square: number): number {
  const side = Math.round(Math.sqrt(square));
  return side * side === square ? side : NaN;
}
