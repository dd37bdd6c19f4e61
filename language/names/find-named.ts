/** Finding a thing by any of its names. What is found is the same wherever a name is read: plan, engine, prompt, command line. */

/** A choice by its name, A1111's label and the names it goes by elsewhere. */
export type Named = { name: string; label?: string; aliases?: readonly string[] };

/** All names of a choice, its own first. */
export function namesOf({ name, label, aliases = [] }: Named): string[] {
  return [name, ...(label === undefined ? [] : [label]), ...aliases];
}

/** The choice of a name as written, else whatever its case, blanks, `_` and `-`. */
export function findNamed<T extends Named>(written: string, all: readonly T[]): T | undefined {
  const wanted = folded(written);
  return (
    all.find(each => namesOf(each).includes(written)) ??
    all.find(each => namesOf(each).some(name => folded(name) === wanted))
  );
}

/** A name without what doesn't tell it from others: case, blanks, `_` and `-`. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
