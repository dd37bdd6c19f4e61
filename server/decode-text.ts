/** A text as its bytes say it, or the first line, from 1, that holds what is no text. */
export type Decoded = { text: string } | { line: number };

/**
 * The text of UTF-8, and of UTF-16 with its mark. Bytes of any other encoding are told by their line and never guessed at: wrong
 * letters are worse than none. A NUL is no text. What GBK writes may happen to be UTF-8 that no language has: that is told, too.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = decoded(bytes, encoding);
  if (text === null) {
    return { line: encoding === 'utf-8' ? lineOfFault(bytes) : lineOfFault16(bytes, encoding) };
  }
  const mixed = encoding === 'utf-8' ? byChance(text) : null;
  return mixed === null ? { text } : { line: text.slice(0, mixed).split('\n').length };
}

/** The line, from 1, of the first NUL in a text that is UTF-8 but for a few of them; UTF-16 without its mark is half NULs. Null for others. */
export function lineOfNul(bytes: Uint8Array): number | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  const before = text.split('\0');
  const isText = before.length > 1 && (before.length - 1) * 4 <= text.length;
  return isText ? before[0].split('\n').length : null;
}

/** Letters of two bytes in UTF-8, as each Han character has two in GBK. */
const TWO_BYTES = /[\u0080-\u07ff]+/g;
/** A mark that one script alone has, upon a letter of another. Letters of several scripts side by side are a formula or a name. */
const STRAY_MARK = new RegExp(
  ['Hebrew', 'Arabic', 'Syriac', 'Thaana', 'Nko']
    .map(script => `(?!\\p{Script=${script}})\\p{L}(?=\\p{Script=${script}})\\p{M}`)
    .join('|'),
  'u'
);

/**
 * Where a mark stands upon a letter of another script, in a text that has no character of three bytes, and the same bytes are Chinese in
 * GBK: `һֻè` for 一只猫. Null where there is none.
 */
function byChance(text: string): number | null {
  if (/[\u0800-\uffff]/.test(text)) {
    return null;
  }
  for (const { 0: run, index } of text.matchAll(TWO_BYTES)) {
    if (STRAY_MARK.test(run) && isChinese(new TextEncoder().encode(run))) {
      return index;
    }
  }
  return null;
}

function isChinese(bytes: Uint8Array): boolean {
  try {
    return /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]+$/u.test(
      new TextDecoder('gbk', { fatal: true }).decode(bytes)
    );
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function lineOfFault(bytes: Uint8Array): number {
  let line = 1;
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, at);
    const next = end < 0 ? bytes.length : end + 1;
    if (decoded(bytes.subarray(at, next), 'utf-8') === null) {
      break;
    }
    at = next;
  }
  return line;
}

/** The line with a NUL or half a character; the last one where the text ends within a unit. */
function lineOfFault16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): number {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  const lines = (encoding === 'utf-16le' ? even : even.swap16()).toString('utf16le').split('\n');
  const at = lines.findIndex(line => /\0|\p{Surrogate}/u.test(line));
  return at < 0 ? lines.length : at + 1;
}
