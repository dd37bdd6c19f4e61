/** Characters that a text is told without: they would steer a terminal, turn what follows around, or are no characters at all. */
const UNREADABLE = /(?![\n\t\r])\p{Cc}|[\u2028-\u202e\u2066-\u2069\ufffd]|\r(?!\n)|\p{Cs}/gu;

/** A text with every character that can't be shown written as JSON writes it: `\u001b`. Lines and tabs stay. */
export function readable(text: string): string {
  return text.replace(UNREADABLE, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text of at most so many characters, its end told by `…`. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/** The least share of the room that a cut at a word leaves; a longer word is cut within. */
const WORDS_MIN = 0.5;

/** A text that fits into so many characters: of a longer one whole words, and `…`. */
export function cutAtWord(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) {
    return text;
  }
  const room = characters.slice(0, max - 1).join('');
  // Whether a word ends with the room is told by the character behind it.
  const words = /^\s/u.test(characters[max - 1]) ? room : room.replace(/\s+\S*$/u, '');
  return `${(words.length >= max * WORDS_MIN ? words : room).trimEnd()}…`;
}
