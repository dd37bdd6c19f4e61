/**
 * What pasted settings tell of the bytes of their files: A1111's `Model hash`, `VAE hash`, `Lora hashes: "name: AutoV3, …"` and
 * `TI hashes`, and the `Hashes` of model sites: `{"model": "…", "vae": "…", "lora:name": "…", "embed:name": "…"}`.
 */
import { isPastedHash } from '../names/choices';
import { loosely, withoutEnding } from '../names/find-file';
import type { CellPair } from './line-pairs';

export type ToldHash = { name: string; hash: string; pair: CellPair };

const LISTS = { lora: /^lora hashes$/i, embedding: /^ti hashes$/i } as const;
const OF_SITES = { lora: /^(?:lora|lyco):/i, embedding: /^embed:/i } as const;

/** The hash of the file that a parameter names; one by which files are found where there are several. */
export function hashOfParam(param: 'model' | 'vae' | 'refiner', pairs: readonly CellPair[]): ToldHash | null {
  const own = pairs
    .filter(({ key, value }) => key.toLowerCase() === `${param} hash` && value.value !== '')
    .map(pair => ({ name: param, hash: pair.value.value, pair }));
  const all = [...own, ...ofSites(pairs).filter(({ name }) => name.toLowerCase() === param)];
  return all.find(({ hash }) => isPastedHash(hash)) ?? all[0] ?? null;
}

/** The hashes by which files of a kind are found, by their names, which are told apart no more than files are. */
export function hashesOfKind(
  kind: 'lora' | 'embedding',
  pairs: readonly CellPair[]
): ReadonlyMap<string, ToldHash> {
  const listed = pairs
    .filter(({ key }) => LISTS[kind].test(key))
    .flatMap(pair =>
      pair.value.value
        .split(',')
        .map(halves)
        .map(([name, hash]): ToldHash => ({ name, hash, pair }))
    );
  const told = ofSites(pairs)
    .filter(({ name }) => OF_SITES[kind].test(name))
    .map(each => ({ ...each, name: each.name.replace(OF_SITES[kind], '') }));
  return new Map(
    [...listed, ...told].filter(({ hash }) => isPastedHash(hash)).map(each => [listedName(each.name), each])
  );
}

/** What a file of this name is found by in a list of hashes, where names have lost what separates them. */
export function listedName(name: string): string {
  return loosely(withoutEnding(name.replace(/[,:]/g, '')));
}

/** What stands before the last colon and behind it. */
function halves(text: string): [string, string] {
  const colon = text.lastIndexOf(':');
  return [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
}

function ofSites(pairs: readonly CellPair[]): ToldHash[] {
  return pairs
    .filter(({ key }) => /^hashes$/i.test(key))
    .flatMap(pair =>
      [...pair.value.value.matchAll(/"([^"]+)"\s*:\s*"([0-9a-f]+)"/gi)].map(([, name, hash]) => ({
        name,
        hash,
        pair
      }))
    );
}
