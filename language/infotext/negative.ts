/** The word that opens the negative prompt, at the start of a line, in cells as in A1111's infotext. */
export const NEGATIVE_LABEL = 'Negative prompt:';

/** The line or lines of a negative prompt. */
export function negativeSection(text: string): string {
  return `${NEGATIVE_LABEL} ${text}`;
}
