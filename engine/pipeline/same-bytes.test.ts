/**
 * Same cell, same bytes: alone, among others of other families and modes, in another order, after a retry, in another process. The
 * bundled model and the tiny ones of the goldens, whose networks are of real form.
 */
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CellOptions, CellParams } from '../../schema/wire';
import { plainCell } from '../testing/plain-cell';
import { openGenerator } from '../random';
import { bundleWorker } from '../testing/worker-script';
import { EngineWorker } from '../worker';
import { Engine, inspectDrawModel, openModel, perform } from '../child';
import type { INetworks } from '../types';
import type { OpenModel } from '../child';
import type { DrawCell, FromWorker } from '../worker';
import { stepLoopOptions } from '../step-loop';
import type { CellFiles, GivenPicture } from './needs';

const GOLDENS = join(__dirname, '../../goldens');
const MODELS = {
  bundled: join(__dirname, '../../models/emoji-diffusion'),
  sd1: join(GOLDENS, 'A/sd1/diffusers'),
  sd2v: join(GOLDENS, 'A/sd2v/diffusers'),
  sdxl: join(GOLDENS, 'A/sdxl/diffusers'),
  inpaint: join(GOLDENS, 'A/sd1-inpaint/diffusers'),
  edit: join(GOLDENS, 'A/ip2p/diffusers')
};
const MODES: Readonly<Record<string, Partial<CellOptions>>> = {
  noise: {},
  picture: { init_image: 'picture', denoising_strength: 0.7 },
  mask: { init_image: 'picture', mask: 'mask', mask_blur: 2, denoising_strength: 0.9 },
  masked: { init_image: 'picture', mask: 'mask', inpaint_full_res: true, inpainting_fill: 'fill' },
  hires: { enable_hr: true, hr_denoising_strength: 0.6, hr_steps: 2 },
  upscaledLatent: { enable_hr: true, hr_upscaler: 'Lanczos', hr_steps: 1 },
  tiles: { tiling: true }
};

function pictureOf(seed: number, channels: 1 | 3): GivenPicture {
  const numbers = openGenerator('cpu', seed).randn(80 * 72 * channels);
  const data = Uint8Array.from(numbers, value => Math.min(255, Math.max(0, 128 + 60 * value)));
  return { width: 80, height: 72, channels, data };
}
const square = pictureOf(2, 1);
square.data.forEach((_, k) => (square.data[k] = k % 80 > 20 && k % 80 < 50 && k < 80 * 40 ? 255 : 0));

const files: CellFiles = {
  pictures: { picture: pictureOf(1, 3), mask: square },
  loras: { kohya: join(GOLDENS, 'L/sd1_kohya.safetensors') }
};

type Family = keyof typeof MODELS;
const FAMILIES = Object.keys(MODELS) as Family[];

const cellOf = (families: readonly Family[]): fc.Arbitrary<DrawCell> =>
  fc
    .record({
      family: fc.constantFrom(...families),
      mode: fc.constantFrom(...Object.values(MODES)),
      prompt: fc.constantFrom(
        'a cat face',
        'a (red:1.3) apple',
        '一只猫',
        'a dog BREAK a tree',
        'a [cat:dog:1]'
      ),
      lora: fc.constantFrom('', '<lora:kohya:0.5>', '<lora:kohya:1:-0.3>'),
      params: fc.record({
        negative_prompt: fc.constantFrom('', 'blurry'),
        seed: fc.integer({ min: 0, max: 3 }),
        subseed: fc.constant(5),
        subseed_strength: fc.constantFrom(0, 0, 0.4),
        steps: fc.integer({ min: 2, max: 3 }),
        cfg_scale: fc.constantFrom(1, 3.5, 7),
        sampler: fc.constantFrom('Euler', 'Euler a', 'Heun', 'DPM++ 2M', 'DPM++ 2M SDE', 'DDIM', 'UniPC'),
        scheduler: fc.constantFrom('automatic', 'karras'),
        width: fc.constantFrom(64, 72),
        height: fc.constant(64),
        clip_skip: fc.constantFrom(1, 2),
        eta: fc.constant(null),
        ensd: fc.constantFrom(0, 31337),
        emphasis: fc.constant('original' as const),
        rng: fc.constantFrom('cpu' as const, 'nv' as const),
        flavour: fc.constantFrom('a1111' as const, 'diffusers' as const)
      })
    })
    .map(({ family, mode, prompt, lora, params }): DrawCell => {
      const whole: CellParams = {
        ...params,
        ...mode,
        // A graph of its own for sizes that can't be halved evenly takes long to open: one model stands for all.
        width: family === 'bundled' ? params.width : 64,
        model: family,
        prompt: family === 'sd1' ? prompt + lora : prompt
      };
      return { id: '', params: whole, model: { name: family, path: MODELS[family] }, files };
    });

