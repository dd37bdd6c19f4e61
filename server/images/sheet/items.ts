import type { Canvas } from './canvas';
import { drawText, textWidth, type TextStyle } from './text';

/** Something on a sheet: the rows that it touches, how it is drawn on a canvas that shows some of them, and what it says if it is words. */
export type Item = { top: number; bottom: number; text?: string; draw(canvas: Canvas): Promise<void> };

/** Where a line of text stands on its base line. */
export type Align = 'left' | 'centre' | 'right';

/** A line of text whose left end, middle or right end is at x. */
export function textItem(text: string, x: number, y: number, style: TextStyle, align: Align = 'left'): Item {
  const share = { left: 0, centre: 0.5, right: 1 }[align];
  return {
    text,
    top: y - 2 * style.size,
    bottom: y + style.size,
    draw: async canvas => {
      const start = share === 0 ? x : x - share * (await textWidth(text, style));
      await drawText(canvas, text, start, y, style);
    }
  };
}

/** Lines of text below each other, the first one's base line at y. */
export function linesItem(
  lines: readonly string[],
  x: number,
  y: number,
  pitch: number,
  style: TextStyle,
  align: Align = 'left'
): Item[] {
  return lines.map((line, k) => textItem(line, x, y + k * pitch, style, align));
}
