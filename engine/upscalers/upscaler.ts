import { resolve } from 'node:path';
import { openSession, floats } from '../runtime';
import { crop, emptyPlanes, inOverlappingTiles, Planes, TileSize } from '../tiles';
import { readWeightsHeader, WeightSource } from '../weights';
import { COLOURS, readUpscaler, scaleOf } from './architecture';
import type { UpscalerArch } from './architecture';
import { upscalerGraph } from './graph';

/** A network that enlarges pictures. */
export interface IUpscaler {
  /** How many times wider and higher pictures become. */
  readonly scale: number;
  /** RGB planes (3, height, width) in [0, 1] -> (3, scale·height, scale·width), clamped to [0, 1]. */
  upscale(planes: Float32Array, height: number, width: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

export type UpscalerOptions = Partial<TileSize> & {
  /** Threads inside an operator. */
  threads?: number;
};

export type UpscalerInfo = {
  scale: number;
  kind: UpscalerArch['kind'];
  parametersTotal: number;
  sizeBytes: number;
};

/** A1111's tiles. */
const TILES: TileSize = { tile: 192, overlap: 8 };

/** What the header of the upscaler at `path` tells; no tensor is read. Throws Fault as `openUpscaler`. */
export function inspectUpscaler(path: string): UpscalerInfo {
  const { arch, weights, sizeBytes } = read(path);
  return { scale: scaleOf(arch), kind: arch.kind, parametersTotal: weights.parametersTaken, sizeBytes };
}

/**
 * The upscaler in the .safetensors file at `path`: RRDBNet (ESRGAN, Real-ESRGAN) under its old or new names, or SRVGGNetCompact.
 * Throws Fault model_missing, model_truncated, model_corrupt, model_pickled, model_incomplete, model_unsupported.
 */
export async function openUpscaler(path: string, options: UpscalerOptions = {}): Promise<IUpscaler> {
  const { model, arch } = read(path);
  const session = await openSession(model, {
    threads: options.threads,
    // Activations are far larger than the weights, as in the VAE.
    arena: false,
    weightsPath: resolve(path)
  });
  const scale = scaleOf(arch);
  const run = async ({ data, height, width }: Planes): Promise<Planes> => {
    const { enlarged } = await session.run({ picture: floats(data, [1, COLOURS, height, width]) });
    const clamped = (enlarged.data as Float32Array).map(value => Math.min(1, Math.max(0, value)));
    return { data: clamped, channels: COLOURS, height: height * scale, width: width * scale };
  };
  return {
    scale,
    upscale: async (data, height, width) => {
      const picture = paddedTo(arch.kind === 'rrdb' ? arch.unshuffle : 1, {
        data,
        channels: COLOURS,
        height,
        width
      });
      const enlarged = await inOverlappingTiles(picture, { ...TILES, ...options }, scale, run);
      return crop(enlarged, 0, 0, height * scale, width * scale).data;
    },
    dispose: () => session.release()
  };
}

function read(path: string): {
  arch: UpscalerArch;
  weights: WeightSource;
  model: Uint8Array;
  sizeBytes: number;
} {
  const header = readWeightsHeader(resolve(path));
  const { arch, spell } = readUpscaler(header);
  const weights = new WeightSource(header, spell);
  return { arch, weights, model: upscalerGraph(weights, arch), sizeBytes: header.sizeBytes };
}

/** A picture with its last rows and columns mirrored until its sides divide by `multiple`, as Real-ESRGAN pads. */
function paddedTo(multiple: number, picture: Planes): Planes {
  const [height, width] = [picture.height, picture.width].map(side => Math.ceil(side / multiple) * multiple);
  if (height === picture.height && width === picture.width) {
    return picture;
  }
  const padded = emptyPlanes(picture.channels, height, width);
  const mirrored = (at: number, side: number): number => (at < side ? at : Math.max(0, 2 * (side - 1) - at));
  for (let at = 0; at < padded.data.length; at++) {
    const y = mirrored(Math.floor(at / width) % height, picture.height);
    const channel = Math.floor(at / (width * height));
    padded.data[at] =
      picture.data[(channel * picture.height + y) * picture.width + mirrored(at % width, picture.width)];
  }
  return padded;
}
