/**
 * Bytes as the text that somebody meant. Writers of pictures put UTF-8 where a specification says Latin-1, leave marks away or set
 * the wrong one, and write UTF-16 in either order, so the bytes themselves have the last word.
 */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** What Windows has in place of Latin-1's controls, from 0x80 on (Unicode's CP1252.TXT; Node's own decoder reads plain Latin-1). */
const OF_WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Share of zero bytes above which unmarked text is UTF-16: Latin text has a half of them. */
const ZEROS_OF_UTF16 = 0.2;

/** A text without its byte order mark and the zeros behind it, with line ends as `\n`. */
export function tidy(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(/(?<!\0)\0+$/, '')
    .replace(/\r\n?/g, '\n');
}

/** The text of unmarked bytes: UTF-16 by its mark or its zeros, UTF-8 when it is valid, else the Latin-1 of Windows. */
export function guessText(bytes: Buffer): string {
  return tidy(utf16Marked(bytes) ?? (isFullOfZeros(bytes) ? utf16(bytes, false) : byteText(bytes)));
}

/** The text of bytes said to be UTF-16, whose order is not known for sure; UTF-8 where it can be nothing else. */
export function decodeUtf16(bytes: Buffer, little: boolean): string {
  const marked = utf16Marked(bytes);
  const isUtf8 = marked === null && !trimmed(bytes).includes(0) && utf8(bytes) !== null;
  return tidy(marked ?? (isUtf8 ? byteText(bytes) : utf16(bytes, little)));
}

/** Text that the Japanese mark of Exif stands before: ISO-2022-JP by its escapes, UTF-8, else Shift JIS. */
export function decodeJapanese(bytes: Buffer): string {
  const escapes = bytes.includes(0x1b);
  return tidy(
    escapes
      ? new TextDecoder('iso-2022-jp').decode(bytes)
      : (utf8(bytes) ?? new TextDecoder('shift_jis').decode(bytes))
  );
}

function utf8(bytes: Buffer): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 when the bytes are valid, else the Latin-1 of Windows; every character as it is. */
export function byteText(bytes: Buffer): string {
  return (
    utf8(bytes) ??
    bytes.toString('latin1').replace(/[\x80-\x9f]/g, letter => OF_WINDOWS[letter.charCodeAt(0) - 0x80])
  );
}

function utf16Marked(bytes: Buffer): string | null {
  if (bytes.length < 2 || bytes.subarray(0, 3).equals(UTF8_MARK)) {
    return null;
  }
  const mark = bytes.readUInt16BE(0);
  return mark === 0xfeff ? ordered(bytes, false) : mark === 0xfffe ? ordered(bytes, true) : null;
}

function isFullOfZeros(bytes: Buffer): boolean {
  const text = trimmed(bytes);
  return text.filter(each => each === 0).length > text.length * ZEROS_OF_UTF16;
}

/** Without the zeros at the end. */
function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) {
    end--;
  }
  return bytes.subarray(0, end);
}

function ordered(bytes: Buffer, little: boolean): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return (little ? even : Buffer.from(even).swap16()).toString('utf16le');
}

/**
 * The order of UTF-16 is not said, and writers differ: piexif writes big-endian always, others the TIFF's own. In the wrong order
 * Latin letters look like rare Han, and Han like letters of all the world and none.
 */
function utf16(bytes: Buffer, little: boolean): string {
  const [said, other] = [ordered(bytes, little), ordered(bytes, !little)];
  return likelihood(other) > likelihood(said) ? other : said;
}

/** Enough to tell, however long the text is. */
const LOOKED_AT = 20_000;
const PLAIN = /[\t\n\r -~]/g;
const COMMON =
  /[\u00a0-\u024f\u0370-\u052f\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffee]|\p{Extended_Pictographic}/gu;
/** What no text has: controls, private and unassigned places, halves of pairs. */
const STRANGE = /(?![\t\n\r])[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/gu;

function likelihood(whole: string): number {
  const text = tidy(whole.slice(0, LOOKED_AT));
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  return 2 * count(PLAIN) + count(COMMON) - 2 * count(STRANGE);
}
