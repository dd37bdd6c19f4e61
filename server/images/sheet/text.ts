/**
 * Lines of text, set and drawn by Pango (sharp's own text): in the bundled font, and in fonts of the system for characters it lacks.
 * A line is a picture of what has ink, so an invisible bar taller than any letter goes before it: by the bar its base line is known.
 */
import { sharp } from '../sharp';
import type { Canvas, Colour } from './canvas';
import { bundledFont, type Weight } from './fonts';

export type TextStyle = { size: number; weight: Weight; colour: Colour };
type Face = Pick<TextStyle, 'size' | 'weight'>;

type Picture = { rgba: Buffer; width: number; height: number };

const BAR = '<span alpha="1" size="150%">|</span>';
/** Pango's points are pixels at this resolution. */
const DPI = 72;
/** No character is narrower, in ems, but those that have no width: of more than fit a line it needn't be asked how wide they are. */
const NARROWEST = 0.2;

/** No character of ASCII is wider, in ems: a short line needn't be measured. */
const WIDEST = 1.05;

/** Large enough for shapes to differ in size. */
const LARGE: Face = { size: 40, weight: 'regular' };

/** Pixels from the left of the picture of a line to its first letter, and from its top to the base line, by face. */
const origins = new Map<string, Promise<{ left: number; baseline: number }>>();

/** Widths that were measured; a sheet's labels are measured again for every size that is tried. */
const widths = new Map<string, Promise<number>>();
const WIDTHS_MAX = 20_000;
/** Longer texts are hardly met twice. */
const KEPT_MAX = 100;

/** Width of a line of text in pixels, blanks at its end left out. */
export function textWidth(text: string, face: Face): Promise<number> {
  const key = `${face.weight} ${face.size} ${text}`;
  const width = widths.get(key) ?? measureWidth(text, face);
  if (widths.size >= WIDTHS_MAX) {
    widths.clear();
  }
  if (text.length <= KEPT_MAX) {
    widths.set(key, width);
  }
  return width;
}

async function measureWidth(text: string, face: Face): Promise<number> {
  const [{ width }, { left }] = await Promise.all([lineOf(text, face), originOf(face)]);
  return Math.max(0, width - left);
}

/** Draws one line; (x, y) is the left end of its base line. */
export async function drawText(
  canvas: Canvas,
  text: string,
  x: number,
  y: number,
  style: TextStyle
): Promise<void> {
  const [line, { left, baseline }] = await Promise.all([lineOf(text, style, style.colour), originOf(style)]);
  canvas.blend(line.rgba, line.width, Math.round(x) - left, Math.round(y) - baseline);
}

/**
 * Breaks a text into lines that fit; words longer than a line are broken. Where `linesMax` cuts it, … stands behind the last word that is
 * there whole: of a word that is cut nobody could tell which it was.
 */
export async function wrapText(text: string, width: number, face: Face, linesMax: number): Promise<string[]> {
  const lines: string[] = [];
  let rest = text.trim().slice(0, Math.ceil((linesMax + 1) * (width / (face.size * NARROWEST))));
  while (rest !== '' && lines.length + 1 < linesMax) {
    const end = await lineEnd(rest, width, face);
    const follows = /\s/.test(rest.slice(end - 1, end + 1));
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
    if (follows && lines.length + 1 === linesMax && rest !== '' && !(await beginsWhole(rest, width, face))) {
      return [...lines.slice(0, -1), await lastLine(`${lines.at(-1)} ${rest}`, width, face)];
    }
  }
  return rest === '' ? lines : [...lines, await lastLine(rest, width, face)];
}

/** Whether the first word of a text fits, with … behind it where it isn't the only one. */
async function beginsWhole(text: string, width: number, face: Face): Promise<boolean> {
  return (await fits(text, width, face)) || (await cutBehindWord(text, width, face)) !== null;
}

/** The text, or as many of its words as fit with … behind them; of a single one that is too long, its start. */
async function lastLine(text: string, width: number, face: Face): Promise<string> {
  return (await fits(text, width, face))
    ? text
    : ((await cutBehindWord(text, width, face)) ?? (await shorten(text, width, face)));
}

