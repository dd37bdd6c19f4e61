/** Characters of a prompt that can't be seen or aren't what they seem: told but where the writer's language has them. */
import type { PromptFault } from './problems';

/** Blanks that are none, what can't be seen, and quotes that a word processor bent. */
const ODD =
  /[\u00a0\u00ad\u200b-\u200f\u2028\u2029\u202a-\u202f\u2060\ufeff“”„‟‘’‚‛]|(?![\t\n\v\f\r])\p{Cc}/gu;

/** Letters of languages that bend their quotes. */
const OTHER_SCRIPT = /(?!\p{sc=Latin})\p{L}/u;
const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u;
const JOINED_EMOJI = /[\p{Extended_Pictographic}\ufe0f\p{Emoji_Modifier}]$/u;
const JOINED_LETTER = /(?!\p{sc=Latin})[\p{L}\p{M}]$/u;
const WORD_END = /[\p{L}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}]/u;

/** The odd characters of a prompt, from the first to the last, with what to write there; null for none. */
export function oddCharacters(prompt: string): PromptFault | null {
  const found = [...prompt.matchAll(ODD)];
  if (found.length === 0) {
    return null;
  }
  const around = surroundings(prompt);
  const all = found.filter(({ 0: char, index }) => !isRight(char, index, prompt, around));
  if (all.length === 0) {
    return null;
  }
  const at = all[0].index;
  const length = all[all.length - 1].index + 1 - at;
  const names = [...new Set(all.map(([char]) => char))].map(nameOf);
  const places = new Set(all.map(({ index }) => index));
  const fix = prompt
    .slice(at, at + length)
    .split('')
    .map((char, k) => (places.has(at + k) ? plain(char) : char))
    .join('');
  return { code: 'odd_characters', facts: { names, fix }, at, length };
}

type Surroundings = Readonly<
  Record<'otherScript' | 'rightToLeft' | 'lowQuotes' | 'lowQuote' | 'opened' | 'openedHigh', boolean>
>;

/** What of a whole prompt says which quotes belong there; looked for once. */
function surroundings(prompt: string): Surroundings {
  return {
    otherScript: OTHER_SCRIPT.test(prompt),
    rightToLeft: RIGHT_TO_LEFT.test(prompt),
    lowQuotes: prompt.includes('„'),
    lowQuote: prompt.includes('‚'),
    opened: prompt.includes('‘'),
    openedHigh: /[‘‛]/.test(prompt)
  };
}

/** Whether a character is one that belongs where it stands. */
function isRight(char: string, at: number, prompt: string, around: Surroundings): boolean {
  const before = prompt.slice(Math.max(0, at - 2), at);
  const behind = prompt.slice(at + 1, at + 3);
  switch (char) {
    case '“':
    case '”':
      return around.lowQuotes || around.otherScript;
    case '„':
      return true;
    case '‘':
    case '’':
      return (
        around.otherScript ||
        around.lowQuote ||
        (WORD_END.test(before) && WORD_START.test(behind)) ||
        // The apostrophe of `the dogs’ house` and `’90s`, where nothing is opened that it closes.
        (char === '’' && !around.openedHigh && (WORD_END.test(before) || WORD_START.test(behind)))
      );
    case '‚':
      return around.opened || around.otherScript;
    case '\u200c':
      return JOINED_LETTER.test(before);
    case '\u200d':
      return JOINED_EMOJI.test(before) || JOINED_LETTER.test(before);
    case '\u200e':
    case '\u200f':
      return around.rightToLeft;
    case '\u00a0':
    case '\u202f':
      // As French has it.
      return /^[»!?;:%]/.test(behind) || before.endsWith('«');
    default:
      return false;
  }
}

function nameOf(char: string): string {
  const number = `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /\p{P}/u.test(char) ? `${char} ${number}` : number;
}

function plain(char: string): string {
  return /[\u00a0\u202f\u2028\u2029]/.test(char)
    ? ' '
    : /[“”„‟]/.test(char)
      ? '"'
      : /[‘’‚‛]/.test(char)
        ? "'"
        : '';
}
