/** Restored faces put back, feathered, as GFPGAN's and CodeFormer's programs do it (facexlib's FaceRestoreHelper, without parsing). */
import { coverage, eroded, invertedMap, softened, warped } from '../images';
import type { Affine, Box, Raster } from '../images';

/** Of the part of a picture that a face reaches: how much of it shows in each pixel, and how much of the pixel is its own. */
export type SoftMask = { window: Box; values: Float32Array; inner: Float32Array };

/** Of two equal colours in floats that add up to a little less than one. */
const ROUNDING = 1 / 512;

/**
 * The map of a face of the network's back into the picture that it was taken from by `map`, or into one `scale` times as large, where it is
 * moved by half a pixel.
 */
export function pasteMap(map: Affine, scale = 1): Affine {
  const moved = scale > 1 ? 0.5 * scale : 0;
  return invertedMap(map).map((value, k) => value * scale + (k % 3 === 2 ? moved : 0)) as unknown as Affine;
}

/** How much of the face of `side` pixels shows in each pixel: all of it inside, less over a tenth of its side towards its edges. */
export function softMask(
  side: number,
  back: Affine,
  picture: { width: number; height: number },
  scale = 1
): SoftMask {
  const window = windowOf(side, back, picture);
  // Into the outermost pixels the black around the face is mixed.
  const inner = eroded(coverage(side, side, back, window), window, Math.trunc(2 * scale));
  const edge = Math.floor(Math.trunc(Math.sqrt(inner.reduce((sum, value) => sum + value, 0))) / 20);
  const values = softened(eroded(inner, window, 2 * edge), window, 2 * edge + 1);
  return { window, values, inner };
}

/** The part of the picture that the face and the feathering around it reach. */
function windowOf(
  side: number,
  [a, b, c, d, e, f]: Affine,
  { width, height }: { width: number; height: number }
): Box {
  const corners = [0, side].flatMap(x => [0, side].map(y => [a * x + b * y + c, d * x + e * y + f]));
  const margin = Math.ceil((Math.sqrt(Math.abs(a * e - b * d)) * side) / 10) + 8;
  const span = (axis: 0 | 1, length: number): [from: number, to: number] => {
    const places = corners.map(corner => corner[axis]);
    const [from, to] = [Math.min(...places) - margin, Math.max(...places) + margin];
    return [Math.max(0, Math.floor(from)), Math.min(length, Math.ceil(to))];
  };
  const [[left, right], [top, bottom]] = [span(0, width), span(1, height)];
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** `picture` with the square `face` at the place from which `map` took it; `scale` times as large a picture is pasted into alike. */
export function pastedFace(picture: Raster, face: Raster, map: Affine, scale = 1): Raster {
  const back = pasteMap(map, scale);
  const { window, values, inner } = softMask(face.width, back, picture, scale);
  const turned = warped(face, back, window, [0, 0, 0]);
  const out = { ...picture, data: picture.data.slice() };
  for (let k = 0; k < values.length; k++) {
    if (values[k] === 0) {
      continue;
    }
    const y = window.top + Math.floor(k / window.width);
    const at = (y * picture.width + window.left + (k % window.width)) * picture.channels;
    for (let c = 0; c < 3; c++) {
      const level = values[k] * inner[k] * turned.data[3 * k + c] + (1 - values[k]) * picture.data[at + c];
      out.data[at + c] = Math.floor(level + ROUNDING);
    }
  }
  return out;
}
