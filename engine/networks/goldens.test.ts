import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTensors } from '../testing/read-tensors';
import type { INetworks } from '../types';
import { openNetworks } from './checkpoint-networks';
import type { OpenOptions } from './checkpoint-networks';

const MODELS = join(__dirname, '../../goldens/A');
const SD1 = join(MODELS, 'sd1');

/** Tolerances of goldens/manifest.json: twenty times the difference between the reference's float32 and float64. */
const UNET = { atol: 1e-4, rtol: 5e-4 };
const TEXT = { atol: 3.2e-5, rtol: 1e-4 };
const VAE = { atol: 2.7e-4, rtol: 5e-4 };

type Golden = Map<string, { shape: number[]; data: Float32Array }>;

const golden = (name: string, model = 'sd1'): Golden =>
  readTensors(join(MODELS, model, `${name}.safetensors`)) as Golden;

/** The items of a tensor's first axis. */
function itemsOf({ shape, data }: { shape: number[]; data: Float32Array }): Float32Array[] {
  const size = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

/** Expects each item within the tolerance of the golden's; NaN and a wrong length fail too. */
function check(
  found: readonly Float32Array[],
  expected: readonly Float32Array[],
  { atol, rtol }: typeof UNET
): void {
  expect(found.map(item => item.length)).toEqual(expected.map(item => item.length));
  expected.forEach((item, i) => {
    const excess = item.map((value, j) => Math.abs(found[i][j] - value) / (atol + rtol * Math.abs(value)));
    expect(excess.reduce((worst, value) => (value <= worst ? worst : value), 0)).toBeLessThanOrEqual(1);
  });
}

async function checkUNet(
  networks: INetworks,
  name: string,
  flavour: 'a1111' | 'diffusers' = 'a1111',
  model = 'sd1'
): Promise<void> {
  const tensors = golden(name, model);
  const sample = tensors.get('in.sample')!;
  const [, , height, width] = sample.shape;
  const item = (input: string, i: number): Float32Array | undefined =>
    tensors.has(input) ? itemsOf(tensors.get(input)!)[i] : undefined;
  const rows = itemsOf(sample).map((channels, i) => {
    const x = channels.subarray(0, 4 * height * width);
    const imageConditioning = channels.subarray(x.length);
    const ids = item('in.time_ids', i);
    return {
      x,
      imageConditioning: imageConditioning.length > 0 ? imageConditioning : undefined,
      timestep: tensors.get('in.timestep')!.data[i],
      context: item('in.context', i)!,
      height,
      width,
      pooled: item('in.text_embeds', i),
      ids: ids && Array.from(ids)
    };
  });
  const expected =
    (flavour === 'a1111' && tensors.get('out.eps_a1111_cat_resize')) || tensors.get('out.eps')!;
  check(await networks.predict(rows, { flavour }), itemsOf(expected), UNET);
}

async function checkText(networks: INetworks): Promise<void> {
  const tensors = golden('text0');
  const chunks = itemsOf(tensors.get('in.ids')!).map(ids => ({ ids: Array.from(ids) }));
  for (const [clipSkip, output] of [
    [1, 'out.last'],
    [2, 'out.skip2_ln'],
    [3, 'out.skip3_ln']
  ] as const) {
    const encoded = await networks.encodeText(chunks, { clipSkip });
    check(
      encoded.map(({ states }) => states[0]),
      itemsOf(tensors.get(output)!),
      TEXT
    );
  }
}

async function checkVae(networks: INetworks, name: string): Promise<void> {
  const tensors = golden(name);
  const latents = tensors.get('in.latent_scaled')!;
  const [, , height, width] = latents.shape;
  for (const [i, latent] of itemsOf(latents).entries()) {
    const item = (output: string): Float32Array[] => [itemsOf(tensors.get(output)!)[i]];
    check([await networks.decode(latent, height, width)], item('out.decoded'), VAE);
    const { mean, logvar } = await networks.encode(item('in.image')[0], 8 * height, 8 * width);
    check([mean], item('out.mean'), VAE);
    check([logvar], item('out.logvar'), VAE);
  }
}

async function using(
  path: string,
  options: OpenOptions,
  use: (networks: INetworks) => Promise<void>
): Promise<void> {
  const networks = await openNetworks(path, options);
  try {
    await use(networks);
  } finally {
    await networks.dispose();
  }
}

describe('a diffusers folder computes what diffusers computes', () => {
  let networks: INetworks;
  beforeAll(async () => {
    networks = await openNetworks(join(SD1, 'diffusers'));
  });
  afterAll(() => networks.dispose());

  test.each(['8x8', '16x8_frac', '2chunks', '3chunks_24x8', 't0'])('unet_b1_%s', name =>
    checkUNet(networks, `unet_b1_${name}`)
  );
  test.each(['8x16', 'mixed_t'])('unet_b2_%s', name => checkUNet(networks, `unet_b2_${name}`));
  test.each([
    ['9x11', 'a1111'],
    ['9x11', 'diffusers'],
    ['10x15', 'a1111'],
    ['10x15', 'diffusers']
  ] as const)('unet_odd_%s by the rule of %s', (name, flavour) =>
    checkUNet(networks, `unet_odd_${name}`, flavour)
  );
  test('text at clip skip 1, 2 and 3', () => checkText(networks));
  test('a clip skip past the first layer names the range', () =>
    expect(networks.encodeText([{ ids: new Array<number>(77).fill(0) }], { clipSkip: 5 })).rejects.toThrow(
      '5 is out of range; clip_skip takes whole numbers from 1 to 4.'
    ));
  test.each(['48x80', '64x64', '72x40'])('vae_%s both ways', name => checkVae(networks, `vae_${name}`));
});

test.each(['fp16', 'bf16'])('a single file in %s is the same model', dtype =>
  using(join(SD1, `single-${dtype}.safetensors`), { arch: join(SD1, 'single.arch.json') }, async networks => {
    await checkUNet(networks, 'unet_b2_mixed_t');
    await checkText(networks);
    await checkVae(networks, 'vae_48x80');
  })
);

test('a single file finds its architecture in <stem>.arch.json and its tokenizer in tokenizer/, both beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'single-'));
  try {
    copyFileSync(join(SD1, 'single-fp16.safetensors'), join(folder, 'tiny.safetensors'));
    const path = join(folder, 'tiny.safetensors');
    await expect(openNetworks(path)).rejects.toMatchObject({ code: expect.stringMatching(/^model_/) });
    copyFileSync(join(SD1, 'single.arch.json'), join(folder, 'tiny.arch.json'));
    await expect(openNetworks(path)).rejects.toMatchObject({
      code: 'model_incomplete',
      facts: { reason: 'tokenizer_missing' }
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['vae_old_names', 'vae-standalone-ldm.safetensors'])('%s replaces the VAE', vae =>
  using(join(SD1, 'diffusers'), { vae: join(SD1, vae) }, networks => checkVae(networks, 'vae_48x80'))
);

describe.each([
  ['sd2v/diffusers', ['16x8_frac', '2chunks']],
  ['sd2v/single-fp32.safetensors', ['16x8_frac']],
  ['sdxl/diffusers', ['16x8_frac', '2chunks']],
  ['sdxl/single-fp16.safetensors', ['16x8_frac']],
  ['sd1-inpaint/diffusers', ['8x8']],
  ['sd1-inpaint/single-fp16.safetensors', ['8x8']],
  ['ip2p/diffusers', ['8x8']]
])('%s', (path, names) => {
  const [model, file] = path.split('/');
  const arch = file === 'diffusers' ? undefined : join(MODELS, model, 'single.arch.json');

  test('computes what its reference does', () =>
    using(join(MODELS, path), { arch }, async networks => {
      for (const name of names) {
        await checkUNet(networks, `unet_b1_${name}`, 'a1111', model);
      }
      await checkUNet(networks, 'unet_odd_9x11', 'diffusers', model);
    }));
});

/** The items of a tensor of a golden. */
const itemsFor = (model: string, name: string, output: string): Float32Array[] =>
  itemsOf(golden(name, model).get(output)!);

test.each(['sdxl/diffusers', 'sdxl/single-fp16.safetensors'])(
  '%s: two encoders one layer before the end, the second with its own padding, and its projected pooled text',
  path =>
    using(join(MODELS, path), { arch: join(MODELS, 'sdxl/single.arch.json') }, async networks => {
      const ids = itemsFor('sdxl', 'text0', 'in.ids');
      const encoded = await networks.encodeText(
        ids.map(chunk => ({ ids: Array.from(chunk) })),
        { clipSkip: 1 }
      );
      for (const [encoder, name] of ['text0', 'text1'].entries()) {
        const hidden = golden(name, 'sdxl').get('out.hidden')!;
        const layers = itemsOf(hidden);
        const [, prompts, ...rest] = hidden.shape;
        const penultimate = itemsOf({ shape: [prompts, ...rest], data: layers[layers.length - 2] });
        check(
          encoded.map(({ states }) => states[encoder]),
          penultimate,
          TEXT
        );
      }
      check(
        encoded.map(({ pooled }) => pooled!),
        itemsFor('sdxl', 'text1', 'out.text_embeds'),
        TEXT
      );
    })
);

test.each(['sd2v/diffusers', 'sd2v/single-fp32.safetensors'])('%s: text, and padding with id 0', path =>
  using(join(MODELS, path), { arch: join(MODELS, 'sd2v/single.arch.json') }, async networks => {
    const chunks = itemsFor('sd2v', 'text0', 'in.ids').map(ids => ({ ids: Array.from(ids) }));
    const encoded = await networks.encodeText(chunks, { clipSkip: 1 });
    check(
      encoded.map(({ states }) => states[0]),
      itemsFor('sd2v', 'text0', 'out.last'),
      TEXT
    );
    expect(networks.tokenizer.pad).toBe(0);
  })
);

test.each(['vae_old_names', 'vae-standalone-ldm.safetensors'])('%s decodes and encodes for one call', name =>
  using(join(MODELS, 'sd1-inpaint/diffusers'), {}, async networks => {
    const vae = join(SD1, name);
    const latent = itemsFor('sd1', 'vae_48x80', 'in.latent_scaled')[0];
    const image = itemsFor('sd1', 'vae_48x80', 'in.image')[0];
    check([await networks.decode(latent, 6, 10, { vae })], itemsFor('sd1', 'vae_48x80', 'out.decoded'), VAE);
    const { mean } = await networks.encode(image, 48, 80, { vae });
    check([mean], itemsFor('sd1', 'vae_48x80', 'out.mean'), VAE);
  })
);

test('a VAE that is not there is named', () =>
  using(join(SD1, 'diffusers'), {}, async networks => {
    const vae = join(SD1, 'gone.safetensors');
    await expect(networks.decode(new Float32Array(256), 8, 8, { vae })).rejects.toMatchObject({
      code: 'model_missing'
    });
  }));
