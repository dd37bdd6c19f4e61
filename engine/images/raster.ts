/** An 8-bit picture: interleaved, rows from the top; 4 channels are RGBA, 1 is grey. */
export type Raster = { width: number; height: number; channels: 1 | 3 | 4; data: Uint8Array };

export const blank = (width: number, height: number, channels: Raster['channels']): Raster => ({
  width,
  height,
  channels,
  data: new Uint8Array(width * height * channels)
});

/** Every value through `change`. */
export const changed = (picture: Raster, change: (value: number) => number): Raster => ({
  ...picture,
  data: picture.data.map(change)
});

export const inverted = (picture: Raster): Raster => changed(picture, value => 255 - value);

/** One channel, as a grey picture. */
export function channelOf({ width, height, channels, data }: Raster, channel: number): Raster {
  const out = blank(width, height, 1);
  for (let k = 0; k < out.data.length; k++) {
    out.data[k] = data[k * channels + channel];
  }
  return out;
}

/** Luma of ITU-R 601-2 in Pillow's fixed point; alpha is left out. */
export function greyOf(picture: Raster): Raster {
  const { width, height, channels, data } = picture;
  if (channels === 1) {
    return picture;
  }
  const out = blank(width, height, 1);
  for (let k = 0; k < out.data.length; k++) {
    const [r, g, b] = [data[k * channels], data[k * channels + 1], data[k * channels + 2]];
    out.data[k] = (r * 19595 + g * 38470 + b * 7471 + 0x8000) >>> 16;
  }
  return out;
}

/** With as many channels as said: grey is repeated, a new alpha is opaque, an old one is left out. */
export function withChannels(picture: Raster, channels: 3 | 4): Raster {
  if (picture.channels === channels) {
    return picture;
  }
  const { width, height, data } = picture;
  const out = blank(width, height, channels);
  for (let k = 0; k < width * height; k++) {
    for (let c = 0; c < channels; c++) {
      const from = picture.channels === 1 ? k : k * picture.channels + c;
      out.data[k * channels + c] = c === 3 ? 255 : data[from];
    }
  }
  return out;
}

/** The part from (`left`, `top`); what lies outside the picture is black and transparent. */
export function cropped(picture: Raster, { left, top, width, height }: Box): Raster {
  return pasted(blank(width, height, picture.channels), picture, -left, -top);
}

/** `base` with `picture` on it, its corner at (`left`, `top`); both have the same channels. */
export function pasted(base: Raster, picture: Raster, left: number, top: number): Raster {
  const { channels } = base;
  const out = { ...base, data: base.data.slice() };
  const [from, to] = [Math.max(0, -left), Math.min(picture.width, base.width - left)];
  for (let y = Math.max(0, -top); y < Math.min(picture.height, base.height - top) && from < to; y++) {
    const row = picture.data.subarray(
      (y * picture.width + from) * channels,
      (y * picture.width + to) * channels
    );
    out.data.set(row, ((y + top) * base.width + left + from) * channels);
  }
  return out;
}

/** A rectangle in pixels. */
export type Box = { left: number; top: number; width: number; height: number };
