/** Text set and drawn glyph by glyph, from the bundled font or, for characters it lacks, one of the system. */
import type { Font, Glyph } from 'opentype.js';
import type { Canvas, Colour } from './canvas';
import { Coverage } from './coverage';
import { type Weight, bundledFont, systemFont } from './fonts';

export type TextStyle = { size: number; weight: Weight; colour: Colour };

type Placed = { glyph: Glyph; font: Font; x: number };

/** Straight pieces in which a curve is drawn. */
const CURVE_PIECES = 6;
/** How far apart, in ems, the two strokes of a regular font lie that stands in for a bold one. */
const SMEAR = 0.045;

/** Width of a line of text in pixels. */
export function textWidth(text: string, { size, weight }: Pick<TextStyle, 'size' | 'weight'>): number {
  return set(text, size, weight).width;
}

/** Draws one line; (x, y) is the left end of its base line. */
export function drawText(canvas: Canvas, text: string, x: number, y: number, style: TextStyle): void {
  const { glyphs, width } = set(text, style.size, style.weight);
  const height = Math.ceil(style.size * 1.6);
  const baseline = Math.ceil(style.size * 1.15);
  const left = Math.floor(x) - 2;
  const coverage = new Coverage(Math.ceil(width) + 8, height);
  for (const { glyph, font, x: at } of glyphs) {
    fill(coverage, glyph, font, x - left + at, baseline, style.size);
    if (style.weight === 'bold' && font !== bundledFont('bold')) {
      // The system's font is a regular one; drawn twice it is as heavy as its neighbours.
      fill(coverage, glyph, font, x - left + at + style.size * SMEAR, baseline, style.size);
    }
  }
  canvas.paint(coverage.read(), coverage.width, left, Math.round(y) - baseline, style.colour);
}

/** Breaks a text into lines that fit; words longer than a line are broken, and the last line ends in … when `linesMax` cuts it. */
export function wrapText(
  text: string,
  width: number,
  style: Pick<TextStyle, 'size' | 'weight'>,
  linesMax: number
): string[] {
  const fits = (line: string): boolean => textWidth(line, style) <= width;
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (fits(line + piece.trimEnd())) {
      line += piece;
      continue;
    }
    if (line.trim()) {
      lines.push(line.trim());
    }
    line = '';
    for (const character of piece.trimStart()) {
      if (line && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  if (line.trim()) {
    lines.push(line.trim());
  }
  return lines.length <= linesMax
    ? lines
    : [...lines.slice(0, linesMax - 1), shorten(lines.slice(linesMax - 1).join(' '), width, style)];
}

/** The text, or as much of its start as fits with … behind it. */
export function shorten(text: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>): string {
  if (textWidth(text, style) <= width) {
    return text;
  }
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (textWidth(`${characters.slice(0, middle).join('')}…`, style) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}

/** Where a line may break: behind blanks, and around every Han character. */
function pieces(text: string): string[] {
  return text.match(/\s*(?:[\u2e80-\u9fff\uf900-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+)\s*/gu) ?? [];
}

function set(text: string, size: number, weight: Weight): { glyphs: Placed[]; width: number } {
  const base = bundledFont(weight);
  const glyphs: Placed[] = [];
  let x = 0;
  for (const character of text.replace(/\s/g, ' ')) {
    const font = fontFor(character, base);
    const glyph = font.charToGlyph(character);
    const scale = size / font.unitsPerEm;
    const before = glyphs.at(-1);
    if (before?.font === font) {
      x += font.getKerningValue(before.glyph, glyph) * scale;
    }
    glyphs.push({ glyph, font, x });
    x += (glyph.advanceWidth ?? 0) * scale;
  }
  return { glyphs, width: x };
}

function fontFor(character: string, base: Font): Font {
  if (character.codePointAt(0)! < 0x250 || base.charToGlyphIndex(character) > 0) {
    return base;
  }
  const system = systemFont();
  return system && system.charToGlyphIndex(character) > 0 ? system : base;
}

function fill(coverage: Coverage, glyph: Glyph, font: Font, x: number, y: number, size: number): void {
  const path = glyph.getPath(x, y, size, {}, font);
  let [startX, startY, atX, atY] = [0, 0, 0, 0];
  const to = (nextX: number, nextY: number): void => {
    coverage.edge(inside(coverage, atX), atY, inside(coverage, nextX), nextY);
    [atX, atY] = [nextX, nextY];
  };
  for (const command of path.commands) {
    switch (command.type) {
      case 'M':
        [startX, startY, atX, atY] = [command.x, command.y, command.x, command.y];
        break;
      case 'L':
        to(command.x, command.y);
        break;
      case 'Q': {
        const [x0, y0] = [atX, atY];
        for (let piece = 1; piece <= CURVE_PIECES; piece++) {
          const t = piece / CURVE_PIECES;
          const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
          to(a * x0 + b * command.x1 + c * command.x, a * y0 + b * command.y1 + c * command.y);
        }
        break;
      }
      case 'C': {
        const [x0, y0] = [atX, atY];
        for (let piece = 1; piece <= CURVE_PIECES; piece++) {
          const t = piece / CURVE_PIECES;
          const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
          to(
            a * x0 + b * command.x1 + c * command.x2 + d * command.x,
            a * y0 + b * command.y1 + c * command.y2 + d * command.y
          );
        }
        break;
      }
      case 'Z':
        to(startX, startY);
        break;
    }
  }
}

/** Ink may stand out a little over its advance; what lies outside the strip is moved to its edge. */
function inside({ width }: Coverage, x: number): number {
  return Math.max(0, Math.min(width - 1, x));
}
