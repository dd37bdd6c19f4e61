import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { cpuSeconds } from '../testing/cpu-seconds';
import { realLayout } from '../testing/real-layout';
import { renameTensors } from '../testing/rewrite-tensors';
import { inFolder, writeSparse } from '../testing/safetensors-file';
import { inspectFile } from './inspect-file';

const GOLDENS = join(__dirname, '../../goldens');
const UPSCALERS = join(__dirname, '../../goldens/fixtures/picture-networks');

test.each([
  ['A/sd2v/diffusers', 'checkpoint', 'sd2'],
  ['A/sdxl/diffusers', 'checkpoint', 'sdxl'],
  ['A/sd1/vae_old_names', 'vae', null],
  ['A/sd1/vae-standalone-ldm.safetensors', 'vae', null],
  ['A/sd1/diffusers/vae', 'vae', null],
  ['L/sd1_kohya.safetensors', 'lora', 'sd1'],
  ['L/sd1_peft.safetensors', 'lora', null],
  ['L/sd1_old_diffusers.safetensors', 'lora', null],
  ['L/sd1_lokr.safetensors', 'lora', null],
  ['L/sd1_full_diff.safetensors', 'lora', null],
  ['L/ti_sd1_one_vector.safetensors', 'embedding', null],
  ['L/ti_sdxl.safetensors', 'embedding', null],
  ['L/controlnet_sd1', 'controlnet', null]
])('%s is a sound %s', (path, kind, family) => {
  const { files, sizeBytes, ...found } = inspectFile(join(GOLDENS, path));
  expect(found).toMatchObject({ kind, family, problems: [] });
  expect(files.length).toBeGreaterThan(0);
  expect(sizeBytes).toBeGreaterThan(0);
});

test.each(['rrdb-plus-x2', 'rrdb-older-x4', 'rrdb-oldest-x4', 'compact-x4'])('%s is an upscaler', name =>
  expect(inspectFile(join(UPSCALERS, `${name}.safetensors`))).toMatchObject({
    kind: 'upscaler',
    problems: []
  })
);

test.each(['gfpgan_v1.4', 'restoreformer', 'codeformer'])('the published %s is a sound face restorer', name =>
  inFolder(folder => {
    const path = join(folder, 'face.pth');
    const packed = gunzipSync(readFileSync(join(GOLDENS, `K/${name}.json.gz`)));
    const { keys } = JSON.parse(packed.toString()) as { keys: Record<string, number[]> };
    writeSparse(path, Object.entries(keys));
    expect(inspectFile(path)).toMatchObject({ kind: 'face_restorer', problems: [] });
  })
);

test.each([
  ['dat_light_x2', { architecture: 'DAT', scale: 2, colours: 3 }],
  ['hat_x4', { architecture: 'HAT', scale: 4, colours: 3 }],
  ['nafnet', { architecture: 'NAFNet', scale: 1, colours: 3 }],
  ['scunet_gray', { architecture: 'SCUNet', scale: 1, colours: 1 }],
  ['span_x4', { architecture: 'SPAN', scale: 4, colours: 3 }],
  ['swinir_light_x2', { architecture: 'SwinIR', scale: 2, colours: 3 }]
])('%s is a network for pictures, and which one is told', (name, pictures) =>
  expect(inspectFile(join(GOLDENS, `S/${name}.weights.safetensors`))).toMatchObject({
    kind: 'upscaler',
    problems: [],
    pictures
  })
);

test.each(['realesr-animevideov3', 'waifu2x_upconv_7_photo_scale2_noise0', 'waifu2x_cunet_scale1_noise1'])(
  'the bundled %s is a network for pictures',
  name =>
    expect(inspectFile(join(__dirname, `../../models/care/${name}.safetensors`))).toMatchObject({
      kind: 'upscaler',
      problems: []
    })
);

test.each(['sd15', 'sd15-inpaint', 'ip2p', 'sd2-inpaint', 'sdxl', 'sdxl-refiner'])(
  'a file as large as %s is known in an instant and lacks nothing',
  name =>
    inFolder(folder => {
      const path = join(folder, 'model.safetensors');
      writeSparse(path, realLayout(name).single);
      expect(cpuSeconds(() => void inspectFile(path))).toBeLessThan(1);
      const { kind, checkpoint, problems } = inspectFile(path);
      expect(kind).toBe('checkpoint');
      expect(checkpoint!.parametersTotal).toBeGreaterThan(1e9);
      expect(problems).toEqual([]);
    })
);

