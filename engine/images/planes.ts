import type { Raster } from './raster';
import { blank } from './raster';

/** The colours of an RGB picture one behind the other, (3, height, width) in [0, 1]; an alpha channel is left out, grey is repeated. */
export function toPlanes({ width, height, channels, data }: Raster): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels);
  for (let c = 0; c < 3; c++) {
    const from = channels === 1 ? 0 : c;
    for (let k = 0; k < pixels; k++) {
      planes[c * pixels + k] = data[k * channels + from] / 255;
    }
  }
  return planes;
}

/** Planes (3, height, width) in [0, 1] as a picture, cut to that range and rounded half up. */
export function fromPlanes(planes: Float32Array, width: number, height: number): Raster {
  const out = blank(width, height, 3);
  const pixels = width * height;
  for (let c = 0; c < 3; c++) {
    for (let k = 0; k < pixels; k++) {
      out.data[3 * k + c] = Math.floor(Math.min(1, Math.max(0, planes[c * pixels + k])) * 255 + 0.5);
    }
  }
  return out;
}
