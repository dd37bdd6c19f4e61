/**
 * The user comment of an Exif block, where A1111 and others keep the parameters of JPEG and WebP files (Exif 2.32: the block is a TIFF,
 * section 4.6.5; UserComment, section 4.6.5.3, opens with eight bytes that name its character code).
 */
const EXIF_POINTER = 0x8769;
const USER_COMMENT = 0x9286;
const HEADER = Buffer.from('Exif\0\0', 'latin1');
const ENTRY_BYTES = 12;

/** The comment, or null when there is none or the block is damaged. UTF-16 is read in the order that gives text. */
export function userComment(exif: Buffer): string | null {
  const tiff = exif.subarray(0, HEADER.length).equals(HEADER) ? exif.subarray(HEADER.length) : exif;
  try {
    const little = tiff.toString('latin1', 0, 2) === 'II';
    const at = (offset: number): number => (little ? tiff.readUInt32LE(offset) : tiff.readUInt32BE(offset));
    const short = (offset: number): number =>
      little ? tiff.readUInt16LE(offset) : tiff.readUInt16BE(offset);
    /** The offset of a tag's entry in the directory at `start`. */
    const entry = (start: number, tag: number): number | undefined =>
      Array.from({ length: short(start) }, (_, k) => start + 2 + k * ENTRY_BYTES).find(
        each => short(each) === tag
      );
    const pointer = entry(at(4), EXIF_POINTER);
    const comment = pointer === undefined ? undefined : entry(at(pointer + 8), USER_COMMENT);
    if (comment === undefined) {
      return null;
    }
    const length = at(comment + 4);
    const start = at(comment + 8);
    return commentText(tiff.subarray(start, start + length), little);
  } catch {
    // A place outside the block.
    return null;
  }
}

function commentText(bytes: Buffer, little: boolean): string | null {
  const text = bytes.subarray(8);
  switch (bytes.toString('latin1', 0, 8)) {
    case 'UNICODE\0':
      return utf16(text, little);
    case 'ASCII\0\0\0':
    case '\0\0\0\0\0\0\0\0':
      return text.toString('utf8').replace(/\0+$/, '');
    default:
      return null;
  }
}

/**
 * The order of UTF-16's bytes is not said, and writers differ: piexif writes big-endian always, others the TIFF's own order. Text has
 * more zeros, and more of the letters that are common, in one order than in the other; blanks and line ends tell.
 */
function utf16(bytes: Buffer, little: boolean): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  const swapped = Buffer.from(even).swap16();
  const [asLittle, asBig] = [even.toString('utf16le'), swapped.toString('utf16le')];
  const plain = (text: string): number => text.match(/[ -~\n]/g)?.length ?? 0;
  const [inOrder, other] = little ? [asLittle, asBig] : [asBig, asLittle];
  return (plain(other) > plain(inOrder) ? other : inOrder).replace(/\0+$/, '');
}
