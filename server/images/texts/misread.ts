/** Texts of pictures that can't be read right: too large, or in an encoding that nobody says. */
import { inflateSync } from 'node:zlib';
import { pngChunks, UNFOLDED_MAX } from '../png-text';

/** The names of a PNG's texts that are left out because they are too large. */
export function largeTexts(png: Buffer): string[] {
  return [...pngChunks(png)].flatMap(({ type, data }) =>
    /^[tzi][TE][XT]t$/i.test(type) && isLarge(type, data) ? [data.toString('latin1', 0, data.indexOf(0))] : []
  );
}

function isLarge(type: string, data: Buffer): boolean {
  const zero = data.indexOf(0);
  if (zero <= 0 || zero > 79) {
    return false;
  }
  const text = type === 'iTXt' ? data.indexOf(0, data.indexOf(0, zero + 3) + 1) + 1 : zero + 2;
  const isPacked = type === 'zTXt' || (type === 'iTXt' && data[zero + 1] === 1);
  return isPacked ? unfoldsTooFar(data.subarray(text)) : data.length > UNFOLDED_MAX;
}

function unfoldsTooFar(packed: Buffer): boolean {
  try {
    inflateSync(packed, { maxOutputLength: UNFOLDED_MAX });
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}

/** What bytes above 127 become where they are read as the Latin-1 of Windows. */
const HIGH = '\\u0080-\\u00ffŒœŠšŽžŸƒ€‚„…†‡ˆ‰‹‘’“”•–—˜™›';
const BYTES_ONLY = new RegExp(`^[\\0-\\x7f${HIGH}]*$`);
/** Longer than any run of accents in a language that Latin-1 is for. */
const RUN = new RegExp(`[${HIGH}]{4,}`);
const LETTER = /[\u00c0-\u00ff]/;

/** Whether a text was read as Latin-1 and is most likely in another encoding, as GBK or Shift JIS. */
export function isMojibake(text: string): boolean {
  const run = BYTES_ONLY.test(text) ? RUN.exec(text)?.[0] : undefined;
  return run !== undefined && LETTER.test(run);
}
