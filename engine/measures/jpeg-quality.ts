/** How strongly a picture was compressed as JPEG, as the number a person sets when saving. */
import type { Raster } from '../images';

/** Quality 50 for brightness (ITU-T T.81, table K.1), in the zigzag order in which files have it. */
const STANDARD = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58,
  51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103,
  62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99
];

/** The standard table at a quality, as the Independent JPEG Group scales it. */
function scaled(quality: number): number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return STANDARD.map(step => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/**
 * The quality, 1 to 100, of a JPEG file by its table for brightness: the one whose own table is nearest, exact for what libjpeg and Pillow
 * wrote. Null for other files and ones without a table.
 */
export function jpegQualityOfFile(bytes: Uint8Array): number | null {
  const table = brightnessTable(bytes);
  if (!table) {
    return null;
  }
  const distance = (quality: number): number =>
    scaled(quality).reduce((sum, step, k) => sum + Math.abs(step - table[k]), 0);
  let best = 100;
  for (let quality = 99; quality >= 1; quality--) {
    best = distance(quality) < distance(best) ? quality : best;
  }
  return best;
}

/** Segment DQT's table 0, in zigzag order. */
function brightnessTable(bytes: Uint8Array): number[] | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    return null;
  }
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = bytes[at + 2] * 256 + bytes[at + 3];
    if (bytes[at + 1] === 0xdb) {
      const found = tableIn(bytes.subarray(at + 4, at + 2 + length));
      if (found) {
        return found;
      }
    }
    at += 2 + Math.max(2, length);
  }
  return null;
}

function tableIn(segment: Uint8Array): number[] | null {
  let at = 0;
  while (at < segment.length) {
    const [isWide, id] = [segment[at] >> 4 > 0, segment[at] & 15];
    const size = isWide ? 128 : 64;
    if (at + 1 + size > segment.length) {
      return null;
    }
    if (id === 0) {
      const step = (k: number): number =>
        isWide ? segment[at + 1 + 2 * k] * 256 + segment[at + 2 + 2 * k] : segment[at + 1 + k];
      return STANDARD.map((_, k) => step(k));
    }
    at += 1 + size;
  }
  return null;
}

/** Smaller pictures have too few blocks to tell. */
const LEAST_SIDE = 96;

/** Blockiness of photographs that Pillow saved with these qualities. */
const CALIBRATION = [
  [0.04, 100],
  [0.08, 90],
  [0.2, 75],
  [0.38, 50],
  [0.6, 30],
  [1.5, 10]
] as const;

/**
 * The quality that a picture seems to have been saved with some time before, by its blocks alone; null where none are seen. Coarse: within
 * some fifteen of the true number for photographs, and nothing for drawings with few slopes.
 */
export function jpegQualityByBlocks(grey: Raster): number | null {
  const { width, height } = grey;
  const found = Math.min(width, height) < LEAST_SIDE ? 0 : blockiness(grey);
  const next = CALIBRATION.findIndex(([seen]) => seen >= found);
  if (next === 0) {
    return null;
  }
  if (next < 0) {
    return 10;
  }
  const [[low, above], [high, below]] = [CALIBRATION[next - 1], CALIBRATION[next]];
  return Math.round(above + ((found - low) / (high - low)) * (below - above));
}

/**
 * By how much differences across the borders of 8 x 8 blocks are larger than others, in shares of those (after Wang, Sheikh & Bovik 2002).
 * The borders may lie anywhere, since pictures are cut; 0 where no line stands out.
 */
export function blockiness(grey: Raster): number {
  const { width, height, data } = grey;
  const across = new Float64Array(8);
  const down = new Float64Array(8);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const k = y * width + x;
      across[x % 8] += Math.abs(data[k + 1] - data[k]);
      down[y % 8] += Math.abs(data[k + width] - data[k]);
    }
  }
  const pixels = ((width - 1) * (height - 1)) / 8;
  // Blocks stand out in both directions; a line in the picture in one.
  return Math.max(0, Math.min(standsOut(across, pixels), standsOut(down, pixels)));
}

function standsOut(sums: Float64Array, pixels: number): number {
  const [first, second, ...rest] = [...sums].map(sum => sum / pixels).sort((a, b) => b - a);
  const others = (second + rest.reduce((total, each) => total + each, 0)) / 7;
  const excess = first - others;
  return first - second < 0.5 * excess ? 0 : excess / (others + 0.5);
}
