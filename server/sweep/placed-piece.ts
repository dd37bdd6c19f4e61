/** Where a piece of a cell's prompt was written: in the prompt of the text, in one of an axis, or in the word that brought it. */
import type { Where } from '../../schema/wire';
import { promptSr } from '../../language/names/parameters';
import { sourceOf } from '../../language/prompt/places';
import { plainPrompt } from '../../language/prompt/written';
import type { NormalForm, PromptName } from '../../language/cell/spec/normal-form';

/** What was read, and where its parameters stand when it was a text. */
export type Settled = Pick<NormalForm, 'written'> & { places?: Readonly<Record<string, Where>> };

/** A piece of a prompt, by its place in it. */
export type Piece = { text: string; at: number; length: number };

/** Where a piece was written, else the word of the first line that brought its prompt. */
export function placeIn(name: PromptName, piece: Piece, settled: Settled): Where | undefined {
  return placeWithin(name, piece, settled) ?? settled.places?.[promptSr.name] ?? settled.places?.[name];
}

/** Where a piece stands in what was written for its prompt: of its equals the one whose surroundings are most alike. */
export function placeWithin(name: PromptName, piece: Piece, { written }: Settled): Where | undefined {
  let best: { alike: number; where: () => Where | undefined } = { alike: -1, where: () => undefined };
  for (const { text, inside } of written.filter(each => each.name === name)) {
    const plain = plainPrompt(text);
    const inPlain = (at: number): number => sourceOf(plain.places, at);
    const readings = [
      { text: plain.text, back: inPlain },
      { text, back: (at: number) => at }
    ];
    for (const reading of plain.text === text ? readings.slice(1) : readings) {
      for (const { start, alike } of standings(piece, reading.text)) {
        if (alike > best.alike) {
          const end = reading.back(start + piece.length - 1) + 1;
          best = { alike, where: () => inside?.(reading.back(start), end) };
        }
      }
    }
  }
  return best.where();
}

/** Each place where a piece stands in a text, and how many characters around it are those around the piece. */
function standings({ text, at, length }: Piece, written: string): { start: number; alike: number }[] {
  const piece = text.slice(at, at + length);
  const found: { start: number; alike: number }[] = [];
  let start = piece === '' ? -1 : written.indexOf(piece);
  while (start >= 0) {
    const alike =
      alikeBefore(text, at, written, start) + alikeAfter(text, at + length, written, start + length);
    found.push({ start, alike });
    start = written.indexOf(piece, start + 1);
  }
  return found;
}

/** Characters that are looked at on either side. */
const AROUND = 40;

function alikeBefore(a: string, atA: number, b: string, atB: number): number {
  let k = 0;
  while (k < AROUND && k < atA && k < atB && a[atA - 1 - k] === b[atB - 1 - k]) {
    k++;
  }
  return k;
}

function alikeAfter(a: string, atA: number, b: string, atB: number): number {
  let k = 0;
  while (k < AROUND && atA + k < a.length && atB + k < b.length && a[atA + k] === b[atB + k]) {
    k++;
  }
  return k;
}
