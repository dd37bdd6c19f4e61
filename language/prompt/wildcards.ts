import { Dice } from '../chance/dice';
import { barsIn, closings, matchAt, readChoiceHead, separatorOf } from './choices';
import { PROMPT_LONGEST, checkLength } from './limits';
import { nearest } from '../names/nearest';
import { Fault } from '../../schema/fault';

/** Files of options by name: the path below their folder, with `/`, without `.txt`. */
export interface IWildcards {
  readonly names: readonly string[];
  /** The text of a file that `names` lists. */
  read(name: string): string;
}

export type WildcardOptions = { wildcards: IWildcards; seed: number };

const WILDCARD = /__([\p{L}\p{N}*./-]+(?:_[\p{L}\p{N}*./-]+)*)__/uy;
/** Wildcards and choices within each other. */
const DEEPEST = 20;

/** Whether chance has a word in a prompt. */
export function hasWildcards(prompt: string): boolean {
  return prompt.includes('__') || prompt.includes('$$');
}

/**
 * A prompt with its wildcards and choices made. Throws `wildcard_missing` (with `near` where a name is like it), `wildcard_empty`,
 * `wildcard_cycle`, `wildcard_depth` and `prompt_too_long`, each with `at` and `length` in the prompt.
 */
export function expandWildcards(prompt: string, { wildcards, seed }: WildcardOptions): string {
  checkLength(prompt);
  return hasWildcards(prompt) ? new Expander(wildcards, new Dice(seed)).prompt(prompt) : prompt;
}

/** The options of a wildcard's file. */
export function readOptions(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
}

class Expander {
  /** Names of the files being read, the outermost first. */
  private readonly within: string[] = [];
  private readonly options = new Map<string, string[]>();
  private place = { at: 0, length: 0 };
  private length = 0;

  constructor(
    private readonly wildcards: IWildcards,
    private readonly dice: Dice
  ) {}

  prompt(text: string): string {
    return this.expand(text, false, 0);
  }

  private expand(text: string, inFile: boolean, depth: number): string {
    if (depth > DEEPEST) {
      throw this.fault('wildcard_depth', { limit: DEEPEST });
    }
    const closing = closings(text);
    let out = '';
    let at = 0;
    while (at < text.length) {
      if (text[at] === '\\') {
        out += text.slice(at, at + (text.startsWith('__', at + 1) ? 3 : 2));
        at += text.startsWith('__', at + 1) ? 3 : 2;
        continue;
      }
      const found =
        this.wildcardAt(text, at, depth) ?? this.choiceAt(text, at, closing.get(at), inFile, depth);
      if (found) {
        out += found.text;
        at = found.end;
      } else {
        out += text[at];
        at++;
      }
    }
    return out;
  }

  private wildcardAt(text: string, at: number, depth: number): { text: string; end: number } | null {
    const match = matchAt(WILDCARD, text, at);
    if (!match) {
      return null;
    }
    const [whole, name] = match;
    this.enter(at, whole.length);
    const options = this.optionsOf(name);
    return {
      text: this.option(options[this.dice.below(options.length)], name, depth),
      end: at + whole.length
    };
  }

  private choiceAt(
    text: string,
    at: number,
    end: number | undefined,
    inFile: boolean,
    depth: number
  ): { text: string; end: number } | null {
    const head = end === undefined ? null : readChoiceHead(text, at);
    if (end === undefined || !(head || inFile)) {
      return null;
    }
    const parts = splitAtBars(text.slice(at + (head ? head[0].length : 1), end));
    if (!head && parts.length < 2) {
      return null;
    }
    this.enter(at, end + 1 - at);
    const [separator, first] = head ? separatorOf(parts[0]) : ['', parts[0]];
    const count = head ? this.countOf(Number(head[1]), Number(head[2] ?? head[1])) : 1;
    const options = this.widened([first, ...parts.slice(1)]);
    const chosen = this.dice.sample(options, count);
    const words = chosen.map(({ text: option, name }) =>
      name === null ? this.expand(option, inFile, depth + 1) : this.option(option, name, depth)
    );
    return { text: words.join(separator), end: end + 1 };
  }

  private countOf(low: number, high: number): number {
    const [least, most] = low < high ? [low, high] : [high, low];
    return least === most ? least : least + this.dice.below(most - least + 1);
  }

  /** The options of a choice; those of a wildcard that stands there alone are its lines. */
  private widened(parts: readonly string[]): { text: string; name: string | null }[] {
    const alone = parts.length === 1 ? matchAt(WILDCARD, parts[0].trim(), 0) : null;
    return alone && alone[0] === parts[0].trim()
      ? this.optionsOf(alone[1]).map(text => ({ text, name: alone[1] }))
      : parts.map(text => ({ text, name: null }));
  }

  /** A line of a file, with the wildcards in it. */
  private option(text: string, name: string, depth: number): string {
    this.length += text.length;
    if (this.length > PROMPT_LONGEST) {
      throw this.fault('prompt_too_long', { limit: PROMPT_LONGEST });
    }
    if (this.within.includes(name)) {
      throw this.fault('wildcard_cycle', { name, path: [...this.within, name].join(' → ') });
    }
    this.within.push(name);
    const expanded = this.expand(text, true, depth + 1);
    this.within.pop();
    return expanded;
  }

  private optionsOf(name: string): string[] {
    let options = this.options.get(name);
    if (!options) {
      const wanted = globOf(name);
      const names = this.wildcards.names.filter(each => wanted.test(each)).sort();
      if (names.length === 0) {
        throw this.fault('wildcard_missing', { name, near: nearest(name, this.wildcards.names) });
      }
      options = names.flatMap(each => readOptions(this.wildcards.read(each)));
      if (options.length === 0) {
        throw this.fault('wildcard_empty', { name });
      }
      this.options.set(name, options);
    }
    return options;
  }

  /** Errors are placed where the prompt itself says what led to them. */
  private enter(at: number, length: number): void {
    if (this.within.length === 0) {
      this.place = { at, length };
    }
  }

  private fault(
    code: 'wildcard_missing' | 'wildcard_empty' | 'wildcard_cycle' | 'wildcard_depth' | 'prompt_too_long',
    facts: Record<string, string | number | undefined>
  ): Fault {
    return new Fault(code, { ...facts, ...this.place });
  }
}

/** The text between its bars. */
function splitAtBars(text: string): string[] {
  const edges = [-1, ...barsIn(text), text.length];
  return edges.slice(1).map((edge, k) => text.slice(edges[k] + 1, edge));
}

function globOf(name: string): RegExp {
  const pattern = name
    .split(/(\*\*|\*)/)
    .map(piece =>
      piece === '**' ? '.*' : piece === '*' ? '[^/]*' : piece.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
    )
    .join('');
  return new RegExp(`^${pattern}$`, 'iu');
}
