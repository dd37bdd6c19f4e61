import { hashOf, mix, numbersOf } from '../shadow';
import type { INetworks, ModelInfo } from '../types';
import { drawModelOf } from '../child';
import type { OpenModel } from '../child';

const info: ModelInfo = {
  name: 'fake',
  family: 'sd1',
  task: 'plain',
  layout: 'diffusers',
  predictionType: 'epsilon',
  zeroTerminalSnr: false,
  guidanceDim: 0,
  pooledDim: 0,
  sizeIds: 0,
  tileSide: 512,
  latentChannels: 4,
  latentScale: 8,
  scalingFactor: 0.18215,
  contextDim: 4,
  contextLength: 77,
  sampleSize: 64,
  textLayers: 2,
  parametersTotal: 0,
  memoryBytes: 0
};

/** Networks that answer with hashes of what they are asked: any two different questions have different answers. */
export function fakeNetworks(): INetworks {
  return {
    info,
    tokenizer: {
      bos: 1,
      eos: 2,
      pad: 2,
      comma: -1,
      encode: text =>
        text
          .toLowerCase()
          .split(/\s+/)
          .filter(Boolean)
          .map(word => hashOf(word) >>> 1)
    },
    encodeText: async (chunks, { clipSkip }) =>
      chunks.map(({ ids }) => ({
        states: [numbersOf(hashOf(clipSkip, ...ids), info.contextLength * info.contextDim)]
      })),
    predict: async rows =>
      rows.map(({ x, timestep, context }) =>
        numbersOf(bitsOf(context, bitsOf(x, hashOf(timestep))), x.length)
      ),
    decode: async latent => numbersOf(bitsOf(latent, 3), (latent.length / 4) * 3 * 64),
    encode: async (planes, height, width) => {
      const count = info.latentChannels * Math.floor(height / 8) * Math.floor(width / 8);
      const hash = bitsOf(planes, 4);
      return { mean: numbersOf(hash, count), logvar: numbersOf(hash + 1, count) };
    },
    dispose: async () => undefined
  };
}

const bitsOf = (numbers: Float32Array, hash: number): number =>
  new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length).reduce(mix, hash);

/** Fake networks as a checkpoint that is open, some of them replaced. */
export function fakeModel(replaced: Partial<INetworks> = {}): OpenModel {
  return { networks: { ...fakeNetworks(), ...replaced }, model: drawModelOf(info) };
}
