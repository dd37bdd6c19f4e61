/**
 * What chance has a word in: wildcards (`__animal__`), choices (`{2$$a|b}`; in files also `{a|b}`) and dynamicprompts' variables
 * (`${name=a|b}`, then `${name}`).
 */
import { excerpt } from '../cell/source';
import { Dice } from '../chance/dice';
import { barsIn, closings, readHead, readWeight, separatorOf, type Weighed } from './choices';
import { PROMPT_LONGEST, checkLength } from './limits';
import { nearest } from '../names/nearest';
import { WildcardNames, type NamedWildcard } from './wildcard-names';
import { readVariable, uncommented } from './written';
import { Fault } from '../../schema/fault';
import type { Facts } from '../../schema/messages';

/** Files of options by name: the path below their folder, with `/`, without `.txt`. */
export interface IWildcards {
  readonly names: readonly string[];
  /** Files that are there and of a kind that isn't read, each with its ending. */
  readonly unread?: readonly string[];
  /** The text of a file that `names` lists; throws Fault for one that is no text. */
  read(name: string): string;
}

export type WildcardOptions = { wildcards: IWildcards; seed: number };

/** Wildcards and choices within each other. */
const DEEPEST = 20;

/** Whether chance has a word in a prompt. */
export function hasWildcards(prompt: string): boolean {
  return ['__', '$$', '${'].some(mark => prompt.includes(mark));
}

/**
 * A prompt with its wildcards, choices and variables made; escapes stay as they are. Throws `wildcard_missing` (with `near` where a name
 * is like it), `wildcard_unread`, `wildcard_empty`, `wildcard_cycle`, `wildcard_depth`, `variable_unset`, `variable_unreadable`,
 * `prompt_too_long`, and what reading a file throws, each with `at` and `length` in the prompt.
 */
export function expandWildcards(prompt: string, { wildcards, seed }: WildcardOptions): string {
  checkLength(prompt);
  return hasWildcards(prompt) ? new Expander(wildcards, new Dice(seed)).prompt(prompt) : prompt;
}

