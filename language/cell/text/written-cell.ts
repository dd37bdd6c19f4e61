/**
 * A whole cell as written, whatever it is: the tolerant reader, over whose parts the strict one works, too. Texts are those of an editor:
 * the kernel has not yet filled in its variables.
 */
import { findParameter } from '../../../schema/catalogue';
import { findSections, type Sections } from './body';
import { Scanner } from './scanner';
import { Source, type Span } from '../source';
import { readWrittenWords, type WrittenWord } from './words';

export type WrittenCell = { source: Source; magic: Span; words: WrittenWord[]; body: Sections };

const MAGIC = /^\s*%%(?:sweep|txt2img|enhance)(?=\s|$)/;

/** Whether a notebook's cell is one of ours. */
export function isSweepCell(text: string): boolean {
  return MAGIC.test(text);
}

/** Whether a prompt holds what a reader of cells takes for more than a prompt: a negative one, settings, or another program's object. */
export function holdsSettings(prompt: string): boolean {
  const source = new Source(prompt);
  const { openings, settings } = findSections(source, { start: 0, end: source.text.length });
  return settings !== null || openings.length > 0 || isObject(prompt);
}

function isObject(text: string): boolean {
  try {
    return /^\s*[{[]/.test(text) && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** The parts of a cell; null for a cell that isn't ours. Never throws. */
export function readWrittenCell(text: string): WrittenCell | null {
  const magic = MAGIC.exec(text)?.[0];
  if (magic === undefined) {
    return null;
  }
  const source = new Source(text);
  const end = source.lineEnd(magic.length);
  const start = magic.length - magic.trimStart().length;
  return {
    source,
    magic: { start, end: magic.length },
    words: readWrittenWords(new Scanner(source, magic.length, end, { variables: true })),
    body: findSections(source, { start: Math.min(end + 1, source.text.length), end: source.text.length })
  };
}

/** What a cell's first line, or else its infotext, says of a parameter: the first of its values. */
export function saidIn({ words, body }: WrittenCell, parameter: string): string | undefined {
  const word = words.find(({ name, equals }) => equals && findParameter(name.value)?.name === parameter);
  const pair = body.pairs.find(({ key }) => findParameter(key)?.name === parameter);
  return word?.items[0]?.parts[0]?.value ?? pair?.value.value;
}
