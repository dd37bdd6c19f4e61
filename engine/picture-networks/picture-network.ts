import { resolve } from 'node:path';
import { checkMemory, explainAllocation, floats, memoryAvailable, openSession } from '../runtime';
import { crop, inTiles } from '../tiles';
import type { Planes, Tiling } from '../tiles';
import { readWeightsHeader } from '../weights';
import { framed } from './framed';
import type { Architecture } from './network';
import { build } from './recognise';
import { tilingOf } from './tiling';

/** A network that makes one picture of another: larger, or as large and cleaner. */
export interface IPictureNetwork {
  /** How many times wider and higher pictures become. */
  readonly scale: number;
  /** Colours of the pictures that go in and come out: 3, or 1 for grey ones. */
  readonly colours: number;
  /** Colour planes (c, height, width) in [0, 1] -> (c, scale·height, scale·width), in [0, 1] but for what the network oversteps. */
  run(picture: Planes): Promise<Planes>;
  dispose(): Promise<void>;
}

export type PictureNetworkOptions = {
  /** How large pictures are cut, where not as the network's are. */
  tiling?: Tiling;
  /** Threads inside an operator. */
  threads?: number;
};

export type PictureNetworkInfo = {
  architecture: Architecture;
  scale: number;
  colours: number;
  tags: readonly string[];
  /** Whether cutting a large picture into tiles changes what becomes of it by more than rounding. */
  tilesShow: boolean;
  parametersTotal: number;
  sizeBytes: number;
};

/** What the header of the network at `path` tells; no large tensor is read. Throws Fault as `openPictureNetwork`. */
export function inspectPictureNetwork(path: string): PictureNetworkInfo {
  const header = readWeightsHeader(resolve(path));
  const { network, parameters } = build(header);
  const { architecture, scale, channels, tags, sight } = network;
  return {
    ...{ architecture, scale, tags, colours: channels.in },
    tilesShow: sight.kind !== 'near',
    parametersTotal: parameters,
    sizeBytes: header.sizeBytes
  };
}

/**
 * The network in the file at `path`, safetensors or torch's. Throws Fault model_missing, model_truncated, model_corrupt, model_pickled,
 * model_incomplete, model_unsupported.
 */
export async function openPictureNetwork(
  path: string,
  { tiling, threads }: PictureNetworkOptions = {}
): Promise<IPictureNetwork> {
  const { network, model } = build(readWeightsHeader(resolve(path)));
  const session = await openSession(model, {
    threads,
    // Tiles are large, and there are few of them.
    pattern: false,
    weightsPath: resolve(path)
  });
  const { scale, channels, framing } = network;
  const onePass = async (tile: Planes): Promise<Planes> => {
    const given = framed(tile, framing);
    const needed = network.bytesPerPixel * given.height * given.width;
    checkMemory(network.architecture, needed, memoryAvailable());
    try {
      const { result } = await session.run({
        picture: floats(given.data, [1, given.channels, given.height, given.width])
      });
      const [, , height, width] = result.dims;
      const made = { data: result.data as Float32Array, channels: channels.out, height, width };
      return crop(made, 0, 0, tile.height * scale, tile.width * scale);
    } catch (error) {
      throw explainAllocation(error, network.architecture, needed);
    }
  };
  return {
    scale,
    colours: channels.in,
    run: picture => inTiles(picture, tiling ?? tilingOf(network), scale, onePass),
    dispose: () => session.release()
  };
}
