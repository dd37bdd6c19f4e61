/** Pictures of every kind through a network of either: grey or coloured, with and without transparency. */
import { blank } from '../images';
import type { Raster } from '../images';
import type { Planes } from '../tiles';
import type { IPictureNetwork } from './picture-network';

/**
 * Planes (c, height, width) in [0, 1] through the network, cut to [0, 1]. A network of grey pictures takes each colour by itself; one of
 * coloured pictures takes a grey one three times, and the mean of what it makes is grey again.
 */
export async function enhancedPlanes(network: IPictureNetwork, picture: Planes): Promise<Planes> {
  if (network.colours === picture.channels) {
    return cut(await network.run(picture));
  }
  if (network.colours === 1) {
    const made: Planes[] = [];
    for (let c = 0; c < picture.channels; c++) {
      made.push(await network.run(planesOf(picture, c)));
    }
    const [{ height, width }] = made;
    const all = new Float32Array(picture.channels * height * width);
    made.forEach(({ data }, c) => all.set(data, c * height * width));
    return cut({ data: all, channels: picture.channels, height, width });
  }
  const { data, height, width } = picture;
  const repeated = new Float32Array(network.colours * data.length);
  for (let c = 0; c < network.colours; c++) {
    repeated.set(data, c * data.length);
  }
  return grey(cut(await network.run({ data: repeated, channels: network.colours, height, width })));
}

/** The picture through the network, as large as that makes it. What is seen of a pixel is enlarged like a grey picture, and else kept. */
export async function enhanced(network: IPictureNetwork, picture: Raster): Promise<Raster> {
  const { width, height } = picture;
  const channels = picture.channels === 1 ? 1 : 3;
  const planes = channelsOf(
    picture,
    Array.from({ length: channels }, (_, c) => c)
  );
  const made = await enhancedPlanes(network, { data: planes, channels, height, width });
  if (picture.channels !== 4) {
    return toRaster(made, made.channels as 1 | 3);
  }
  const out = toRaster(made, 4);
  const seen = await enlargedAlpha(network, picture);
  for (let k = 0; k < made.width * made.height; k++) {
    out.data[4 * k + 3] = seen === null ? 255 : seen[k];
  }
  return out;
}

/** Levels of transparency in the result's size; null where everything is seen. */
async function enlargedAlpha(network: IPictureNetwork, picture: Raster): Promise<Uint8Array | null> {
  const { width, height, data } = picture;
  const levels = Uint8Array.from({ length: width * height }, (_, k) => data[4 * k + 3]);
  if (levels.every(level => level === 255)) {
    return null;
  }
  if (network.scale === 1) {
    return levels;
  }
  const alpha = channelsOf(picture, [3]);
  return toRaster(await enhancedPlanes(network, { data: alpha, channels: 1, height, width }), 1).data;
}

function planesOf({ data, height, width }: Planes, channel: number): Planes {
  const pixels = height * width;
  return { data: data.slice(channel * pixels, (channel + 1) * pixels), channels: 1, height, width };
}

function channelsOf({ width, height, channels, data }: Raster, wanted: readonly number[]): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(wanted.length * pixels);
  wanted.forEach((channel, c) => {
    for (let k = 0; k < pixels; k++) {
      planes[c * pixels + k] = data[k * channels + channel] / 255;
    }
  });
  return planes;
}

/** Rounded half up, as the reference programs do. */
function toRaster({ data, channels, height, width }: Planes, as: Raster['channels']): Raster {
  const picture = blank(width, height, as);
  const pixels = width * height;
  for (let c = 0; c < channels; c++) {
    for (let k = 0; k < pixels; k++) {
      picture.data[k * as + c] = Math.floor(255 * data[c * pixels + k] + 0.5);
    }
  }
  return picture;
}

function grey({ data, channels, height, width }: Planes): Planes {
  const pixels = height * width;
  const mean = new Float32Array(pixels);
  for (let k = 0; k < channels * pixels; k++) {
    mean[k % pixels] += data[k] / channels;
  }
  return { data: mean, channels: 1, height, width };
}

/** In place: the planes are the network's answer, nobody else's. */
function cut(planes: Planes): Planes {
  const { data } = planes;
  for (let k = 0; k < data.length; k++) {
    data[k] = data[k] > 1 ? 1 : data[k] > 0 ? data[k] : 0;
  }
  return planes;
}
