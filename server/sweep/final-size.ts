import { parameterNamed } from '../../schema/catalogue';
import type { CellParams } from '../../schema/wire';

/** Width and height of a cell's picture. Only inpainting of the masked part gives another size, that of the start picture. */
export function finalSize(params: CellParams): { width: number; height: number } {
  const { width, height } = drawnSize(params);
  const { upscale = 1 } = params;
  return { width: Math.round(width * upscale), height: Math.round(height * upscale) };
}

/**
 * Width and height of a cell's picture before care: after the hires fix those of the enlarged latent, whole multiples of 8 (A1111 truncates both
 * the product and the division).
 */
export function drawnSize(params: CellParams): { width: number; height: number } {
  const { width, height, enable_hr = false, hr_scale = SCALE } = params;
  const side = (length: number): number =>
    enable_hr ? Math.floor(Math.floor(length * hr_scale) / 8) * 8 : length;
  return { width: side(width), height: side(height) };
}

const SCALE = Number(parameterNamed('hr_scale').default);
