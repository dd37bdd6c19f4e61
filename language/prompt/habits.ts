/**
 * Habits of other programs and keyboards that mean nothing here, or something else: what A1111 reads as text where a writer meant a mark.
 * Each is told with its place, and with `fix`, what to write in that place, where there is one.
 */
import { excerpt } from '../cell/source';
import { reportChance } from './chance-habits';
import type { Dialect } from './dialects';
import { fullWidth } from './full-width';
import { masked } from './masked';
import { looksLike } from '../infotext/pasted/looks-like';
import { oddCharacters } from './odd-characters';
import type { PromptFault, Report } from './problems';
import { commentsIn, dollarsIn, withoutWritten } from './written';

type Found = PromptFault | null;

/**
 * What a prompt as it is written holds beside the prompt: comments, names that only a notebook's kernel knows, what is odd about its choices
 * and wildcards, and in A1111's dialect marks of NovelAI's. Of a prompt that looks like settings that is all that is said.
 */
export function reportWriting(prompt: string, dialect: Dialect, report: Report): void {
  const of = looksLike(prompt);
  if (of !== null) {
    const at = prompt.length - prompt.trimStart().length;
    const length = prompt.trim().split('\n', 1)[0].length;
    report({ code: 'looks_like_settings', facts: { of }, at, length });
    return;
  }
  const comments = commentsIn(prompt);
  if (comments.length > 0) {
    const [[at, to]] = comments;
    const text = prompt.slice(at, to).trimEnd();
    report({ code: 'comment_cut', facts: { text: excerpt(text) }, at, length: text.length });
  }
  const name = dollarsIn(masked(prompt, comments)).find(({ kind }) => kind === 'name');
  if (name) {
    const { from: at, to } = name;
    report({ code: 'dollar_is_text', facts: { text: prompt.slice(at, to) }, at, length: to - at });
  }
  reportChance(prompt, dialect, report);
  if (dialect === 'a1111') {
    reportNovelai(withoutWritten(prompt), report);
  }
}

/** What is odd about a prompt's characters, each habit told once. */
export function reportCharacters(prompt: string, dialect: Dialect, report: Report): void {
  for (const found of [slashes(prompt), fullWidth(prompt, dialect), oddCharacters(prompt)]) {
    if (found) {
      report(found);
    }
  }
}

function reportNovelai(prompt: string, report: Report): void {
  const weight = novelaiWeight(prompt);
  const braces = emphasisBraces(prompt);
  for (const found of [weight, braces, weight || braces ? doubleSquare(prompt) : null]) {
    if (found) {
      report(found);
    }
  }
}

/** C's comments, which are words to A1111. An address (`https://…`) is none. */
function slashes(prompt: string): Found {
  const line = /(?<![:\p{L}\p{N}/／])(?:\/\/|／／)[^\n]*/u.exec(prompt);
  const open = prompt.indexOf('/*');
  const close = open < 0 ? -1 : prompt.indexOf('*/', open + 2);
  const [at, to] =
    close >= 0 && !(line && line.index < open)
      ? [open, close + 2]
      : [line?.index ?? -1, (line?.index ?? 0) + (line?.[0].length ?? 0)];
  return at < 0
    ? null
    : {
        code: 'slashes_are_text',
        facts: { text: excerpt(prompt.slice(at, to)) },
        at,
        length: to - at
      };
}

const NOVELAI_WEIGHT =
  /(?<![\p{L}\p{N}.:])([+-]?(?:\d{1,4}(?:\.\d{0,4})?|\.\d{1,4}))::((?:(?!::)[^{|}\0])+)(::|$)/gu;

/**
 * NovelAI's `1.2::words::`, from the first to the last; behind one the last may go on to the end. A number before an option,
 * `{0.7::a|b}`, is that option's weight.
 */
function novelaiWeight(prompt: string): Found {
  const all = [...prompt.matchAll(NOVELAI_WEIGHT)];
  if (!all.some(([, , , end]) => end !== '')) {
    return null;
  }
  const at = all[0].index;
  const last = all[all.length - 1];
  const text = prompt.slice(at, last.index + last[0].length);
  const fix = text.replace(
    NOVELAI_WEIGHT,
    (_, weight: string, words: string) => `(${words.trim()}:${Number(weight)})`
  );
  return { code: 'novelai_weight', facts: { text: excerpt(text), fix }, at, length: text.length };
}

/** NovelAI's `{{words}}`, which A1111 reads as they stand; braces with bars are variants or choices. */
function emphasisBraces(prompt: string): Found {
  for (const match of prompt.matchAll(/(?<!\$)(\{{1,20})([^{}|｜$\\\0]{1,200})(\}{1,20})/gu)) {
    const [text, open, words, close] = match;
    const deep = Math.min(open.length, close.length);
    if (words.trim() !== '' && deep === open.length && deep === close.length) {
      const fix = `(${words}:${rounded(1.05 ** deep)})`;
      return {
        code: 'braces_are_text',
        facts: { text: excerpt(text), fix },
        at: match.index,
        length: text.length
      };
    }
  }
  return null;
}

/** `[[words]]` of a prompt that has other marks of NovelAI's, whose brackets weigh less. */
function doubleSquare(prompt: string): Found {
  const match = /\[\[([^[\]|:\\\0]{1,200})\]\]/u.exec(prompt);
  if (!match) {
    return null;
  }
  const [text, words] = match;
  const facts = { text: excerpt(text), fix: `(${words}:${rounded(1 / 1.05 ** 2)})` };
  return { code: 'novelai_brackets', facts, at: match.index, length: text.length };
}

function rounded(weight: number): number {
  return Number(weight.toFixed(3));
}
