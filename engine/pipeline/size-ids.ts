import type { CellDetails, DrawModel, Size } from './cell';

/** Aesthetic scores that SDXL's refiner is told beside the prompt and beside the negative prompt. */
const SCORE = 6;
const NEGATIVE_SCORE = 2.5;

/**
 * The numbers that SDXL's UNet is told of the picture (Podell et al. 2023, section 2.2), for the prompt and for the negative prompt:
 * height and width before and after cropping, and the crop's place, here all of the picture itself; the refiner takes an aesthetic score
 * instead of the last two. None for other families.
 */
export function sizeIdsOf(
  { sizeIds }: DrawModel,
  { width, height }: Size,
  { ids, negativeIds }: CellDetails = {}
): { positive?: readonly number[]; negative?: readonly number[] } {
  if (sizeIds === 0) {
    return {};
  }
  const before = [height, width, 0, 0];
  const scored = sizeIds === before.length + 1;
  const own = scored ? [...before, SCORE] : [...before, height, width];
  const positive = ids ?? own;
  return { positive, negative: negativeIds ?? (scored ? [...before, NEGATIVE_SCORE] : positive) };
}
