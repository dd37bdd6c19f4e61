import { Fault } from '../../schema/fault';
import { formatOf, type PictureFormat } from './texts';

/** What a picture is by its first bytes; throws `picture_format`, which says what was given instead. */
export function pictureFormat(bytes: Buffer): PictureFormat {
  const format = formatOf(bytes);
  if (format === null) {
    throw new Fault('picture_format', { found: foundIn(bytes) });
  }
  return format;
}

/** Beginnings of what is given for a picture and is none that can be read. */
const OTHERS: readonly [RegExp, string][] = [
  [/^GIF8/, 'GIF'],
  [/^(?:II\*\0|MM\0\*)/, 'TIFF'],
  [/^BM/, 'BMP'],
  [/^....ftyp(?:avif|avis|heic|heix|mif1|msf1)/s, 'AVIF/HEIC'],
  [/^(?:\xff\n|[^]{4}JXL )/, 'JPEG XL'],
  [/^8BPS/, 'PSD'],
  [/^%PDF/, 'PDF'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:\?xml[^]*<svg|svg)/, 'SVG'],
  [/^\s*<(?:!doctype html|html)/i, 'HTML'],
  [/^\s*["'`(<]?data:(?:image\/|[\w/+.-]*;base64,)/i, 'data:…;base64'],
  // PNG, JPEG, WebP, GIF, TIFF, SVG, AVIF and HEIC
  [/^\s*["'`]?(?:iVBORw0KGgo|\/9j\/|_9j_|UklGR|R0lGOD|SUkqA|TU0AK|PHN2Zy|AAAA[\w+/-]{1,2}Z0eXB)/, 'base64'],
  [/^\s*[{[]/, 'JSON']
];

/** Refuses a text that is the bytes of a picture written as letters; throws `picture_format`. */
export function refuseEncoded(text: Buffer): void {
  const found = foundIn(text);
  if (found.includes('base64')) {
    throw new Fault('picture_format', { found });
  }
}

function foundIn(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 512);
  return OTHERS.find(([beginning]) => beginning.test(head))?.[1] ?? `${bytes.length} B`;
}
