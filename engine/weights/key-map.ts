/** A module of a network as diffusers names it, and as another layout does. */
export type ModulePair = readonly [diffusers: string, other: string];

/** Tensor names of two layouts of one network, both ways; undefined for a name that belongs to no module of the table. */
export class KeyMap {
  private readonly forward: ReadonlyMap<string, string>;
  private readonly backward: ReadonlyMap<string, string>;

  /** Where one module lies inside another, the longer name decides. */
  constructor(pairs: readonly ModulePair[]) {
    this.forward = new Map(pairs);
    this.backward = new Map(pairs.map(([diffusers, other]) => [other, diffusers]));
  }

  fromDiffusers(name: string): string | undefined {
    return rename(name, this.forward);
  }

  toDiffusers(name: string): string | undefined {
    return rename(name, this.backward);
  }
}

function rename(name: string, modules: ReadonlyMap<string, string>): string | undefined {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const module = modules.get(name.slice(0, end));
    if (module !== undefined) {
      return module + name.slice(end);
    }
  }
  return undefined;
}
