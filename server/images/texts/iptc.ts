import type { PictureText } from '../../../language/infotext/foreign';
import { guessText } from './decode';
import type { Room } from './room';

const RESOURCE = Buffer.from('8BIM', 'latin1');
const IPTC = 0x0404;
/** Data sets of the application record (IPTC IIM 4.2, chapter 6). */
const APPLICATION_RECORD = 2;
const DATA_SETS: Readonly<Record<number, string>> = { 120: 'Caption', 40: 'Instructions', 5: 'ObjectName' };
const MARKER = 0x1c;

/** The caption and its relatives of an IPTC block, bare or in Photoshop's image resources. */
export function iptcTexts(block: Buffer, room: Room): PictureText[] {
  const data = iptcOf(block);
  const texts: PictureText[] = [];
  for (let at = 0; at + 5 <= data.length && data[at] === MARKER;) {
    const length = data.readUInt16BE(at + 3);
    const name = data[at + 1] === APPLICATION_RECORD ? DATA_SETS[data[at + 2]] : undefined;
    if (name !== undefined && room.takes(length, name)) {
      texts.push({ key: name, text: guessText(data.subarray(at + 5, at + 5 + length)) });
    }
    at += 5 + length;
  }
  return texts;
}

/** The IPTC data among Photoshop's resources: '8BIM', number, padded name, length, padded data. */
function iptcOf(block: Buffer): Buffer {
  const start = block.indexOf(RESOURCE);
  if (start < 0 || block[0] === MARKER) {
    return block;
  }
  for (let at = start; at + 12 <= block.length && block.subarray(at, at + 4).equals(RESOURCE);) {
    const name = 1 + block[at + 6];
    const size = at + 6 + name + (name % 2);
    if (size + 4 > block.length) {
      break;
    }
    const length = block.readUInt32BE(size);
    if (block.readUInt16BE(at + 4) === IPTC) {
      return block.subarray(size + 4, size + 4 + length);
    }
    at = size + 4 + length + (length % 2);
  }
  return Buffer.alloc(0);
}
