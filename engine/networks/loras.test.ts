import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { excess } from '../testing/closeness';
import { hex, row } from '../testing/rows';
import { inFolder } from '../testing/safetensors-file';
import { randomNumbers, writeTensors } from '../testing/write-tensors';
import type { Numbers } from '../testing/write-tensors';
import type { INetworks, LoraUse, UNetRow } from '../types';
import { openNetworks } from './checkpoint-networks';
import { Fault } from '../../schema/fault';

const GOLDENS = join(__dirname, '../../goldens');
const SD1 = join(GOLDENS, 'A/sd1/diffusers');
const lora = (name: string): string => join(GOLDENS, `L/${name}.safetensors`);

let networks: INetworks;
beforeAll(async () => {
  networks = await openNetworks(SD1);
});
afterAll(() => networks.dispose());

const WEIGHTS = [0, 0.5, 1, -1, 0.37, 2];

/** Six rows of two prompts; the k-th LoRA has another weight in each. */
function rowsWith(paths: readonly string[]): UNetRow[] {
  const rows = WEIGHTS.map((_, seed) => row(seed, networks.info.contextDim, 8, 8, 77));
  return rows.map((each, i) => ({
    ...each,
    context: rows[i % 2].context,
    loras: paths.map((path, k): LoraUse => ({ path, weight: WEIGHTS[(i + k) % WEIGHTS.length] }))
  }));
}

// Loading the graph of three kinds of LoRA takes a while on a busy machine.
const LOADING_MS = 240_000;

describe('a row has the same bytes alone and in batches of any weights, with', () => {
  test.each([[['sd1_kohya']], [['sd1_locon']], [['sd1_peft', 'sd1_lokr', 'sd1_dora']]])(
    '%j',
    async names => {
      const rows = rowsWith(names.map(lora));
      const alone: string[] = [];
      for (const each of rows) {
        alone.push(hex((await networks.predict([each]))[0]));
      }
      expect(new Set(alone).size).toBe(rows.length);
      for (const batch of [rows, [...rows].reverse(), rows.slice(1, 4), rows.slice(2, 4)]) {
        const found = (await networks.predict(batch)).map(hex);
        expect(found.map((bytes, k) => bytes === alone[rows.indexOf(batch[k])])).toEqual(
          batch.map(() => true)
        );
      }
    },
    LOADING_MS
  );
});

test('a weight of 0 adds exactly nothing', async () => {
  const rows = rowsWith([lora('sd1_kohya')]);
  const zero = rows.map(each => ({ ...each, loras: each.loras?.map(use => ({ ...use, weight: 0 })) }));
  const bare = rows.map(each => ({ ...each, loras: undefined }));
  expect((await networks.predict(zero)).map(hex)).toEqual((await networks.predict(bare)).map(hex));
});

test('one file twice is the sum of its weights', async () => {
  const path = lora('sd1_kohya');
  const [one] = rowsWith([]);
  const [sum] = await networks.predict([{ ...one, loras: [{ path, weight: 0.75 }] }]);
  const [parts] = await networks.predict([
    {
      ...one,
      loras: [
        { path, weight: 0.5 },
        { path, weight: 0.25 }
      ]
    }
  ]);
  expect(excess(parts, sum, { atol: 1e-5, rtol: 1e-5 })).toBeLessThanOrEqual(1);
});

test('a LoRA of the UNet alone leaves the text as it is', async () => {
  const ids = Array.from({ length: 77 }, (_, i) => i);
  const encode = async (loras?: LoraUse[]): Promise<string> =>
    hex((await networks.encodeText([{ ids }], { clipSkip: 1, loras }))[0].states[0]);
  const bare = await encode();
  expect(await encode([{ path: lora('sd1_loha'), weight: 1 }])).toBe(bare);
  expect(await encode([{ path: lora('sd1_kohya'), weight: 0 }])).toBe(bare);
  expect(await encode([{ path: lora('sd1_kohya'), weight: 1 }])).not.toBe(bare);
});

/** The error of drawing with a LoRA of these tensors. */
async function refusal(tensors: Record<string, Numbers>): Promise<Fault> {
  return inFolder(async folder => {
    const path = join(folder, 'style.safetensors');
    writeTensors(path, tensors);
    return refusalOf(path);
  });
}

async function refusalOf(path: string): Promise<Fault> {
  const [one] = rowsWith([]);
  const rows = [{ ...one, loras: [{ path, weight: 1 }] }];
  const error: unknown = await networks.predict(rows).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

const K = 'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k';
const random = (...shape: number[]): Numbers => randomNumbers(shape, 1);

describe('a LoRA that does not fit says which keys and why:', () => {
  test.each<[string, Record<string, Numbers>, string]>([
    [
      'of another width',
      { [`${K}.lora_down.weight`]: random(2, 768), [`${K}.lora_up.weight`]: random(16, 2) },
      `style.safetensors doesn't fit diffusers: ${K}.lora_down.weight is [2,768], not [2,32].`
    ],
    [
      'of other modules',
      { 'lora_unet_stem.lora_down.weight': random(2, 4), 'lora_unet_stem.lora_up.weight': random(4, 2) },
      "style.safetensors doesn't fit diffusers: the model has none of its modules (lora_unet_stem)."
    ],
    [
      'without its other half',
      { [`${K}.lora_down.weight`]: random(2, 32) },
      `style.safetensors is incomplete: ${K}.up is missing.`
    ],
    [
      'of a kind the engine lacks',
      { [`${K}.oft_blocks`]: random(2, 4, 4) },
      `style.safetensors can't be used: it holds OFT adapters (${K}.oft_blocks).`
    ],
    [
      'of no adapter',
      { 'conv.weight': random(2, 2) },
      "style.safetensors is no LoRA: its tensors (conv.weight) are no adapter's."
    ],
    [
      'of a transformer',
      {
        'lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight': random(2, 4),
        'lora_unet_double_blocks_0_img_attn_qkv.lora_up.weight': random(4, 2)
      },
      'style.safetensors is for FLUX, not for Stable Diffusion.'
    ]
  ])('%s', async (_, tensors, message) => {
    const error = await refusal(tensors);
    expect(error.code).toBe('lora_unfit');
    expect(error.message).toBe(message);
  });

  test('made for another family, which it names', async () => {
    const { facts, message } = await refusalOf(lora('sdxl_kohya_ldm_names'));
    expect(facts).toMatchObject({ family: 'sdxl', model_family: 'sd1' });
    expect(message).toContain('sdxl_kohya_ldm_names.safetensors');
  });

  test('and one that fits is drawn with all the same afterwards', () =>
    inFolder(async folder => {
      const path = join(folder, 'moved.safetensors');
      copyFileSync(lora('sd1_kohya'), path);
      const [one] = rowsWith([]);
      const draw = (from: string): Promise<Float32Array[]> =>
        networks.predict([{ ...one, loras: [{ path: from, weight: 1 }] }]);
      expect(hex((await draw(path))[0])).toBe(hex((await draw(lora('sd1_kohya')))[0]));
    }));
});
