/**
 * What was meant as a choice or a wildcard and is something else: options that aren't there to take, weights that are words, braces and
 * underscores that don't close. Each is told with its place; full-width marks, which are told by themselves, count as the right ones.
 */
import { excerpt } from '../cell/source';
import { choiceTakes } from './choice-takes';
import { choicesIn, closings, readHead, readWeight, separatorOf, type ChoiceFound } from './choices';
import type { Dialect } from './dialects';
import { halfWidth } from './full-width';
import type { Report } from './problems';
import { WildcardNames } from './wildcard-names';
import { withoutWritten } from './written';

/** A word that stands where the weight of an option does. */
const WEIGHT_WORD = /^\s*([^\s:]{1,20}\s*::)(?!.*::)/s;
const WORD = /[\p{L}\p{N}_]/u;

/** Reports what is odd about the choices and wildcards of a prompt as it is written. */
export function reportChance(prompt: string, dialect: Dialect, report: Report): void {
  const text = halfWidth(withoutWritten(prompt));
  choicesIn(text).forEach(choice => reportChoice(choice, prompt, report));
  // In the other dialects braces weigh, and are told by who reads weights.
  if (dialect === 'a1111') {
    reportBraces(text, report);
  }
  reportWildcards(text, prompt, report);
}

function reportChoice({ open, close, head, options }: ChoiceFound, prompt: string, report: Report): void {
  const [first, ...others] = options;
  const words = [head ? separatorOf(first)[1] : first, ...others];
  const place = { at: open, length: close + 1 - open };
  const text = excerpt(prompt.slice(open, close + 1));
  if (words.every(each => readWeight(each).text.trim() === '')) {
    report({ code: 'choice_empty', facts: { text }, ...place });
  } else if (head) {
    // A wildcard or a variable that stands there alone has more options than are seen here.
    const alone = words.length === 1 && /__|\$\{/.test(words[0]);
    const fault = choiceTakes(prompt.slice(open, close + 1), head, alone ? Infinity : words.length);
    if (fault) {
      report({ ...fault, ...place });
    }
  }
  const dollars = others.find(each => each.includes('$$') && !each.includes('{'));
  if (head && dollars !== undefined) {
    report({ code: 'choice_separator', facts: { text }, ...place });
  }
  let at = close;
  for (const option of words.toReversed()) {
    at -= option.length;
    const match = WEIGHT_WORD.exec(option);
    if (match && readWeight(option).text === option) {
      const word = match[1];
      const from = at + match[0].length - word.length;
      report({ code: 'option_weight_is_text', facts: { text: word }, at: from, length: word.length });
    }
    at--;
  }
}

/** Braces with bars of their own that have no other: those of faces (`:{`) have none. */
function reportBraces(text: string, report: Report): void {
  const closing = closings(text);
  const closed = new Set(closing.values());
  const bars = outerBars(text, closing);
  const loose = (at: number): boolean => text[at - 1] !== '\\' && !closing.has(at) && !closed.has(at);
  const open =
    text.search(/[{}]/) < 0 ? [] : [...text.matchAll(/[{}]/g)].map(({ index }) => index).filter(loose);
  for (const at of open) {
    if (text[at] === '}' && bars[0] < at) {
      report({ code: 'bracket_unopened', facts: { text: '}' }, at, length: 1 });
    } else if (text[at] === '{' && text[at - 1] !== '$' && (readHead(text, at) || bars.at(-1)! > at)) {
      report({ code: 'brace_unclosed', facts: { text: '{' }, at, length: 1 });
    }
  }
}

/** Bars that are within no braces or square brackets. */
function outerBars(text: string, closing: ReadonlyMap<number, number>): number[] {
  const bars: number[] = [];
  let square = 0;
  for (let at = 0; at < text.length; at++) {
    at = closing.get(at) ?? at;
    square = Math.max(0, square + (text[at] === '[' ? 1 : text[at] === ']' ? -1 : 0));
    if (text[at] === '|' && square === 0) {
      bars.push(at);
    }
  }
  return bars;
}

const SPACED = /__([ \t]*)([^\s_][^\n_<>{}|$]{0,60}?)[ \t]*__(?![\p{L}\p{N}_])/uy;
const COUNTED = /__\s*(\d[\d-]{0,8})\s*\$\$\s*([^\s_$][^\n$]{0,60}?)\s*__/uy;
const OPENED = /__([\p{L}\p{N}*][^\s,;<>{}|()[\]:\0]{0,60})/uy;
const CLOSED = /[\p{L}\p{N}*][^\s,;<>{}|()[\]:\0_]{0,60}$/u;

/** Underscores that were meant as the marks of a wildcard and are text. */
function reportWildcards(text: string, prompt: string, report: Report): void {
  const names = new WildcardNames([]);
  const tell = (at: number, length: number, fix: string): number => {
    report({ code: 'wildcard_is_text', facts: { text: prompt.slice(at, at + length), fix }, at, length });
    return at + length;
  };
  // What goes on behind a wildcard may be more of its name (`__under__score__`), and what is behind an escape was meant as it is.
  let end = -1;
  const goesOn = (from: number): boolean => from === end || prompt.slice(from - 3, from) === '\\__';
  for (let at = text.indexOf('__'); at >= 0; at = text.indexOf('__', at)) {
    const row = /_+/y[Symbol.match](text.slice(at, at + 400))![0].length;
    const wildcard = names.at(text, at, '');
    const clings = WORD.test(text[at - 1] ?? '');
    const [spaced, counted, opened] = [SPACED, COUNTED, OPENED].map(pattern => {
      pattern.lastIndex = at;
      return clings || row > 3 ? null : pattern.exec(text);
    });
    const before =
      clings && row < 4 && !WORD.test(text[at + row] ?? '')
        ? CLOSED.exec(text.slice(Math.max(0, at - 60), at))
        : null;
    if (wildcard) {
      at += wildcard.length;
      end = at;
    } else if (counted) {
      at = tell(at, counted[0].length, `{${counted[1]}$$__${counted[2]}__}`);
    } else if (spaced) {
      at = tell(at, spaced[0].length, `__${spaced[2]}__`);
    } else if (opened) {
      at = tell(at, opened[0].length, `__${opened[1].replace(/_+$/, '')}__`);
    } else if (before && !goesOn(at - before[0].length)) {
      at = tell(at - before[0].length, before[0].length + row, `__${before[0]}__`);
    } else {
      at += row;
    }
  }
}