test.each([
  ['no bytes', Buffer.alloc(0), 'model_truncated'],
  ['a zip that was cut', Buffer.from('PK\x03\x04 archive/data.pkl', 'latin1'), 'model_truncated'],
  ['a pickle of a function', Buffer.from('\x80\x02cos\nsystem\n.', 'latin1'), 'model_pickled'],
  ['a web page', Buffer.from('<!doctype html><title>404</title>'), 'model_corrupt']
])('%s under the name of a model has a problem, and nothing is thrown', (_, bytes, code) =>
  inFolder(folder => {
    writeFileSync(join(folder, 'x.safetensors'), bytes);
    const { problems, checkpoint } = inspectFile(join(folder, 'x.safetensors'));
    expect(problems.map(problem => problem.code)).toEqual([code]);
    expect(checkpoint).toBeNull();
  })
);

const CHECKPOINT = join(GOLDENS, 'A/sd1/single-fp16.safetensors');
const VAE = join(GOLDENS, 'A/sd1/vae-standalone-ldm.safetensors');

/** What a file is told to be with its tensors renamed, and strays beside them. */
function told(
  from: string,
  rename: (name: string) => string,
  strays: readonly string[] = []
): Promise<unknown> {
  return inFolder(folder => {
    const path = join(folder, 'x.safetensors');
    renameTensors(from, path, rename, strays);
    const { kind, family, problems } = inspectFile(path);
    return [kind, family, problems.map(({ message }) => message)];
  });
}
const same = (name: string): string => name;

test.each([
  'control_model.x',
  'control_model.input_blocks.0.0.weight',
  'input_hint_block.0.weight',
  'depth_model.x',
  'ip_adapter.x',
  'image_proj.proj.weight',
  'vision_model.encoder.layers.0.x',
  'model.double_blocks.0.img_attn.x',
  't_block.1.weight',
  'adapter.body.0.x',
  'model.RDB1.conv1.weight',
  'body.0.weight',
  'clip_g',
  'emb_params',
  'x.lora_down.weight',
  'lora_te_x.alpha'
])('a whole checkpoint stays one beside a stray %s', async stray => {
  const plain = await told(CHECKPOINT, same);
  expect(plain).toMatchObject(['checkpoint', 'sd1', expect.anything()]);
  expect(await told(CHECKPOINT, same, [stray])).toEqual(plain);
});

test.each(['control_model.x', 'RDB1.conv1.weight', 'body.0.weight', 'lora_unet_x.alpha'])(
  'a whole VAE stays one beside a stray %s',
  async stray => expect(await told(VAE, same, [stray])).toEqual(['vae', null, []])
);

test.each<[string, string, (name: string) => string]>([
  ['a UNet', CHECKPOINT, name => name.replace('diffusion_model.', 'diffusion_model._orig_mod.')],
  ['a checkpoint', CHECKPOINT, name => `_orig_mod.${name}`],
  ['a VAE', VAE, name => `_orig_mod.${name}`],
  [
    'a LoRA',
    join(GOLDENS, 'L/sd1_kohya.safetensors'),
    name => name.replace(/^lora_unet_/, 'lora_unet__orig_mod_')
  ]
])('%s that was compiled is what it was', async (_, path, rename) =>
  expect(await told(path, rename)).toEqual(await told(path, same))
);

test('a ControlNet without its config is known, and says that it is missing', () => {
  const found = inspectFile(join(GOLDENS, 'L/controlnet_sd1/diffusion_pytorch_model.safetensors'));
  expect(found.kind).toBe('controlnet');
  expect(found.problems.map(({ facts }) => facts.missing)).toEqual(['config.json']);
});

test('a folder that is no model says which file it lacks', () =>
  inFolder(folder =>
    expect(inspectFile(folder).problems.map(({ facts }) => facts.missing)).toEqual(['model_index.json'])
  ));

test('a VAE of another family is refused by its channels', () =>
  inFolder(folder => {
    const path = join(folder, 'ae.safetensors');
    writeSparse(path, [
      ['encoder.conv_in.weight', [128, 3, 3, 3]],
      ['decoder.conv_in.weight', [512, 16, 3, 3]]
    ]);
    expect(inspectFile(path).problems[0].message).toBe(
      "ae.safetensors can't be used: latent_channels 16 is not supported."
    );
  }));

test.each([
  ['as diffusers names it', (name: string) => name],
  ['under the prefix vae.', (name: string) => `vae.${name}`]
])('a VAE file %s is sound without a config', (_, rename) =>
  inFolder(folder => {
    const path = join(folder, 'vae.safetensors');
    renameTensors(join(GOLDENS, 'A/sd1/diffusers/vae/diffusion_pytorch_model.safetensors'), path, rename);
    expect(inspectFile(path)).toMatchObject({ kind: 'vae', problems: [] });
  })
);
