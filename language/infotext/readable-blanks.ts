/** Blanks of other widths, of which web pages make the plain ones, and characters without any; a joiner makes one picture of several. */
const ODD = /[\u00a0\u00ad\u1680\u2000-\u200c\u200e\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff]/g;

/** A text of equal length with plain blanks in their place: what keys and labels are looked for in. */
export function readable(text: string): string {
  return text.replace(ODD, ' ');
}
