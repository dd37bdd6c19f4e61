import { type PngText, pngTexts, withPngText } from './png-text';
import type { Recipe } from './recipe';
import { PIXELS_MAX, sharp } from './sharp';

const INFOTEXT_KEYWORD = 'parameters';
export const RECIPE_KEYWORD = 'diffusion-recipe';

/**
 * The PNG of an 8-bit RGB picture (rows from the top) with A1111's infotext and the whole recipe inside. Equal pictures and recipes
 * give equal bytes: nothing of the time or the machine goes in.
 */
export async function encodePng(
  rgb: Uint8Array,
  width: number,
  height: number,
  recipe: Recipe
): Promise<Buffer> {
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: false, palette: false })
    .toBuffer();
  const texts: PngText[] = [
    { keyword: INFOTEXT_KEYWORD, text: recipe.infotext },
    { keyword: RECIPE_KEYWORD, text: JSON.stringify(recipe) }
  ];
  return withPngText(png, texts);
}

/** The recipe that one of our PNGs carries, or null. */
export function recipeOf(png: Buffer): Recipe | null {
  const found = pngTexts(png).find(({ keyword }) => keyword === RECIPE_KEYWORD);
  try {
    const recipe = found && (JSON.parse(found.text) as Recipe);
    return recipe?.recipe === 1 ? recipe : null;
  } catch {
    return null;
  }
}

export type PictureFormat = 'png' | 'webp' | 'jpeg';

/** The picture in another format or size: `max` bounds the longer side and never enlarges. PNG at full size is the stored file. */
export async function renderPicture(png: Buffer, format: PictureFormat, max: number | null): Promise<Buffer> {
  if (format === 'png' && max === null) {
    return png;
  }
  const image = sharp(png, { limitInputPixels: PIXELS_MAX });
  const sized =
    max === null
      ? image
      : image.resize({
          width: max,
          height: max,
          fit: 'inside',
          withoutEnlargement: true,
          kernel: 'lanczos3'
        });
  switch (format) {
    case 'png':
      return sized.png({ compressionLevel: 6 }).toBuffer();
    case 'webp':
      return sized.webp({ quality: 90, effort: 2 }).toBuffer();
    case 'jpeg':
      return sized.jpeg({ quality: 92 }).toBuffer();
  }
}