/** The options of a wildcard's file: its lines without comments and blanks around them. */
export function readOptions(text: string): string[] {
  return uncommented(text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** An option of a choice, and the file it is a line of; null where it stands in the choice itself. */
type Option = Weighed & { file: string | null };

/** What a mark became, and where the text goes on. */
type Made = { text: string; end: number };

type WildcardFault =
  | 'wildcard_missing'
  | 'wildcard_unread'
  | 'wildcard_empty'
  | 'wildcard_encoding'
  | 'wildcard_cycle'
  | 'wildcard_depth'
  | 'variable_unset'
  | 'variable_unreadable'
  | 'prompt_too_long';

class Expander {
  /** What is being read, the outermost first: names of files, or of several as written. */
  private readonly within: string[] = [];
  private readonly options = new Map<string, Option[]>();
  private readonly variables = new Map<string, { text: string; fixed: boolean }>();
  private readonly names: WildcardNames;
  private place = { at: 0, length: 0 };
  private length = 0;

  constructor(
    private readonly wildcards: IWildcards,
    private readonly dice: Dice
  ) {
    this.names = new WildcardNames(wildcards.names);
  }

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
      if (text[at] === '\\' || text.startsWith('$$', at)) {
        const length = text.startsWith('__', at + 1) ? 3 : 2;
        out += text.slice(at, at + length);
        at += length;
        continue;
      }
      if (text.startsWith('____', at)) {
        const [line] = /_+/y[Symbol.match](text.slice(at))!;
        out += line;
        at += line.length;
        continue;
      }
      const found =
        this.wildcardAt(text, at, depth) ??
        this.choiceAt(text, at, closing.get(at), inFile, depth) ??
        this.variableAt(text, at, closing.get(at + 1), depth);
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

  private wildcardAt(text: string, at: number, depth: number): Made | null {
    const found = this.names.at(text, at, this.folder);
    if (!found) {
      return null;
    }
    this.enter(at, found.length);
    const options = this.optionsOf(found);
    return { text: this.option(options[this.dice.weighed(options)], depth), end: at + found.length };
  }

  private choiceAt(
    text: string,
    at: number,
    end: number | undefined,
    inFile: boolean,
    depth: number
  ): Made | null {
    const head = end === undefined ? null : readHead(text, at);
    if (end === undefined || !(text[at] === '{' && (head || inFile))) {
      return null;
    }
    const parts = splitAtBars(text.slice(at + (head?.length ?? 1), end));
    if (!head && parts.length < 2) {
      return null;
    }
    this.enter(at, end + 1 - at);
    const [separator, first] = head ? separatorOf(parts[0]) : ['', parts[0]];
    const options = this.widened([first, ...parts.slice(1)]);
    const count = head ? this.countOf(head.least, head.most ?? options.length) : 1;
    const words = this.dice
      .sample(options, count)
      .map(each =>
        each.file === null ? this.expand(each.text, inFile, depth + 1) : this.option(each, depth)
      );
    return { text: words.join(separator), end: end + 1 };
  }

  private countOf(least: number, most: number): number {
    return least >= most ? least : least + this.dice.below(most - least + 1);
  }

  /** The options of a choice; those of a wildcard that stands there alone are its lines. */
  private widened(parts: readonly string[]): Option[] {
    const [only] = parts.map(part => part.trim());
    const alone = parts.length === 1 ? this.names.at(only, 0, this.folder) : null;
    return alone && alone.length === only.length
      ? this.optionsOf(alone)
      : parts.map(text => ({ ...readWeight(text), file: null }));
  }

  /** `${name=value}` is nothing, `${name}` its value: one of the options where it has bars. */
  private variableAt(text: string, at: number, end: number | undefined, depth: number): Made | null {
    if (!text.startsWith('${', at)) {
      return null;
    }
    const written = text.slice(at, (end ?? text.length) + 1);
    const variable = end === undefined ? null : readVariable(written);
    this.enter(at, written.length);
    if (!variable) {
      throw this.fault('variable_unreadable', { text: excerpt(written) });
    }
    const { name, sets, value } = variable;
    if (sets === '') {
      const found = this.variables.get(name) ?? (value === null ? undefined : { text: value, fixed: false });
      if (!found) {
        throw this.fault('variable_unset', { name, near: nearest(name, [...this.variables.keys()]) });
      }
      return { text: found.fixed ? found.text : this.valueOf(found.text, depth), end: end! + 1 };
    }
    if (sets !== '=?' || !this.variables.has(name)) {
      const fixed = sets === '=!';
      this.variables.set(name, { text: fixed ? this.valueOf(value!, depth) : value!, fixed });
    }
    const after = text.slice(0, at).trim() === '' ? /\s*/y : /(?:)/y;
    after.lastIndex = end! + 1;
    return { text: '', end: end! + 1 + after.exec(text)![0].length };
  }

  private valueOf(value: string, depth: number): string {
    const options = splitAtBars(value).map(part => ({ ...readWeight(part), file: null }));
    const chosen = options.length > 1 ? options[this.dice.weighed(options)].text.trim() : value;
    this.grow(chosen);
    return this.expand(chosen, true, depth + 1);
  }

  /** A line of a file, with the wildcards in it. */
  private option({ text, file }: Option, depth: number): string {
    this.grow(text);
    this.within.push(file!);
    const expanded = this.expand(text, true, depth + 1);
    this.within.pop();
    return expanded;
  }

  private grow(text: string): void {
    this.length += text.length;
    if (this.length > PROMPT_LONGEST) {
      throw this.fault('prompt_too_long', { limit: PROMPT_LONGEST });
    }
  }

  /** The folder of the file being read. */
  private get folder(): string {
    return (this.within.at(-1) ?? '').split('/').slice(0, -1).join('/');
  }

  /** The lines of the files a wildcard stands for; one of several that leads back to itself is left out. */
  private optionsOf({ name, files }: NamedWildcard): Option[] {
    const { unread = [] } = this.wildcards;
    if (files.length === 0) {
      const other = unread.find(each => each.replace(/\.\w+$/, '').toLowerCase() === name.toLowerCase());
      throw other
        ? this.fault('wildcard_unread', { name, file: other })
        : this.fault('wildcard_missing', { name, near: this.names.near(name) });
    }
    const open = files.filter(file => !this.within.includes(file));
    if (open.length === 0) {
      throw this.fault('wildcard_cycle', { name, path: [...this.within, files[0]].join(' → ') });
    }
    const options = open.flatMap(file => this.optionsIn(file));
    if (options.length === 0) {
      throw this.fault('wildcard_empty', { name });
    }
    return options;
  }

  private optionsIn(file: string): Option[] {
    let options = this.options.get(file);
    if (!options) {
      options = readOptions(this.textOf(file)).map(line => ({ ...readWeight(line), file }));
      this.options.set(file, options);
    }
    return options;
  }

  private textOf(file: string): string {
    try {
      return this.wildcards.read(file);
    } catch (error) {
      throw error instanceof Fault ? this.fault(error.code as 'wildcard_encoding', error.facts) : error;
    }
  }

  /** Errors are placed where the prompt itself says what led to them. */
  private enter(at: number, length: number): void {
    if (this.within.length === 0) {
      this.place = { at, length };
    }
  }

  private fault(code: WildcardFault, facts: Facts): Fault {
    return new Fault(code, { ...facts, ...this.place } as never);
  }
}

/** The text between its bars. */
function splitAtBars(text: string): string[] {
  const edges = [-1, ...barsIn(text), text.length];
  return edges.slice(1).map((edge, k) => text.slice(edges[k] + 1, edge));
}
