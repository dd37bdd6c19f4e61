/** The same numbers in a torch file draw the same picture, byte for byte, as in safetensors: whatever they are to the cell. */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawAll } from '../testing/draw-all';
import { plainCell } from '../testing/plain-cell';
import { inFolder } from '../testing/safetensors-file';
import { channelsLast, torchLegacy, torchTensors, torchZip } from '../testing/torch-file';
import type { CellFiles } from '../pipeline';
import type { CellParams } from '../../schema/wire';
import { openModel } from './open-model';

const GOLDENS = join(__dirname, '../../goldens');
const SD1 = join(GOLDENS, 'A/sd1');
const SINGLE = join(SD1, 'single-fp16.safetensors');

/** The picture of a cell with a checkpoint. */
async function pictureOf(path: string, params: Partial<CellParams> = {}, files?: CellFiles): Promise<string> {
  const opened = await openModel(path);
  const cell = { ...plainCell, steps: 1, ...params };
  const { pictures, failures } = await drawAll([cell], opened, {}, undefined, files);
  await opened.networks.dispose();
  expect([...failures]).toEqual([]);
  return Buffer.from(pictures.get('0')!).toString('hex');
}

let plain: Promise<string>;
beforeAll(() => (plain = pictureOf(join(SD1, 'diffusers'))));

/** Calls `use` with a folder that has what a single file needs beside it, under the stem `x`. */
function besides<T>(use: (folder: string) => Promise<T>): Promise<T> {
  return inFolder(folder => {
    cpSync(join(SD1, 'single.arch.json'), join(folder, 'x.arch.json'));
    cpSync(join(SD1, 'diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    return use(folder);
  });
}

const wrapped = { epoch: 3, global_step: 17, state_dict: torchTensors(SINGLE) };

test.each([
  ['a zip', () => torchZip(wrapped)],
  ['a zip whose numbers lie at odd places', () => torchZip(wrapped, { shift: 1 })],
  ['the older format', () => torchLegacy(wrapped)],
  ['a zip whose channels lie last', () => torchZip({ state_dict: torchTensors(SINGLE, channelsLast) })]
])('a checkpoint in %s', (_, bytes) =>
  besides(async folder => {
    writeFileSync(join(folder, 'x.ckpt'), bytes());
    const found = await pictureOf(join(folder, 'x.ckpt'));
    // Every checkpoint of a golden model has the same numbers.
    expect(found === (await plain)).toBe(true);
  })
);

test('a diffusers folder of .bin files, and one without a safetensors file beside them', () =>
  inFolder(async folder => {
    const torch = join(folder, 'torch');
    cpSync(join(SD1, 'diffusers'), torch, { recursive: true });
    for (const part of ['unet', 'vae', 'text_encoder']) {
      const [file] = readdirSync(join(torch, part)).filter(name => name.endsWith('.safetensors'));
      const name = part === 'text_encoder' ? 'pytorch_model.bin' : 'diffusion_pytorch_model.bin';
      writeFileSync(join(torch, part, name), torchZip(torchTensors(join(torch, part, file))));
      rmSync(join(torch, part, file));
    }
    expect((await pictureOf(torch)) === (await plain)).toBe(true);
  }));

const VAE = join(SD1, 'vae-standalone-ldm.safetensors');
const LORA = join(GOLDENS, 'L/sd1_kohya.safetensors');
const EMBEDDING = join(GOLDENS, 'L/ti_sd1_emb_params.safetensors');
const UPSCALER = join(GOLDENS, 'fixtures/picture-networks/compact-x4.safetensors');

test.each<[string, string, string, () => Buffer, Partial<CellParams>, (path: string) => CellFiles]>([
  [
    'VAE',
    VAE,
    'x.vae.pt',
    () => torchZip({ state_dict: torchTensors(VAE) }),
    { vae: 'x' },
    path => ({ vae: path })
  ],
  [
    'LoRA',
    LORA,
    'x.pt',
    () => torchZip(torchTensors(LORA)),
    { prompt: 'a cat <lora:x:0.8>' },
    path => ({ loras: { x: path } })
  ],
  [
    'embedding of A1111',
    EMBEDDING,
    'x.pt',
    () => {
      const { emb_params: vectors } = torchTensors(EMBEDDING);
      return torchZip({
        string_to_token: { '*': 265 },
        string_to_param: { '*': vectors },
        name: 'x',
        step: 9
      });
    },
    { prompt: 'a word7 cat' },
    path => ({ embeddings: { word7: path } })
  ],
  [
    'embedding of diffusers',
    EMBEDDING,
    'learned_embeds.bin',
    () => torchZip({ '<word>': torchTensors(EMBEDDING).emb_params }),
    { prompt: 'a word7 cat' },
    path => ({ embeddings: { word7: path } })
  ],
  [
    'upscaler',
    UPSCALER,
    'x.pth',
    () => torchZip({ params_ema: torchTensors(UPSCALER, channelsLast) }),
    { enable_hr: true, hr_upscaler: 'x', hr_scale: 2, denoising_strength: 0.5 },
    path => ({ upscaler: path })
  ]
])('an %s', (kind, original, name, bytes, params, files) =>
  inFolder(async folder => {
    const path = join(folder, name);
    writeFileSync(path, bytes());
    const model = join(SD1, 'diffusers');
    const found = await pictureOf(model, params, files(path));
    expect(found === (await pictureOf(model, params, files(original)))).toBe(true);
    // The golden VAE is the model's own in other names.
    expect(found === (await plain)).toBe(kind === 'VAE');
  })
);
