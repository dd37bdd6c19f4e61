/** A picture that is taken along with what people said of it: in its recipe, and where photo programs look for stars and keywords. */
import type { Mark } from '../../schema/wire';
import { RECIPE_KEYWORD, recipeOf } from './encode';
import { withoutPngTexts, withPngText } from './png-text';

const XMP_KEYWORD = 'XML:com.adobe.xmp';

/**
 * The PNG with a mark in its recipe and as XMP (xmp:Rating, where −1 is a reject; dc:subject). Its pixels, and all else that it says, stay as
 * they are. A picture without a mark, or without a recipe of ours, is returned as it is.
 */
export function withMark(png: Buffer, mark: Mark | null): Buffer {
  const recipe = mark && recipeOf(png);
  if (!mark || !recipe) {
    return png;
  }
  return withPngText(withoutPngTexts(png, [RECIPE_KEYWORD, XMP_KEYWORD]), [
    { keyword: RECIPE_KEYWORD, text: JSON.stringify({ ...recipe, mark }) },
    { keyword: XMP_KEYWORD, text: xmpOf(mark), international: true }
  ]);
}

function xmpOf({ rating, flag, tags }: Mark): string {
  const stars = flag === 'reject' ? -1 : rating;
  const words = tags.map(tag => `<rdf:li>${escaped(tag)}</rdf:li>`).join('');
  return [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    stars === null ? '' : `<xmp:Rating>${stars}</xmp:Rating>`,
    words && `<dc:subject><rdf:Bag>${words}</rdf:Bag></dc:subject>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>'
  ].join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
