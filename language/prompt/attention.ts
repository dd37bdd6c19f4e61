import { DIALECTS, inClass } from './dialects';
import type { Bracket, Dialect } from './dialects';
import type { PromptFault, Report } from './problems';
import { Fault } from '../../schema/fault';
import type { Facts } from '../../schema/messages';

export type Emphasis = 'original' | 'no_norm' | 'ignore' | 'none';

/** Words, what they weigh, and the characters of the text they stand in. Neighbours of equal weight are one run. */
export type PromptRun = { text: string; weight: number; at: number; length: number };

export type ParseOptions = {
  emphasis: Emphasis;
  dialect?: Dialect;
  /** Mends A1111's slips. */
  strict?: boolean;
  /** Hears what is odd. */
  report?: Report;
};

const BREAK = { text: 'BREAK', weight: -1 };
export const isBreak = ({ text, weight }: Pick<PromptRun, 'text' | 'weight'>): boolean =>
  text === BREAK.text && weight === BREAK.weight;

/** Weights are out of all reason long before; and a prompt of nothing but brackets must take no time. */
const DEEPEST = 100;

/**
 * A pair of brackets: `open` and `close` are their places, or the prompt's end where nothing closes them; its words end at `mark`, where
 * `:1.2` or the closing bracket begins. `weight` is what they multiply their words by.
 */
export type BracketPair = { open: number; mark: number; close: number; weight: number; bracket: Bracket };

/** `runs` of equal weight that are neighbours are not joined here; `pairs` are in the order in which they close. */
export type EmphasisReading = { runs: PromptRun[]; pairs: BracketPair[]; faults: Fault[] };

/**
 * The runs of a prompt, at least one. With emphasis `none` brackets and BREAK are text.
 * Throws `bad_weight` with the place of a weight that is not a number ("1.2.3"), and `brackets_too_deep`.
 */
export function parsePrompt(prompt: string, options: ParseOptions): PromptRun[] {
  const { runs, faults } = readEmphasis(prompt, options);
  if (faults.length > 0) {
    throw faults[0];
  }
  return merged(runs, options.strict ?? false);
}

/** How the brackets of any prompt are read. Never throws: a weight that is no number is 1, and brackets that are too deep are text. */
export function readEmphasis(prompt: string, options: ParseOptions): EmphasisReading {
  return options.emphasis === 'none'
    ? { runs: [{ text: prompt, weight: 1, at: 0, length: prompt.length }], pairs: [], faults: [] }
    : new AttentionReader(prompt, options).read();
}

type Opened = { run: number; at: number };

class AttentionReader {
  private readonly runs: PromptRun[] = [];
  private readonly pairs: BracketPair[] = [];
  private readonly faults: Fault[] = [];
  private readonly open: { bracket: Bracket; opened: Opened[] }[];
  private readonly tokens: RegExp;
  private readonly strict: boolean;
  private report: Report | undefined;
  private numbered: { run: number; factor: number } | null = null;

  constructor(
    private readonly prompt: string,
    { dialect = 'a1111', strict = false, report }: ParseOptions
  ) {
    this.open = DIALECTS[dialect].brackets.map(bracket => ({ bracket, opened: [] }));
    this.tokens = TOKENS[dialect][strict ? 1 : 0];
    this.strict = strict;
    this.report = report;
  }

  read(): EmphasisReading {
    const { length } = this.prompt;
    for (const match of this.prompt.matchAll(this.tokens)) {
      const { 0: token, index, groups } = match;
      if (groups?.factor !== undefined || (token === '::' && this.numbered)) {
        this.endNumbered();
        this.numbered =
          groups?.factor === undefined ? null : { run: this.runs.length, factor: Number(groups.factor) };
      } else {
        this.take(token, index, groups?.weight);
      }
    }
    this.endNumbered();
    for (const { bracket, opened } of this.open) {
      for (const { run, at } of opened) {
        this.weigh(run, bracket.factor);
        this.pairs.push({ open: at, mark: length, close: length, weight: bracket.factor, bracket });
        this.report?.({ code: 'bracket_unclosed', facts: { text: bracket.open }, at, length: 1 });
      }
    }
    return { runs: this.runs, pairs: this.pairs, faults: this.faults };
  }

  /** NovelAI's `1.2::words::`; another number, or the prompt's end, ends it, too. */
  private endNumbered(): void {
    if (this.numbered) {
      this.weigh(this.numbered.run, this.numbered.factor);
      this.numbered = null;
    }
  }

  private take(token: string, at: number, weight: string | undefined): void {
    if (token.startsWith('\\') && !(this.strict && token.length === 1)) {
      this.runs.push({ text: token.slice(1), weight: 1, at, length: token.length });
      return;
    }
    const opens = this.open.find(({ bracket }) => bracket.open === token);
    const closes = this.open.find(({ bracket }) => bracket.close === (weight === undefined ? token : ')'));
    if (opens && opens.opened.length < DEEPEST) {
      opens.opened.push({ run: this.runs.length, at });
    } else if (opens) {
      this.fault('brackets_too_deep', { limit: DEEPEST }, at, 1);
      this.text(token, at);
    } else if (closes && closes.opened.length > 0) {
      const { run, at: open } = closes.opened.pop()!;
      const { bracket } = closes;
      const factor = weight === undefined ? bracket.factor : this.weight(weight, at + token.indexOf(weight));
      this.weigh(run, factor);
      this.pairs.push({ open, mark: at, close: at + token.length - 1, weight: factor, bracket });
    } else {
      this.text(token, at);
    }
  }

