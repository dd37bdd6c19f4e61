/** What the files of weights are called in lists, and by what else they are found. */
import { basename, relative } from 'node:path';
import { loosely, lastOf, withoutEnding } from '../../language/names/find-file';
import { SAFETENSORS_FILE } from '../../language/names/weight-endings';
import { belowKindFolder } from './folder-kind';
import type { Model } from './model';

type Entry = Model['entry'];

/** The place of a file or folder below its models folder, as `ModelEntry.path` has it; of the models folder itself, its name. */
export function placeOf(path: string, modelsFolder: string): string {
  return belowKindFolder(relative(modelsFolder, path)) || basename(path);
}

/**
 * Gives all files their names: the stem where a kind has it once, else the place below the folder of the kind without its ending; with
 * it, where a file of another format lies beside. Files of one place in two models folders are numbered, in the order of the folders.
 * Aliases that would stand for several files are left out, as A1111 forbids them.
 */
export function nameFiles(models: readonly Model[]): void {
  for (const kind of new Set(models.map(({ entry }) => entry.kind))) {
    const entries = models.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry);
    const stems = counts(entries.map(stemOf));
    const places = counts(entries.map(({ path }) => withoutEnding(path)));
    const taken = new Set<string>();
    for (const entry of entries) {
      const { name, path } = entry;
      // A pickle beside the same weights as .safetensors is the one that has to be told apart.
      const twin = places.get(withoutEnding(path))! > 1 && !SAFETENSORS_FILE.test(path);
      entry.name = free(stems.get(stemOf(entry)) === 1 ? name : twin ? path : withoutEnding(path), taken);
      taken.add(entry.name);
    }
    keepUsableAliases(entries);
  }
}

function keepUsableAliases(entries: readonly Entry[]): void {
  const names = entries.map(({ name }) => loosely(name));
  const called = counts([
    ...names,
    ...entries.flatMap(entry => (stemOf(entry) === entry.name ? [] : [loosely(stemOf(entry))])),
    ...entries.flatMap(({ aliases = [] }) => [...new Set(aliases.map(loosely))])
  ]);
  for (const entry of entries.filter(({ aliases }) => aliases)) {
    entry.aliases = entry.aliases!.filter(alias => alias !== '' && called.get(loosely(alias)) === 1);
  }
}

/** What a file calls itself that is no name of it alone. */
export function sharedAliases({ entry, inspection }: Model): readonly string[] {
  return (inspection.aliases ?? []).filter(alias => alias !== '' && !entry.aliases?.includes(alias));
}

const stemOf = ({ path }: Entry): string => lastOf(withoutEnding(path));

function free(name: string, taken: ReadonlySet<string>): string {
  let found = name;
  for (let number = 2; taken.has(found); number++) {
    found = `${name}-${number}`;
  }
  return found;
}

function counts(names: readonly string[]): Map<string, number> {
  const all = new Map<string, number>();
  names.forEach(name => all.set(name, (all.get(name) ?? 0) + 1));
  return all;
}
