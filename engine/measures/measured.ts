import { cropped, greyOf, withChannels } from '../images';
import type { Raster } from '../images';
import { blurOf } from './blur';
import { drawnness } from './drawing';
import { jpegQualityByBlocks, jpegQualityOfFile } from './jpeg-quality';
import { noiseOf } from './noise';
import { toneOf } from './tone';
import type { Tone } from './tone';

/** What a picture is like, in numbers. How each is measured stands where it is made, and in short in `METHODS`. */
export type Measures = Tone & {
  width: number;
  height: number;
  /** Standard deviation in levels of brightness. */
  noise: number;
  /** 0 sharp to 1. */
  blur: number;
  /** As set when saving, 1 to 100; null for what shows no trace of JPEG. */
  jpegQuality: number | null;
  /** Whether that was read off the file's tables, or guessed by its blocks. */
  jpegFrom: 'tables' | 'blocks' | null;
  /** 0 a photograph to 1 a drawing. */
  drawn: number;
};

/** Who described how a number is measured; words that are the same in every language. */
export const METHODS = {
  noise: 'Immerkær 1996',
  blur: 'Crété-Roffet 2007',
  exposure: 'log-average, 18 %',
  contrast: 'RMS, Peli 1990',
  cast: 'grey world, CIELAB',
  castRatio: 'equivalent circle, Gasparini & Schettini 2004',
  light: 'shades of grey, Finlayson & Trezzi 2004',
  colourfulness: 'Hasler & Süsstrunk 2003',
  jpegQuality: 'DQT, ITU-T T.81 / blocks, Wang & Bovik 2002',
  drawn: 'flat areas, palette'
} as const satisfies Partial<Record<keyof Measures, string>>;

/** Pixels of a side of the middle that is looked at closely in a large picture. */
const CLOSE = 2048;

/** Measures of `picture`; `file` are the bytes it was read from, where there are any. */
export function measured(picture: Raster, file?: Uint8Array): Measures {
  const rgb = picture.channels === 1 ? withChannels(picture, 3) : picture;
  const close = middleOf(rgb);
  const grey = greyOf(close);
  const noise = noiseOf(grey);
  const byTables = file ? jpegQualityOfFile(file) : null;
  const byBlocks = byTables === null ? jpegQualityByBlocks(grey) : null;
  return {
    width: picture.width,
    height: picture.height,
    ...toneOf(rgb),
    noise,
    blur: blurOf(grey),
    jpegQuality: byTables ?? byBlocks,
    jpegFrom: byTables !== null ? 'tables' : byBlocks !== null ? 'blocks' : null,
    drawn: drawnness(close, noise)
  };
}

function middleOf(picture: Raster): Raster {
  const [width, height] = [picture.width, picture.height].map(side => Math.min(side, CLOSE));
  if (width === picture.width && height === picture.height) {
    return picture;
  }
  const [left, top] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
  return cropped(picture, { left, top, width, height });
}
