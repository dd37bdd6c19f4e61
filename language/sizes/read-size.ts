/** `512x768`, also `512 × 768`: a width and a height in one item. */
import { parameterNamed } from '../../schema/catalogue';
import { checkValue } from '../cell/values/check';
import { decimal, numberLength, toNumber } from '../cell/values/decimal';
import { SIZE } from '../names/parameters';
import { excerpt, placed, type Source, type Span, type Text } from '../cell/source';
import type { SweepContext } from '../cell/types';

const LENGTH_MAX = 40;

/** The two values of a size, by default width and height; throws `bad_size`, or with the place of the number that doesn't fit. */
export function readSize(
  item: Text,
  source: Source,
  context: SweepContext,
  names: readonly string[] = SIZE
): number[] {
  const sides = sidesOf(item.value);
  if (!sides || !sizeIn(item.value)?.every(Number.isFinite)) {
    return source.fail('bad_size', { value: excerpt(item.value) }, item.span);
  }
  return sides.map(({ start, end }, k) =>
    placed(source.where({ start: item.span.start + start, end: item.span.start + end }), () =>
      Number(checkValue(parameterNamed(names[k]), toNumber(decimal(item.value.slice(start, end))), context))
    )
  );
}

/** Width and height of a text that is a size, whether they can be drawn or not; else null. */
export function sizeIn(text: string): [width: number, height: number] | null {
  const sides = sidesOf(text.trim());
  return sides && (sides.map(({ start, end }) => Number(text.trim().slice(start, end))) as [number, number]);
}

/** Where width and height stand in a text that is a size; none when it isn't. */
export function sizePlaces(text: string): Span[] {
  return sidesOf(text) ?? [];
}

/** A size as a cell says it. */
export function sizeText(width: number | string, height: number | string): string {
  return `${width}x${height}`;
}

/** Where the two numbers of a size stand in its text. */
function sidesOf(text: string): [Span, Span] | null {
  const width = numberLength(text, 0);
  const cross = /\s*[x×X]\s*/y;
  cross.lastIndex = width;
  const start = cross.test(text) ? cross.lastIndex : 0;
  const height = numberLength(text, start);
  const whole = width > 0 && start > 0 && height > 0 && start + height === text.length;
  return whole && text.length <= LENGTH_MAX
    ? [
        { start: 0, end: width },
        { start, end: text.length }
      ]
    : null;
}