/** Cells of two families: opening a model takes longer than drawing with it. */
const cells = fc
  .subarray(FAMILIES, { minLength: 2, maxLength: 2 })
  .chain(families => fc.array(cellOf(families), { minLength: 4, maxLength: 9 }));

const opened = new Map<string, Promise<OpenModel>>();
/** Opens a model once; the engine, which closes what it no longer draws with, finds it open again. */
async function openOnce(path: string): Promise<OpenModel> {
  const model = opened.get(path) ?? openModel(path);
  opened.set(path, model);
  const { networks, ...rest } = await model;
  const staying = Object.create(networks) as INetworks;
  return { ...rest, networks: Object.assign(staying, { dispose: async () => undefined }) };
}

const named = (cells: readonly DrawCell[]): DrawCell[] =>
  cells.map((each, i) => ({ ...each, id: String(i) }));
const nameOf = (rgb: Uint8Array): string => createHash('sha256').update(rgb).digest('hex');

/** What became of cells that are drawn together, in their order: the picture's hash, or why there is none. */
async function here(cells: readonly DrawCell[], interrupted = false): Promise<string[]> {
  const outcomes = new Map<string, string>();
  let steps = 0;
  const engine: Engine = new Engine({
    open: openOnce,
    inspectDrawModel,
    inspect: () => {
      throw new Error('nothing to inspect');
    },
    perform,
    loop: stepLoopOptions,
    previewEveryMs: Infinity,
    send(message: FromWorker) {
      if (message.type === 'done') {
        outcomes.set(message.id, nameOf(message.rgb));
      } else if (message.type === 'failed') {
        outcomes.set(message.id, message.failure.code);
      } else if (message.type === 'steps' && interrupted && ++steps === 2) {
        engine.receive({ type: 'cancel', ids: cells.map((_, i) => String(i)) });
      }
    }
  });
  engine.receive({ type: 'draw', cells: named(cells) });
  await engine.idle;
  if (interrupted) {
    engine.receive({ type: 'draw', cells: named(cells) });
    await engine.idle;
  }
  return cells.map((_, i) => outcomes.get(String(i))!);
}

let worker: EngineWorker;
let script: string;
beforeAll(() => {
  script = bundleWorker();
  worker = new EngineWorker({ script });
});
afterAll(async () => {
  for (const model of opened.values()) {
    await (await model).networks.dispose();
  }
  await worker.kill();
  rmSync(script);
});

/** The same in the other process. */
function there(cells: readonly DrawCell[]): Promise<string[]> {
  const outcomes = new Map<string, string>();
  return new Promise(resolve => {
    const note = (id: string, outcome: string): void => {
      outcomes.set(id, outcome);
      if (outcomes.size === cells.length) {
        resolve(cells.map((_, i) => outcomes.get(String(i))!));
      }
    };
    worker.draw(named(cells), {
      done: ({ id, rgb }) => note(id, nameOf(rgb)),
      failed: ({ id, failure }) => note(id, failure.code)
    });
  });
}

/** This machine's share of the time may be small while other tests run. */
const PATIENCE_MS = 240_000;

test(
  "a cell's bytes depend on nothing but the cell",
  async () => {
    await fc.assert(
      fc.asyncProperty(cells, async together => {
        const outcomes = await here(together);
        expect((await here([...together].reverse())).reverse()).toEqual(outcomes);
        expect(await here(together, true)).toEqual(outcomes);
        expect(await there(together)).toEqual(outcomes);
        const last = together.length - 1;
        expect(await here([together[last]])).toEqual([outcomes[last]]);
      }),
      { numRuns: 2, endOnFailure: true }
    );
  },
  PATIENCE_MS
);

test.each(FAMILIES)(
  '%s draws in every mode, each its own picture',
  async family => {
    const [{ params }] = fc.sample(cellOf([family]), { numRuns: 1, seed: 1 });
    const { seed, steps, subseed, subseed_strength, cfg_scale, model, rng } = params;
    const plain: CellParams = {
      ...plainCell,
      ...{ seed, steps, subseed, subseed_strength, cfg_scale, model, rng },
      sampler: 'Euler a'
    };
    // A graph that wraps around takes long to open as well.
    const modes = Object.values(MODES).filter(({ tiling }) => !tiling || family === 'sd1');
    const drawn = await here(
      modes.map((mode): DrawCell => ({
        id: '',
        params: { ...plain, ...mode },
        model: { name: family, path: MODELS[family] },
        files
      }))
    );
    expect(drawn.filter(outcome => outcome.length !== 64)).toEqual([]);
    expect(new Set(drawn).size).toBe(drawn.length);
  },
  PATIENCE_MS
);
