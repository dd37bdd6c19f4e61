/** Texts of pictures whose encoding nobody says, and that were read wrong. */

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
