import type { CellParams } from '../../schema/wire';
import { hashOf, mix, numbersOf } from '../shadow/hash';
import type { INetworks, ModelInfo } from '../types';
import { Engine } from '../worker/engine';
import { drawModelOf } from '../worker/open-model';
import { perform } from '../worker/perform';
import type { DrawCell, EngineFailure, FromWorker } from '../worker/protocol';
import { stepLoopOptions } from '../worker/step-loop-options';
import type { StepLoopOptions } from '../worker/step-loop';

const info: ModelInfo = {
  name: 'fake',
  family: 'sd1',
  layout: 'diffusers',
  predictionType: 'epsilon',
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
    encodeText: async (chunks, clipSkip) =>
      chunks.map(ids => numbersOf(hashOf(clipSkip, ...ids), info.contextLength * info.contextDim)),
    predict: async rows =>
      rows.map(({ x, timestep, context }) =>
        numbersOf(bitsOf(context, bitsOf(x, hashOf(timestep))), x.length)
      ),
    decode: async latent => numbersOf(bitsOf(latent, 3), (latent.length / 4) * 3 * 64),
    encode: async () => ({ mean: new Float32Array(0), logvar: new Float32Array(0) }),
    dispose: async () => undefined
  };
}

const bitsOf = (numbers: Float32Array, hash: number): number =>
  new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length).reduce(mix, hash);

export type Drawn = {
  pictures: Map<string, Uint8Array>;
  failures: Map<string, EngineFailure>;
  evaluations: number;
  messages: FromWorker[];
};

/** Draws cells with an engine in this process; their ids are their places in the list. */
export async function drawAll(
  cells: readonly CellParams[],
  networks: INetworks,
  loop: Partial<StepLoopOptions> = {},
  act: (engine: Engine, message: FromWorker) => void = () => undefined
): Promise<Drawn> {
  const messages: FromWorker[] = [];
  const engine: Engine = new Engine({
    open: async () => ({ networks, model: drawModelOf(networks.info) }),
    inspect: () => {
      throw new Error('nothing to inspect');
    },
    perform,
    send: message => {
      messages.push(message);
      act(engine, message);
    },
    loop: { ...stepLoopOptions, ...loop },
    previewEveryMs: Infinity
  });
  const model = { name: 'fake', path: '/fake' };
  const draw = cells.map((params, i): DrawCell => ({ id: String(i), params, model }));
  engine.receive({ type: 'draw', cells: draw });
  await engine.idle;
  return { ...outcomeOf(messages), messages };
}

function outcomeOf(messages: readonly FromWorker[]): Omit<Drawn, 'messages'> {
  const pictures = new Map<string, Uint8Array>();
  const failures = new Map<string, EngineFailure>();
  let evaluations = 0;
  for (const message of messages) {
    if (message.type === 'done') {
      pictures.set(message.id, message.rgb);
    } else if (message.type === 'failed') {
      failures.set(message.id, message.failure);
    } else if (message.type === 'steps') {
      evaluations += message.evaluations;
    }
  }
  return { pictures, failures, evaluations };
}
