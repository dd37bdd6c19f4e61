import { crc32, createDeflate } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;
const RGB = 2;
/** PNG's filter "up": each row as its difference from the one above. */
const UP = 2;

/**
 * An RGB PNG of which only some rows are in memory at a time (https://www.w3.org/TR/png-3/#9Filters). sharp wants all of a picture
 * before it writes any.
 */
export class PngRows {
  private readonly deflate = createDeflate({ level: 6 });
  private readonly compressed: Buffer[] = [];
  private above: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number
  ) {
    this.above = new Uint8Array(3 * width);
    this.deflate.on('data', (piece: Buffer) => this.compressed.push(piece));
  }

  /** Adds the rows that `rgb` holds; resolves when they are compressed. */
  async add(rgb: Uint8Array): Promise<void> {
    const length = 3 * this.width;
    const rows = rgb.length / length;
    const filtered = Buffer.allocUnsafe(rows * (length + 1));
    for (let y = 0, to = 0; y < rows; y++) {
      const row = rgb.subarray(y * length, (y + 1) * length);
      filtered[to++] = UP;
      for (let k = 0; k < length; k++) {
        filtered[to++] = row[k] - this.above[k];
      }
      this.above = row;
    }
    await new Promise<void>((resolve, reject) =>
      this.deflate.write(filtered, error => (error ? reject(error) : resolve()))
    );
  }

  /** The file, when all rows were added. */
  async end(): Promise<Buffer> {
    await new Promise(resolve => this.deflate.once('end', resolve).end());
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([EIGHT_BITS, RGB, 0, 0, 0], 8);
    return Buffer.concat([
      SIGNATURE,
      ...chunk('IHDR', header),
      ...this.compressed.flatMap(piece => chunk('IDAT', piece)),
      ...chunk('IEND', Buffer.alloc(0))
    ]);
  }
}

function chunk(type: string, data: Buffer): Buffer[] {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(data, crc32(head.subarray(4))), 0);
  return [head, data, check];
}
