import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNetworks } from '../models';
import { excess } from '../testing/closeness';
import type { Tolerance } from '../testing/closeness';
import { writeOnnxFolder } from '../testing/write-onnx-folder';
import type { ExportStyle } from '../testing/write-onnx-folder';
import type { INetworks, UNetRow } from '../types';
import { openOnnxNetworks } from './onnx-networks';

const MODELS = join(__dirname, '../../goldens/A');
const [HEIGHT, WIDTH] = [8, 8];

/** The same graph in other surroundings: the runtime may sum in another order. */
const EQUAL = { atol: 2e-5, rtol: 1e-5 };
/** Inputs and outputs lose ten bits, the network's depth multiplies it. */
const HALF = { atol: 2e-2, rtol: 2e-2 };

const noise = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * (i + 1) ** 1.5));

/** Everything the pipeline asks of networks, as one list of arrays. */
async function answers(networks: INetworks, clipSkip: number): Promise<Float32Array[]> {
  const { info, tokenizer } = networks;
  const words = tokenizer.encode('a cat in the hat');
  const fill = new Array<number>(info.contextLength - words.length - 2).fill(tokenizer.pad);
  const ids = [tokenizer.bos, ...words, tokenizer.eos, ...fill];
  const [chunk] = await networks.encodeText([{ ids }], { clipSkip });
  const imageConditioning = { plain: 0, edit: 4, inpaint: 5 }[info.task] * HEIGHT * WIDTH;
  const rows = [7, 901].map((timestep, i): UNetRow => {
    return {
      x: noise(4 * HEIGHT * WIDTH, i),
      timestep,
      context: noise(info.contextLength * info.contextDim, i + 2),
      height: HEIGHT,
      width: WIDTH,
      ...(imageConditioning > 0 ? { imageConditioning: noise(imageConditioning, 3) } : {}),
      ...(info.pooledDim > 0 ? { pooled: noise(info.pooledDim, 4), ids: [64, 64, 0, 0, 64, 48] } : {})
    };
  });
  const predicted = await networks.predict(rows, { flavour: 'diffusers' });
  const decoded = await networks.decode(noise(4 * HEIGHT * WIDTH, 5), HEIGHT, WIDTH);
  const tiled = await networks.decode(noise(4 * HEIGHT * 11, 5), HEIGHT, 11, { tiled: true });
  const { mean, logvar } = await networks.encode(noise(3 * 64 * 48, 6), 64, 48);
  const pooled = chunk.pooled && info.pooledDim > 0 ? [chunk.pooled] : [];
  return [...chunk.states, ...pooled, ...predicted, decoded, tiled, mean, logvar];
}

const wanted = new Map<string, Promise<Float32Array[]>>();

/** What the diffusers folder of a model answers. */
function expected(model: string, clipSkip: number): Promise<Float32Array[]> {
  const key = `${model} ${clipSkip}`;
  const known =
    wanted.get(key) ??
    using(openNetworks(join(MODELS, model, 'diffusers'), { threads: 1 }), n => answers(n, clipSkip));
  wanted.set(key, known);
  return known;
}

async function using<N extends INetworks, T>(
  opening: Promise<N>,
  use: (networks: N) => Promise<T>
): Promise<T> {
  const networks = await opening;
  try {
    return await use(networks);
  } finally {
    await networks.dispose();
  }
}

async function check(
  model: string,
  style: ExportStyle,
  tolerance: Tolerance,
  clipSkip = 1,
  look: (networks: INetworks) => void = () => undefined
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
  try {
    writeOnnxFolder(folder, join(MODELS, model, 'diffusers'), style);
    await using(Promise.resolve(openOnnxNetworks(folder, { threads: 1 })), async networks => {
      look(networks);
      const found = await answers(networks, clipSkip);
      const [bad] = (await expected(model, clipSkip))
        .map((each, i) => excess(found[i], each, tolerance))
        .sort((a, b) => b - a);
      expect(bad).toBeLessThanOrEqual(1);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('an ONNX folder computes what its checkpoint does', () => {
  test.each<[string, string, ExportStyle, Tolerance]>([
    ['as optimum writes it', 'sd1', {}, EQUAL],
    [
      "as diffusers' script wrote it",
      'sd1',
      { timestep: { rank: 1, type: 'float' }, ids: 'int32', hidden: false, external: true },
      EQUAL
    ],
    [
      'in half precision, with whole timesteps and one batch of two',
      'sd1',
      { half: true, batch: 2, timestep: { rank: 1, type: 'int64' } },
      HALF
    ],
    ['of an inpainting model', 'sd1-inpaint', {}, EQUAL]
  ])('%s', (_, model, style, tolerance) => check(model, style, tolerance));

  test('two layers before the end of the text encoder', () => check('sd1', {}, EQUAL, 2));

  test('of SDXL, known for what it is', () =>
    check('sdxl', {}, EQUAL, 1, ({ info }) =>
      expect(info).toMatchObject({
        layout: 'onnx',
        family: 'sdxl',
        task: 'plain',
        scalingFactor: 0.13025,
        sizeIds: 6,
        sampleSize: 64,
        predictionType: 'epsilon'
      })
    ));
});

test('an encoder that draws its latent itself gives the mean, always', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
  try {
    writeOnnxFolder(folder, join(MODELS, 'sd1/diffusers'), { drawn: true });
    const image = noise(3 * 64 * 48, 6);
    const expectedMean = (await expected('sd1', 1)).at(-2)!;
    await using(Promise.resolve(openOnnxNetworks(folder, { threads: 1 })), async networks => {
      const { mean, logvar } = await networks.encode(image, 64, 48);
      expect(excess(mean, expectedMean, EQUAL)).toBeLessThanOrEqual(1);
      expect(new Set(logvar)).toEqual(new Set([-30]));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without configs a folder is what its family always is; what a finished graph can not do is refused by name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
  try {
    writeOnnxFolder(folder, join(MODELS, 'sd1/diffusers'), { hidden: false, configs: false });
    await using(Promise.resolve(openOnnxNetworks(folder, { threads: 1 })), async networks => {
      expect(networks.info).toMatchObject({
        family: 'sd1',
        scalingFactor: 0.18215,
        sampleSize: 512,
        contextDim: 32
      });
      const chunk = { ids: new Array<number>(77).fill(0) };
      await expect(networks.encodeText([chunk], { clipSkip: 2 })).rejects.toMatchObject({
        code: 'out_of_range',
        facts: { max: 1 }
      });
      const lora = { path: '/a.safetensors', weight: 1 };
      await expect(networks.encodeText([chunk], { clipSkip: 1, loras: [lora] })).rejects.toMatchObject({
        facts: { reason: 'onnx_fixed', value: 'LoRA' }
      });
      await expect(networks.predict([], { tiling: true })).rejects.toMatchObject({
        facts: { reason: 'onnx_fixed', value: 'tiling' }
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
