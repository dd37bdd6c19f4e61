/** Marks of the prompt language as Chinese and Japanese keyboards write them, which are text to A1111. */
import type { Dialect } from './dialects';
import type { PromptFault } from './problems';

const HALF: Readonly<Record<string, string>> = {
  '（': '(',
  '）': ')',
  '【': '[',
  '】': ']',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
  '｜': '|',
  '＜': '<',
  '＞': '>',
  '：': ':',
  '，': ',',
  '、': ',',
  '＿': '_',
  '＄': '$',
  '＃': '#'
};
const MARK = /[（）【】［］｛｝｜＜＞：，、]|[_＿]{2}(?<=＿)|＿_|＄(?=[\p{L}{｛＄$])|(?<=^|\s)＃/gu;
/** What no sentence has, in whatever language. */
const FOREIGN_TO_ALL =
  /[（）【】［］｛｝｜＜＞]|：\s*[+-]?[\d０-９.．]|＿_|_＿|＿＿|＄(?=[\p{L}{｛＄$])|(?<=^|\s)＃/u;
const CHINESE_OR_JAPANESE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const WEIGHT = /：\s*[+-]?[\d０-９.．]+/gu;
/** The other half of a pair whose one half is full-width. */
const OPENING: Readonly<Record<string, RegExp>> = {
  '）': /\([^()]*$/,
  '】': /\[[^[\]]*$/,
  '］': /\[[^[\]]*$/,
  '｝': /\{[^{}]*$/,
  '＞': /<[^<>]*$/,
  _: /__[^\s_]+$/
};
const CLOSING: Readonly<Record<string, RegExp>> = {
  '（': /^[^()]*\)/,
  '【': /^[^[\]]*\]/,
  '［': /^[^[\]]*\]/,
  '｛': /^[^{}]*\}/,
  '＜': /^[^<>]*>/,
  _: /^[^\s_]+__/
};

/** The text with every mark as the prompt language writes it; each character keeps its place. */
export function halfWidth(text: string): string {
  return text.replace(/./gu, char => HALF[char] ?? char);
}

/**
 * The full-width marks of a prompt, from the first to the last with the ASCII halves of their pairs. Commas and colons are told where no
 * sentence in Chinese or Japanese has them.
 */
export function fullWidth(prompt: string, dialect: Dialect): PromptFault | null {
  const isForeign = dialect !== 'hai' && !CHINESE_OR_JAPANESE.test(prompt);
  const all = [...prompt.matchAll(MARK)];
  if (all.length === 0 || !(FOREIGN_TO_ALL.test(prompt) || isForeign)) {
    return null;
  }
  const [first] = all;
  const last = all[all.length - 1];
  const before = prompt.slice(0, first.index);
  const at = OPENING[kindOf(first[0])]?.exec(before)?.index ?? first.index;
  const end = last.index + last[0].length;
  const tail = /[）］】]/u.test(last[0])
    ? ''
    : ((
        CLOSING[all.length > 1 && last[0].includes('＿') ? '' : kindOf(last[0])] ?? /^\s*[+-]?[\d０-９.．]+/u
      ).exec(prompt.slice(end))?.[0] ?? '');
  const text = prompt.slice(at, end + tail.length);
  const fix = halfWidth(text.replace(WEIGHT, weight => weight.normalize('NFKC')));
  return { code: 'full_width', facts: { text: excerpt(text), fix }, at, length: text.length };
}

function kindOf(mark: string): string {
  return mark.includes('＿') ? '_' : mark;
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
