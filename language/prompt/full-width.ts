/** Marks of the prompt language as Chinese and Japanese keyboards write them, which are text to A1111. */
import { excerpt } from '../cell/source';
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
const NUMBER = '\\s*[+-]?[\\d０-９.．]+\\s*';
/** What no sentence has, in whatever language: a sentence may stand in full-width brackets, and say a number behind a colon. */
const FOREIGN_TO_ALL = new RegExp(
  [
    // Brackets with an ASCII half, around a weight, or doubled.
    '（[^（）()]+\\)|\\([^（）()]+）|【[^【】[\\]]+\\]|\\[[^【】[\\]]+】',
    `[（(][^（）()]+：${NUMBER}[)）]|（[^（）()]+:${NUMBER}）|[【[][^【】[\\]]+：${NUMBER}[\\]】]|【[^【】[\\]]+:${NUMBER}】`,
    '（（+[^（）()]+））+|【【+[^【】[\\]]+】】+',
    '<[^<>：]+：[^<>]+>',
    // A weight without brackets has a point.
    '：\\s*[+-]?[\\d０-９]*[.．][\\d０-９]+(?=\\s*(?:[,，、|｜\\n]|$))',
    '[［］｛｝｜＜＞]|＿_|_＿|＿＿|＄(?=[\\p{L}{｛＄$])|(?<=^|\\s)＃'
  ].join('|'),
  'gu'
);
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
 * The full-width marks of a prompt, from the first to the last with the ASCII halves of their pairs. In Chinese and Japanese those are told
 * that no sentence has.
 */
export function fullWidth(prompt: string, dialect: Dialect): PromptFault | null {
  const isForeign = dialect !== 'hai' && !CHINESE_OR_JAPANESE.test(prompt);
  const all = [...prompt.matchAll(isForeign ? MARK : FOREIGN_TO_ALL)];
  if (all.length === 0) {
    return null;
  }
  const [first] = all;
  const last = all[all.length - 1];
  const before = prompt.slice(0, first.index);
  const at = OPENING[kindOf(first[0])]?.exec(before)?.index ?? first.index;
  const end = last.index + last[0].length;
  const isWhole = last[0].length > 2 || /[）］】]/u.test(last[0]);
  const tail = isWhole
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
