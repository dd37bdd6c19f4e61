/**
 * What chance has a word in: wildcards (`__animal__`), choices (`{2$$a|b}`; in files also `{a|b}`) and dynamicprompts' variables
 * (`${name=a|b}`, then `${name}`).
 */
import { excerpt } from '../cell/source';
import { Dice } from '../chance/dice';
import { choiceTakes } from './choice-takes';
import { closings, readHead, readWeight, separatorOf, splitAtBars, unreadableHead } from './choices';
import { PROMPT_LONGEST, checkLength } from './limits';
import { nearest } from '../names/nearest';
import { OptionFiles, type IWildcards, type Option } from './option-files';
import type { Report } from './problems';
import type { NamedWildcard } from './wildcard-names';
import { readVariable } from './written';
import { Fault } from '../../schema/fault';
import type { Facts, MessageCode } from '../../schema/messages';

export type WildcardOptions = {
  wildcards: IWildcards;
  seed: number;
  /** Hears of files that are no text and are passed over, because others of their glob are, and of choices that have too few lines. */
  report?: Report;
};

/** Wildcards and choices within each other. */
const DEEPEST = 20;

/** Whether chance has a word in a prompt. */
export function hasWildcards(prompt: string): boolean {
  return ['__', '$$', '${'].some(mark => prompt.includes(mark));
}

/**
 * A prompt with its wildcards, choices and variables made; escapes stay as they are. Throws `wildcard_missing` (with `near` where a name
 * is like it), `wildcard_unread`, `wildcard_empty`, `wildcard_cycle`, `wildcard_depth`, `choice_count`, `choice_weight`, `variable_unset`, `variable_cycle`,
 * `variable_unreadable`, `prompt_too_long`, and what reading a file throws, each with `at` and `length` in the prompt, and with `within`
 * and `line` where a file holds what is wrong.
 */
export function expandWildcards(prompt: string, { wildcards, seed, report }: WildcardOptions): string {
  checkLength(prompt);
  return hasWildcards(prompt) ? new Expander(wildcards, new Dice(seed), report).prompt(prompt) : prompt;
}

/** What a mark became, and where the text goes on. */
type Made = { text: string; end: number };

class Expander {
  /** What is being read, the outermost first: names of files, or of several as written. */
  private readonly within: string[] = [];
  /** The line of the innermost file. */
  private line = 0;
  /** Variables whose values are being made, the outermost first. */
  private readonly making: string[] = [];
  private readonly variables = new Map<string, { text: string; fixed: boolean }>();
  private readonly files: OptionFiles;
  private place = { at: 0, length: 0 };
  private length = 0;

  constructor(
    wildcards: IWildcards,
    private readonly dice: Dice,
    private readonly report?: Report
  ) {
    this.files = new OptionFiles(wildcards);
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
    const found = this.files.at(text, at, this.folder);
    if (!found) {
      return null;
    }
    this.enter(at, found.length);
    const options = this.checked(this.optionsOf(found));
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
    const unreadable = end === undefined ? 0 : unreadableHead(text, at);
    if (unreadable > 0) {
      this.enter(at, unreadable);
      throw this.fault('choice_count', { text: text.slice(at, at + unreadable) });
    }
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
    const isOfFiles = head !== null && options[0].file !== null && this.within.length === 0;
    const fault = isOfFiles ? choiceTakes(text.slice(at, end + 1), head, options.length) : null;
    if (fault && head!.least > options.length) {
      this.report?.({ ...fault, ...this.place });
    }
    const count = head ? this.countOf(head.least, head.most ?? options.length) : 1;
    const words = this.dice
      .sample(this.checked(options), count)
      .map(each => (each.file === null ? this.expand(each.text, true, depth + 1) : this.option(each, depth)));
    return { text: words.join(separator), end: end + 1 };
  }

  /** The options, whose weights are shares of the chances: none below 0, and not all of them 0. */
  private checked(options: Option[]): Option[] {
    const bad = options.find(({ weight }) => weight < 0);
    if (bad || options.every(({ weight }) => weight === 0)) {
      const { weight: value, file, line } = bad ?? options[0];
      throw this.fault('choice_weight', { value, ...(file !== null && { within: `${file}.txt`, line }) });
    }
    return options;
  }

  private countOf(least: number, most: number): number {
    return least >= most ? least : least + this.dice.below(most - least + 1);
  }

  /** The options of a choice; those of a wildcard that stands there alone are its lines. */
  private widened(parts: readonly string[]): Option[] {
    const [only] = parts.map(part => part.trim());
    const alone = parts.length === 1 ? this.files.at(only, 0, this.folder) : null;
    return alone && alone.length === only.length ? this.optionsOf(alone) : parts.map(readOption);
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
      return { text: found.fixed ? found.text : this.valueOf(found.text, depth, name), end: end! + 1 };
    }
    if (sets !== '=?' || !this.variables.has(name)) {
      const fixed = sets === '=!';
      this.variables.set(name, { text: fixed ? this.valueOf(value!, depth) : value!, fixed });
    }
    const after = text.slice(0, at).trim() === '' ? /\s*/y : /(?:)/y;
    after.lastIndex = end! + 1;
    return { text: '', end: end! + 1 + after.exec(text)![0].length };
  }

  /** `name`: whose value is made, which can't be a part of it. */
  private valueOf(value: string, depth: number, name?: string): string {
    if (name !== undefined && this.making.includes(name)) {
      throw this.fault('variable_cycle', { name });
    }
    this.making.push(name ?? '');
    const options = splitAtBars(value).map(readOption);
    const chosen = options.length > 1 ? options[this.dice.weighed(this.checked(options))].text.trim() : value;
    this.grow(chosen);
    const made = this.expand(chosen, true, depth + 1);
    this.making.pop();
    return made;
  }

  /** A line of a file, with the wildcards in it. */
  private option({ text, file, line }: Option, depth: number): string {
    this.grow(text);
    const before = this.line;
    this.within.push(file!);
    this.line = line;
    this.tellUnclosed(text);
    const expanded = this.expand(text, true, depth + 1);
    this.within.pop();
    this.line = before;
    return expanded;
  }

  /** A brace of a line that no other closes; those of faces (`:{`) are none. */
  private tellUnclosed(text: string): void {
    const closing = text.includes('{') ? closings(text) : null;
    const open = [...text.matchAll(/(?<![:;=\\$])\{/g)].some(({ index }) => !closing!.has(index));
    if (open) {
      const facts = { text: '{', within: `${this.within.at(-1)}.txt`, line: this.line };
      this.report?.({ code: 'brace_unclosed', facts, ...this.place });
    }
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

  private optionsOf(found: NamedWildcard): Option[] {
    try {
      return this.files.optionsOf(found, this.within, ({ facts }) =>
        this.report?.({ code: 'wildcard_passed_over', facts, ...this.place })
      );
    } catch (error) {
      throw error instanceof Fault ? this.fault(error.code, error.facts) : error;
    }
  }

  /** Errors are placed where the prompt itself says what led to them. */
  private enter(at: number, length: number): void {
    if (this.within.length === 0) {
      this.place = { at, length };
    }
  }

  private fault(code: MessageCode, facts: Facts): Fault {
    const file = this.within.at(-1);
    const inFile = file === undefined ? {} : { within: `${file}.txt`, line: this.line };
    return new Fault(code, { ...inFile, ...facts, ...this.place } as never);
  }
}

/** An option that stands in its choice. */
function readOption(text: string): Option {
  return { ...readWeight(text), file: null, line: 0 };
}
