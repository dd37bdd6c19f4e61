import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile } from '../models';
import { brains, doubles, numbersOf, readRaw, singles, writeRaw, zeros } from '../testing/alter-tensors';
import type { RawTensor } from '../testing/alter-tensors';
import { realLayout } from '../testing/real-layout';
import { inFolder } from '../testing/safetensors-file';
import { randomNumbers } from '../testing/write-tensors';
import { architectureOf } from '../weights';
import { openNetworks } from './checkpoint-networks';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const VAE = join(SD1, 'vae-standalone-ldm.safetensors');
const UNET = 'model.diffusion_model.';
const plain = readRaw(join(SD1, 'single-fp16.safetensors'));

type Tensors = Map<string, RawTensor>;

/** Writes a single file with these tensors, its architecture and tokenizer beside it. */
function withFile<T>(tensors: Tensors, use: (path: string) => T | Promise<T>): Promise<T> {
  return inFolder(folder => {
    const path = join(folder, 'x.safetensors');
    writeRaw(path, tensors);
    cpSync(join(SD1, 'single.arch.json'), join(folder, 'x.arch.json'));
    cpSync(join(SD1, 'diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    return use(path);
  });
}

/** What the networks of a file answer: text, noise, picture. */
async function answers(path: string, vae?: string): Promise<Float32Array[]> {
  const networks = await openNetworks(path);
  const ids = Array.from({ length: 77 }, (_, i) => (7 * i) % 1000);
  const [{ states }] = await networks.encodeText([{ ids }], { clipSkip: 1 });
  const x = randomNumbers([256], 1).data as Float32Array;
  const [noise] = await networks.predict([{ x, timestep: 500, context: states[0], height: 8, width: 8 }]);
  const picture = await networks.decode(x, 8, 8, { vae });
  await networks.dispose();
  return [states[0], noise, picture];
}

const renamed = (rename: (name: string) => string | null): Tensors =>
  new Map([...plain].flatMap(([name, tensor]) => (rename(name) === null ? [] : [[rename(name)!, tensor]])));
const beside = (extra: Record<string, RawTensor>): Tensors => new Map([...plain, ...Object.entries(extra)]);
const one = singles([1], [1]);
const emaOf = (name: string): string => `model_ema.${name.replace(/^model\./, '').replaceAll('.', '')}`;
const POSITIONS = 'cond_stage_model.transformer.text_model.embeddings.position_ids';

/** Vectors in float32, the text encoder in bfloat16, the VAE in float64: what a merge of several files leaves. */
function mixedTypes(): Tensors {
  return new Map(
    [...plain].map(([name, tensor]) => {
      if (tensor.dtype !== 'F16') {
        return [name, tensor];
      }
      const { shape } = tensor;
      const to = shape.length === 1 ? singles : name.startsWith('first') ? doubles : undefined;
      return [name, to ? to(shape, numbersOf(tensor)) : tensor];
    })
  );
}

describe('a file answers as the plain one', () => {
  let expected: Float32Array[];
  beforeAll(() => withFile(plain, async path => void (expected = await answers(path))));

  test.each<[string, () => Tensors]>([
    ['whose tensors are of several types', mixedTypes],
    [
      'whose positions are broken, which are counted here',
      () => beside({ [POSITIONS]: brains([1, 77], new Array(77).fill(3)) })
    ],
    [
      'with what training and merging leave behind',
      () =>
        beside({
          'model_ema.decay': one,
          alphas_cumprod: one,
          'denoiser.sigmas': one,
          'embedding_manager.embedder.x': one,
          'first_stage_model.loss.logvar': one,
          'lora_unet_x.lora_down.weight': one,
          'model_ema.empty': zeros('F32', [0, 4], 0)
        })
    ],
    [
      'with text encoders of other families beside its own',
      () =>
        beside({
          'cond_stage_model.model.token_embedding.weight': zeros('F16', [2, 1024], 4096),
          'conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight': zeros(
            'F16',
            [2, 768],
            3072
          )
        })
    ],
    [
      'of which nothing but the moving average is left',
      () => renamed(name => (name.startsWith('model.') ? emaOf(name) : name))
    ],
    [
      'whose moving average has dots',
      () => renamed(name => name.replace(/^model\.diffusion_model/, 'model_ema.diffusion_model'))
    ],
    [
      'of which little but the moving average is left',
      () =>
        new Map([
          ...renamed(name => (name.startsWith('model.') ? emaOf(name) : name)),
          ...[...plain].filter(([name]) => name.startsWith(`${UNET}input_blocks.0`))
        ])
    ],
    ['with its tensors in another order', () => new Map([...plain].reverse())]
  ])('%s', (_, tensors) =>
    withFile(tensors(), async path => {
      expect(inspectFile(path)).toMatchObject({ kind: 'checkpoint', problems: [] });
      (await answers(path)).forEach((values, i) => expect(values).toEqual(expected[i]));
    })
  );

  test('without a VAE, with one from another file', () =>
    withFile(
      renamed(name => (name.startsWith('first_stage_model.') ? null : name)),
      async path => {
        expect(inspectFile(path)).toMatchObject({ problems: [], checkpoint: { missing: ['vae'] } });
        (await answers(path, VAE)).forEach((values, i) => expect(values).toEqual(expected[i]));
        await expect(answers(path)).rejects.toMatchObject({
          code: 'model_incomplete',
          facts: { reason: 'no_vae' }
        });
      }
    ));
});

const ONLY = (prefix: string): Tensors => renamed(name => (name.startsWith(prefix) ? name : null));
const QUERY = [...plain.keys()].find(name => name.endsWith('to_q.weight'))!;
const withoutQuery = (extra: Record<string, RawTensor>): Tensors =>
  new Map([...renamed(name => (name === QUERY ? null : name)), ...Object.entries(extra)]);
const bytes = zeros('U8', [16], 16);

test.each<[string, string, Tensors]>([
  ['a UNet alone', 'it holds a UNet alone', ONLY(UNET)],
  [
    'a UNet alone, as ComfyUI keeps it',
    'it holds a UNet alone',
    new Map([...ONLY(UNET)].map(([name, tensor]) => [name.slice(UNET.length), tensor]))
  ],
  [
    'a text encoder alone',
    'it holds a text encoder alone',
    new Map(
      [...ONLY('cond_stage_model.')].map(([name, tensor]) => [
        name.replace('cond_stage_model.transformer.', ''),
        tensor
      ])
    )
  ],
  ['no text encoder', 'it has no text encoder', renamed(name => (name.startsWith('cond') ? null : name))],
  [
    'the parts of a diffusers folder',
    'names of a diffusers folder',
    new Map([
      ['unet.conv_in.weight', one],
      ['text_encoder.text_model.encoder.layers.0.mlp.fc1.weight', one]
    ])
  ],
  ['four-bit floats', 'holds F4', beside({ [QUERY]: zeros('F4', [16, 16], 128) })],
  ['nothing', 'it holds no tensor at all', new Map()],
  [
    'something else',
    'its first tensor is whatever',
    new Map([
      ['whatever', one],
      ['more', one]
    ])
  ],
  ['NF4', 'quantised as NF4 (bitsandbytes)', beside({ [`${QUERY}.quant_state.bitsandbytes__nf4`]: bytes })],
  ['GPTQ', 'quantised as GPTQ or AWQ', withoutQuery({ [QUERY.replace('weight', 'qzeros')]: bytes })],
  ['Quanto', 'quantised as Quanto', withoutQuery({ [`${QUERY}._data`]: bytes })],
  [
    'Nunchaku',
    'quantised as SVDQuant (Nunchaku)',
    withoutQuery({ [QUERY.replace('weight', 'wscales')]: bytes })
  ],
  ['NVFP4', 'quantised as NVFP4', beside({ [`${QUERY}_scale_2`]: one })],
  ['int8', 'quantised as int8', beside({ [QUERY]: zeros('I8', [16, 16], 256), [`${QUERY}_scale`]: one })],
  [
    'SDNQ',
    'quantised as SDNQ',
    beside({ [QUERY]: zeros('I8', [16, 16], 256), [QUERY.replace('weight', 'scale')]: one })
  ]
])('a file that holds %s says so: %s', (_, words, tensors) =>
  withFile(tensors, path => expect(inspectFile(path).problems[0].message).toContain(words))
);

describe('of several text encoders those count that the UNet reads', () => {
  const header = (name: string, ...strays: string[]): Parameters<typeof architectureOf>[0] => {
    const { header } = realLayout(name);
    const [entry] = header.tensors.values();
    const shape = [49408, 768];
    return {
      ...header,
      tensors: new Map([
        ...strays.map(key => [key, { ...entry, name: key, shape }] as const),
        ...header.tensors
      ])
    };
  };
  const CLIP = 'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight';
  const SGM = 'conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight';
  const SECOND = 'conditioner.embedders.1.model.token_embedding.weight';

  test.each([
    ['sdxl', 'sdxl', [CLIP]],
    ['sd21', 'sd2', [CLIP, SGM]],
    ['sd15', 'sd1', [SGM, SECOND]]
  ])('%s', (name, family, strays) => {
    expect(architectureOf(header(name, ...strays))).toMatchObject({ family });
  });

  test.each([
    [
      'half of its middle',
      (name: string) =>
        !name.startsWith('model.diffusion_model.middle_block.') || name.includes('middle_block.0.')
    ],
    [
      'the attention of one block',
      (name: string) => !name.startsWith('model.diffusion_model.input_blocks.4.1.')
    ]
  ])('a UNet that lacks %s is a distilled one', (_, keep) => {
    const { header } = realLayout('sdxl');
    const tensors = new Map([...header.tensors].filter(([name]) => keep(name)));
    expect(() => architectureOf({ ...header, tensors })).toThrow(
      'it is a distilled (SSD-1B, Vega, BK-SDM) model'
    );
  });
});
