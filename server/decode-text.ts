/** A text as its bytes say it, or the first line, from 1, that holds what is no text. */
export type Decoded = { text: string } | { line: number };

/**
 * The text of UTF-8, and of UTF-16 with its mark. Bytes of any other encoding are told by their line and never guessed at: wrong
 * letters are worse than none. A NUL is no text.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = decoded(bytes, encoding);
  return text === null ? { line: lineOfFault(bytes, encoding) } : { text };
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function lineOfFault(bytes: Uint8Array, encoding: string): number {
  let line = 1;
  for (let at = 0; encoding === 'utf-8' && at < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, at);
    const next = end < 0 ? bytes.length : end + 1;
    if (decoded(bytes.subarray(at, next), encoding) === null) {
      break;
    }
    at = next;
  }
  return line;
}
