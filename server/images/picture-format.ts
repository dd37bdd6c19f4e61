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

/** What stands for bytes where only text may: `data:…;base64,…`, or the first bytes of a picture in base64. */
const BASE64 = /^\s*(?:data:[\w/+.-]*;base64,|iVBORw0KGgo|\/9j\/|_9j_|UklGR|R0lGOD)/i;

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
  [BASE64, 'base64'],
  [/^\s*[{[]/, 'JSON']
];

function foundIn(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 512);
  return (
    OTHERS.find(([beginning]) => beginning.test(head))?.[1] ?? (isText(head) ? 'text' : `${bytes.length} B`)
  );
}

function isText(head: string): boolean {
  return head !== '' && /^[\t\r\n\x20-\x7e]+$/.test(head);
}
