/**
 * Which files of options a `__name__` stands for. A name is what files are called, so nearly anything: `__my-pack/red hair.v2__`,
 * `__ends___`; it may be written in any case, with `\`, `./` (beside the file it stands in) and `.txt`, and with `*`, `**` and `?`.
 */
import { nearest } from '../names/nearest';

/** Characters between the underscores; longer is no file's name. */
const LONGEST = 200;
/** What no name of a wildcard holds: other marks of a prompt, and line ends. */
const NEVER = /[<>{}|$\n\r]/;
const WORD = /[\p{L}\p{N}_]/u;

export type NamedWildcard = {
  /** As it stands between the underscores. */
  name: string;
  length: number;
  /** The files it stands for, in order; none where there are none. */
  files: string[];
};

export class WildcardNames {
  private readonly files: ReadonlyMap<string, string>;
  /** Characters of the longest name there is, with what may be written around it. */
  private readonly longest: number;

  constructor(private readonly names: readonly string[]) {
    this.files = new Map(names.toReversed().map(name => [folded(name), name]));
    this.longest = names.reduce((most, name) => Math.max(most, folded(name).length), 0) + './.txt'.length;
  }

  /** The wildcard that begins at a place of a text, which stands in a file of `folder`; null when none does. */
  at(text: string, at: number, folder: string): NamedWildcard | null {
    const candidates = candidatesAt(text, at);
    for (const name of candidates.filter(name => folded(name).length <= this.longest).toReversed()) {
      const file = this.files.get(this.pathOf(name, folder));
      if (file !== undefined) {
        return { name, length: name.length + 4, files: [file] };
      }
    }
    const [name] = candidates;
    const end = at + (name?.length ?? 0) + 4;
    // "snake__case and other__case" is no wildcard, a name with blanks stands by itself.
    const clings = WORD.test(text[at - 1] ?? '') || WORD.test(text[end] ?? '');
    return name === undefined || (clings && /\s/.test(name))
      ? null
      : { name, length: end - at, files: /[*?]/.test(name) ? this.matching(this.pathOf(name, folder)) : [] };
  }

  /** The name that one without files was most likely meant to be. */
  near(name: string): string | undefined {
    const bare = name.normalize('NFC').replace(/\(.*$/s, '');
    const file = bare.split('/').at(-1)!;
    const namesakes = this.names.filter(each => folded(each).split('/').at(-1) === folded(file));
    return nearest(bare, this.names) ?? namesakes[0];
  }

  private matching(glob: string): string[] {
    return this.names.filter(name => matchesGlob(folded(name), glob)).sort();
  }

  private pathOf(name: string, folder: string): string {
    const path = folded(name.trim().replaceAll('\\', '/')).replace(/\.txt$/, '');
    const from = path.startsWith('./') ? `${folded(folder)}/${path}` : path;
    return from
      .split('/')
      .filter(part => part !== '' && part !== '.')
      .join('/');
  }
}

/** A name in one case, an accent and its letter one character: a keyboard may type them as two. */
function folded(name: string): string {
  return name.toLowerCase().normalize('NFC');
}

/** What may stand between the underscores, the shortest first. A longer row of underscores is a line to write on. */
function candidatesAt(text: string, at: number): string[] {
  if (!text.startsWith('__', at) || text.startsWith('____', at) || /\s/.test(text[at + 2] ?? ' ')) {
    return [];
  }
  const found: string[] = [];
  const last = Math.min(text.length - 2, at + 2 + LONGEST);
  for (let end = at + 3; end <= last && !NEVER.test(text[end - 1]); end++) {
    if (text.startsWith('__', end) && !/\s/.test(text[end - 1])) {
      found.push(text.slice(at + 2, end));
    }
  }
  return found;
}

/** Whether a path is one of a glob's: `*` is anything within a folder, `**` anything, `**` and `/` any folders or none, `?` a character. */
function matchesGlob(path: string, glob: string): boolean {
  const tokens = glob.match(/\*\*\/|\*\*|\*|\?|[^*?]/g) ?? [];
  // Where the path may have been read up to, token by token; no going back, whatever is written.
  let places = new Set([0]);
  for (const token of tokens) {
    const next = new Set<number>();
    const furthest = Math.min(...places);
    for (let at = furthest; at <= path.length; at++) {
      const open = places.has(at);
      if (token === '**') {
        next.add(at);
      } else if (token === '**/') {
        if (open || (at > furthest && path[at - 1] === '/')) {
          next.add(at);
        }
      } else if (token === '*') {
        if (open || (next.has(at - 1) && path[at - 1] !== '/')) {
          next.add(at);
        }
      } else if (open && at < path.length && (token === '?' ? path[at] !== '/' : path[at] === token)) {
        next.add(at + 1);
      }
    }
    places = next;
    if (places.size === 0) {
      return false;
    }
  }
  return places.has(path.length);
}
