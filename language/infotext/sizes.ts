/** The sizes of an infotext: of the picture, of its seed, and of the passes of a hires fix. */
import { parameterNamed, type ParameterValue } from '../../schema/catalogue';
import { Fault } from '../../schema/fault';
import { SIZE } from '../names/parameters';
import { readSize, sizeIn, sizeText } from '../sizes/read-size';
import { multipleOf } from '../cell/values/check';
import type { CellPair } from './line-pairs';
import type { PairReader } from './pair-reader';

type Value = [name: string, value: ParameterValue];
type Sides = [width: number, height: number];

const SEED_SIZE = ['seed_resize_from_w', 'seed_resize_from_h'] as const;
const GRID = multipleOf(parameterNamed('width'));
const { max: SIDE_MAX = Infinity } = parameterNamed('width');
/** What old hires fixes took for a first pass of 0x0: about as many pixels, in steps of 64. */
const OLD_PASS = { pixels: 512 * 512, step: 64 };

/** Width and height; with an old hires fix those of its first pass. */
export function readPictureSize(pair: CellPair, reader: PairReader): Value[] {
  return reader.find('first_size') ? [] : sidesOf(pair, reader, SIZE);
}

/** A1111 writes `-1x-1` and `0x0` where the seed is not resized. */
export function readSeedSize(pair: CellPair, reader: PairReader): Value[] {
  return isOff(pair) ? [] : sidesOf(pair, reader, SEED_SIZE);
}

/**
 * The scale that a `Hires resize` comes to, and both sizes of an old `First pass size`, whose `Size` is that of the second pass. A side
 * of 0 follows from the other.
 */
export function readHiresSize(pair: CellPair, reader: PairReader): Value[] {
  const size = reader.find('size');
  const whole = size && sizeIn(size.value.value);
  const written = sizeIn(pair.value.value);
  if (pair.means === 'hires_size') {
    return whole && written && reader.isHires(pair) ? scaleOf(pair, whole, written, reader) : [];
  }
  if (!whole || !written) {
    return whole ? sidesOf(pair, reader, SIZE) : [];
  }
  // No picture has a side of 0: what was written is refused as any size is.
  if (whole.some(side => !(side > 0))) {
    return sidesOf(size!, reader, SIZE);
  }
  const isSize = written.every(side => side > 0);
  const first: Sides = isSize ? written : oldFirstPass(whole);
  return [
    ...(isSize
      ? sidesOf(pair, reader, SIZE)
      : SIZE.map((side, k): Value => [side, first[k] - (first[k] % GRID)])
    ).filter(([side]) => !reader.isSaid(side)),
    ...scaleOf(pair, first, whole, reader)
  ];
}

/** Whether a `Hires resize` is to another size than the picture's own; 0x0 is to none. */
export function enlarges(to: string, from = ''): boolean {
  const sides = sizeIn(to);
  const own = sizeIn(from);
  return sides !== null && sides.some((side, k) => side > 0 && side !== own?.[k]);
}

function oldFirstPass([width, height]: Sides): Sides {
  const scale = Math.sqrt(OLD_PASS.pixels / (width * height));
  const side = (length: number): number => Math.ceil((scale * length) / OLD_PASS.step) * OLD_PASS.step;
  return [side(width), side(height)];
}

function scaleOf(
  pair: CellPair,
  [width, height]: Sides,
  [toWidth, toHeight]: Sides,
  reader: PairReader
): Value[] {
  if (reader.isSaid('hr_scale') || reader.find('hr_scale')) {
    return [];
  }
  const scales = [toWidth / width, toHeight / height].filter(each => each > 0);
  const scale = Math.max(...scales);
  if (
    Math.abs(scales[0] - scale) * width >= GRID ||
    Math.abs((scales[1] ?? scale) - scale) * height >= GRID
  ) {
    reader.warnings.push({
      code: 'hires_ratio',
      facts: { key: pair.key, size: pair.value.value, scale: Number(scale.toFixed(3)) },
      where: reader.source.where(pair.value.span)
    });
  }
  const parameter = parameterNamed('hr_scale');
  const value = { ...pair.value, value: String(Number(scale.toFixed(6))) };
  try {
    return [['hr_scale', reader.single({ ...pair, value }, parameter)]];
  } catch (error) {
    // The scale is nothing that somebody wrote.
    throw error instanceof Fault
      ? new Fault(error.code, { ...error.facts, value: pair.value.value } as never, error.where)
      : error;
  }
}

function isOff({ value }: CellPair): boolean {
  return /^-?\d+\s*[x×X]\s*-?\d+$/.test(value.value) && /^-|^0+\s*[x×X]\s*0+$|[x×X]\s*-/.test(value.value);
}

/** Two sides, cut to the multiples of 8 that A1111's latents have. */
function sidesOf(pair: CellPair, reader: PairReader, names: readonly [string, string]): Value[] {
  const { source, context, warnings } = reader;
  const written = sizeIn(pair.value.value);
  if (names.every(reader.isSaid)) {
    if (!written && pair.value.value !== '') {
      reader.tellStray(pair);
    }
    return [];
  }
  const isWhole =
    written?.every(side => Number.isInteger(side) && side >= GRID && side - (side % GRID) <= SIDE_MAX) ??
    false;
  if (written && isWhole && written.some(side => side % GRID !== 0)) {
    const drawn = written.map(side => side - (side % GRID));
    const text = sizeText(drawn[0], drawn[1]);
    const facts = { key: pair.key, size: pair.value.value, drawn: text };
    warnings.push({ code: 'size_off_grid', facts, where: source.where(pair.value.span) });
    const value = { ...pair.value, value: text };
    return readSize(value, source, context, names).map((each, k) => [names[k], each]);
  }
  return readSize(pair.value, source, context, names).map((each, k) => [names[k], each]);
}