async function cutBehindWord(text: string, width: number, face: Face): Promise<string | null> {
  const most = Math.ceil(width / (face.size * NARROWEST));
  const ends = wordEnds(text).filter(end => end <= most);
  const cut = (count: number): string => `${text.slice(0, ends[count - 1]).trimEnd()}…`;
  const words = await longest(ends.length, count => fits(cut(count), width, face));
  return words > 0 ? cut(words) : null;
}

/** The text, or as much of its start as fits with … behind it. */
export async function shorten(text: string, width: number, face: Face): Promise<string> {
  const start = text.slice(0, Math.ceil(width / (face.size * NARROWEST)) + 1);
  if (start === text && (await fits(text, width, face))) {
    return text;
  }
  const characters = Array.from(start);
  const cut = (length: number): string => `${characters.slice(0, length).join('').trimEnd()}…`;
  return cut(await longest(characters.length, length => fits(cut(length), width, face)));
}

/**
 * Whether a font of ours or of the system has a character of the basic plane: where none has, Pango draws a box with its number,
 * as large as that of U+FDD0, which is no character.
 */
export async function canDraw(character: string): Promise<boolean> {
  const [drawn, box] = await Promise.all([character, '\ufdd0'].map(each => picture(escaped(each), LARGE)));
  return drawn.width !== box.width || drawn.height !== box.height;
}

/** Where the first line of a text ends: behind the last word that fits, or within the first where that is too long. */
async function lineEnd(text: string, width: number, face: Face): Promise<number> {
  const ends = wordEnds(text);
  const words = await longest(ends.length, count => fits(text.slice(0, ends[count - 1]), width, face));
  if (words > 0) {
    return ends[words - 1];
  }
  const characters = Array.from(text.slice(0, ends[0]));
  const start = (count: number): string => characters.slice(0, count).join('');
  return start(Math.max(1, await longest(characters.length, count => fits(start(count), width, face))))
    .length;
}

/** Between two places where a line may break: behind blanks, and around every Han character. */
const PIECE = /\s*(?:[\u2e80-\u9fff\uf900-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+)\s*/gu;

function wordEnds(text: string): number[] {
  return [...text.matchAll(PIECE)].map(({ 0: piece, index }) => index + piece.length);
}

async function fits(text: string, width: number, face: Face): Promise<boolean> {
  if (/^[ -~]*$/.test(text) && text.length * face.size * WIDEST <= width) {
    return true;
  }
  return (await textWidth(text.trimEnd(), face)) <= width;
}

/** The largest count up to `most` that holds, by halves; 0 when none does. */
async function longest(most: number, holds: (count: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await holds(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

function originOf({ size, weight }: Face): Promise<{ left: number; baseline: number }> {
  const key = `${weight} ${size}`;
  const origin = origins.get(key) ?? measureOrigin({ size, weight });
  origins.set(key, origin);
  return origin;
}

/** An H stands on the base line, and a little right of where the pen begins. */
async function measureOrigin(face: Face): Promise<{ left: number; baseline: number }> {
  const { rgba, width } = await lineOf('H', face);
  const inked = Array.from({ length: rgba.length / 4 }, (_, at) => at).filter(at => rgba[4 * at + 3] > 127);
  return {
    left: Math.min(...inked.map(at => at % width)) - 1,
    baseline: Math.floor(Math.max(...inked) / width) + 1
  };
}

function lineOf(text: string, face: Face, colour: Colour = [0, 0, 0]): Promise<Picture> {
  const hex = colour.map(each => each.toString(16).padStart(2, '0')).join('');
  // The language decides which of several countries' forms a Han character has.
  return picture(`${BAR}<span lang="zh-cn" foreground="#${hex}">${escaped(text)}</span>`, face);
}

async function picture(markup: string, { size, weight }: Face): Promise<Picture> {
  const { path, family } = bundledFont(weight);
  const { data, info } = await sharp({
    text: { text: markup, font: `${family} ${size}`, fontfile: path, dpi: DPI, rgba: true }
  })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height };
}

/** A text as it stands in Pango's markup, on one line. */
function escaped(text: string): string {
  return text
    .replace(/[\s\p{Cc}]/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
}
