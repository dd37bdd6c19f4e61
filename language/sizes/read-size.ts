/** `512x768`: a width and a height in one item. */
import { parameterNamed } from '../../schema/catalogue';
import { checkValue } from '../cell/check';
import { decimal, numberLength, toNumber } from '../cell/decimal';
import { SIZE } from '../names/parameters';
import { excerpt, placed, type Source, type Text } from '../cell/source';
import type { SweepContext } from '../cell/types';

const NUMBER_LENGTH_MAX = 20;

/** The two values of a size, by default width and height; throws `bad_size`, or with the place of the number that doesn't fit. */
export function readSize(
  item: Text,
  source: Source,
  context: SweepContext,
  sides: readonly string[] = SIZE
): number[] {
  const width = numberLength(item.value, 0);
  const height = 'x×X'.includes(item.value.charAt(width) || ' ') ? numberLength(item.value, width + 1) : 0;
  const complete = width > 0 && height > 0 && width + 1 + height === item.value.length;
  if (!complete || item.value.length > 2 * NUMBER_LENGTH_MAX) {
    return source.fail('bad_size', { value: excerpt(item.value) }, item.span);
  }
  return [[0, width] as const, [width + 1, width + 1 + height] as const].map(([from, to], k) =>
    placed(source.where({ start: item.span.start + from, end: item.span.start + to }), () =>
      Number(checkValue(parameterNamed(sides[k]), toNumber(decimal(item.value.slice(from, to))), context))
    )
  );
}