  private weight(text: string, at: number): number {
    const value = Number(text.normalize('NFKC')); // full-width digits are digits
    if (Number.isNaN(value)) {
      this.fault('bad_weight', { text }, at, text.length);
      return 1;
    }
    return value;
  }

  private fault(code: 'bad_weight' | 'brackets_too_deep', facts: Facts, at: number, length: number): void {
    this.report = undefined; // What follows a fault is read by guesswork.
    if (this.faults.length === 0) {
      this.faults.push(new Fault(code, { ...facts, at, length }));
    }
  }

  private text(token: string, at: number): void {
    for (const run of splitAtBreaks(token, at)) {
      this.runs.push(run);
    }
    if (this.report) {
      this.reportText(token, at, this.report);
    }
  }

  private weigh(from: number, factor: number): void {
    for (let k = from; k < this.runs.length; k++) {
      if (!(this.strict && isBreak(this.runs[k]))) {
        this.runs[k].weight *= factor;
      }
    }
  }

  /** `(words:1.2)`, or `:1.2` alone, where round brackets are text, told with NovelAI's way to write it. */
  private withoutRound(stray: string, at: number): PromptFault {
    const weight = stray.slice(1).trim();
    const before = this.prompt.slice(Math.max(0, at - 200), at);
    const words = /\(([^()]*)$/.exec(before)?.[1];
    const closed = words !== undefined && this.prompt[at + stray.length] === ')';
    const from = closed ? at - words.length - 1 : at;
    const to = at + stray.length + (closed ? 1 : 0);
    const facts = { text: this.prompt.slice(from, to).trim(), fix: `${weight}::${closed ? words : '…'}::` };
    return { code: 'weight_in_round', facts, at: from, length: to - from };
  }

  private reportText(token: string, at: number, report: Report): void {
    const brackets = this.open.map(({ bracket }) => bracket);
    if (brackets.some(({ close }) => token.endsWith(close))) {
      report({ code: 'bracket_unopened', facts: { text: token }, at, length: token.length });
    } else if (token === ':') {
      STRAY_WEIGHT.lastIndex = at;
      const [stray] = STRAY_WEIGHT.exec(this.prompt) ?? [];
      if (stray && this.open.some(({ bracket }) => bracket.takesWeight)) {
        report({ code: 'weight_outside', facts: { text: stray.trim() }, at, length: stray.length });
      } else if (stray) {
        report(this.withoutRound(stray, at));
      }
    } else if (!this.strict && this.open.some(({ opened }) => opened.length > 0)) {
      for (const { index } of token.matchAll(BREAKS)) {
        report({ code: 'break_in_brackets', facts: {}, at: at + index, length: BREAK.text.length });
      }
    }
  }
}

const BREAKS = /(?<![\p{L}\p{N}_])BREAK(?![\p{L}\p{N}_])/gu;
/** A weight without a bracket to close. Digits before it make a ratio or a time of it. */
const STRAY_WEIGHT = /(?<![\p{Nd}\s]):\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*(?=[,;\n\])}]|$)/uy;

const NUMBER = String.raw`[+-]?(?:\d{1,4}(?:\.\d{0,4})?|\.\d{1,4})`;

/**
 * Per dialect, lenient and strict: an escape, a lone backslash, a bracket, a weight that closes a bracket, a stray colon, or text up to
 * the next of these.
 */
const TOKENS = Object.fromEntries(
  Object.entries(DIALECTS).map(([dialect, { brackets, numbers }]) => {
    const chars = inClass(brackets.map(({ open, close }) => open + close).join(''));
    const weight = brackets.some(({ takesWeight }) => takesWeight)
      ? [String.raw`:\s*(?<weight>[+-]?[.\p{Nd}]+)\s*\)`]
      : [];
    const text = String.raw`[^\\:${chars}]`;
    const rest = numbers
      ? [
          String.raw`(?<![\p{L}\p{N}.])(?<factor>${NUMBER})::`,
          '::',
          `[${chars}]`,
          `(?:(?!${NUMBER}::)${text}|(?<=[\\p{L}\\p{N}.])${text})+`,
          ':'
        ]
      : [`[${chars}]`, `${text}+`, ':'];
    const lenient = [String.raw`\\[${chars}\\]`, String.raw`\\`, ...weight, ...rest];
    const strict = [String.raw`\\[(){}\[\]:|\\]`, ...weight, ...rest, String.raw`\\`];
    return [dialect, [lenient, strict].map(parts => new RegExp(parts.join('|'), 'gu'))];
  })
) as Record<Dialect, [RegExp, RegExp]>;

/** The text around each BREAK, which takes the blanks on both sides with it. */
function splitAtBreaks(text: string, at: number): PromptRun[] {
  const runs: PromptRun[] = [];
  let start = 0;
  const add = (end: number, isLast: boolean): void => {
    const piece = text.slice(start, end);
    const from = start > 0 ? piece.trimStart() : piece;
    const words = isLast ? from : from.trimEnd();
    const begin = start + piece.length - from.length;
    runs.push({ text: words, weight: 1, at: at + begin, length: words.length });
  };
  for (const { index } of text.matchAll(BREAKS)) {
    add(index, false);
    runs.push({ ...BREAK, at: at + index, length: BREAK.text.length });
    start = index + BREAK.text.length;
  }
  add(text.length, true);
  return runs;
}

function merged(runs: readonly PromptRun[], strict: boolean): PromptRun[] {
  const out: PromptRun[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && last.weight === run.weight && !(strict && (isBreak(last) || isBreak(run)))) {
      last.text += run.text;
      last.length = run.at + run.length - last.at;
    } else {
      out.push(run);
    }
  }
  return out.length ? out : [{ text: '', weight: 1, at: 0, length: 0 }];
}
