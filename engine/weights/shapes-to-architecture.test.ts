import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realLayout } from '../testing/real-layout';
import { readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';
import { readWeightsHeader } from './read-weights-header';
import { architectureOf } from './shapes-to-architecture';

const SD1 = join(__dirname, '../../goldens/A/sd1');

test('the shapes of SD 1.5 tell the architecture that its configs do', () => {
  expect(architectureOf(realLayout('sd15').header)).toEqual({
    unet: readUNetConfig({ cross_attention_dim: 768, attention_head_dim: 8, sample_size: 64 }, 'unet'),
    vae: readVaeConfig(
      {
        block_out_channels: [128, 256, 512, 512],
        down_block_types: new Array(4).fill('DownEncoderBlock2D'),
        up_block_types: new Array(4).fill('UpDecoderBlock2D'),
        layers_per_block: 2,
        sample_size: 512
      },
      'vae'
    ),
    family: 'sd1',
    task: 'plain',
    text: [readTextConfig({ hidden_size: 768, intermediate_size: 3072, num_attention_heads: 12 }, 'text')],
    predictionType: 'epsilon',
    zeroTerminalSnr: false
  });
});

test('widths and depths of an uncommon model are read off its shapes; heads and groups are those of SD1', () => {
  const found = architectureOf(readWeightsHeader(join(SD1, 'single-fp16.safetensors')));
  const config = JSON.parse(readFileSync(join(SD1, 'single.arch.json'), 'utf8')) as Record<string, Config>;
  const said = readUNetConfig(config.unet, 'unet');
  const levels = said.levels.map(level => ({ ...level, heads: 8 }));
  expect(found.unet).toEqual({ ...said, levels, midHeads: 8, groups: 32, sampleSize: 64 });
  expect(found.vae).toEqual({ ...readVaeConfig(config.vae, 'vae'), groups: 32, sampleSize: 512 });
  expect(found.text[0]).toMatchObject({
    vocabulary: 1197,
    width: 32,
    layers: 4,
    mlpWidth: 96,
    positions: 77
  });
});

test('a file marked as v-prediction by its metadata or by a marker tensor predicts velocity', () => {
  const { header } = realLayout('sd15');
  const entry = header.tensors.values().next().value!;
  const marked = { ...header, tensors: new Map([...header.tensors, ['v_pred', entry]]) };
  const said = { ...header, metadata: { 'modelspec.prediction_type': 'v' } };
  expect(architectureOf(marked).predictionType).toBe('v_prediction');
  expect(architectureOf(said).predictionType).toBe('v_prediction');
});

const FULL = [320, 640, 1280, 1280];

test.each([
  ['sd15-inpaint', { family: 'sd1', task: 'inpaint', text: [[768, 12, 0]], channels: FULL, sampleSize: 64 }],
  ['ip2p', { family: 'sd1', task: 'edit', text: [[768, 12, 0]], channels: FULL, sampleSize: 64 }],
  ['sd21', { family: 'sd2', task: 'plain', text: [[1024, 23, 0]], channels: FULL, sampleSize: 96 }],
  ['sd2-inpaint', { family: 'sd2', task: 'inpaint', text: [[1024, 23, 0]], channels: FULL, sampleSize: 64 }],
  [
    'sdxl',
    {
      family: 'sdxl',
      task: 'plain',
      text: [
        [768, 12, 0],
        [1280, 32, 1280]
      ],
      channels: [320, 640, 1280],
      sampleSize: 128
    }
  ],
  [
    'sdxl-refiner',
    {
      family: 'sdxl_refiner',
      task: 'plain',
      text: [[1280, 32, 1280]],
      channels: [384, 768, 1536, 1536],
      sampleSize: 128
    }
  ]
])('%s is told by its keys and shapes', (name, expected) => {
  const { family, task, text, unet } = architectureOf(realLayout(name).header);
  expect({
    family,
    task,
    text: text.map(({ width, layers, projection }) => [width, layers, projection]),
    channels: unet.levels.map(({ channels }) => channels),
    sampleSize: unet.sampleSize
  }).toEqual(expected);
});

test('SDXL has heads of one width, ten blocks in its middle and six numbers of size; its refiner five', () => {
  const { levels, midDepth, midHeads, added, linearProjection } = architectureOf(
    realLayout('sdxl').header
  ).unet;
  expect(levels.map(({ heads, downDepth, upDepth }) => [heads, downDepth, upDepth])).toEqual([
    [5, 0, 0],
    [10, 2, 2],
    [20, 10, 10]
  ]);
  expect({ midDepth, midHeads, linearProjection }).toEqual({
    midDepth: 10,
    midHeads: 20,
    linearProjection: true
  });
  expect(added).toEqual({ pooledDim: 1280, sizeIds: 6, idDim: 256 });
  expect(architectureOf(realLayout('sdxl-refiner').header).unet.added).toMatchObject({ sizeIds: 5 });
});

test.each([
  ['joint_blocks.0.context_block.adaLN_modulation.1.bias', 'Stable Diffusion 3'],
  ['model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale', 'Flux'],
  ['edm_mean', 'Playground 2.5']
])('a file with %s is refused as %s', (key, family) => {
  const { header } = realLayout('sd15');
  const entry = header.tensors.values().next().value!;
  expect(() => architectureOf({ ...header, tensors: new Map([[key, entry]]) })).toThrow(
    `it is a ${family} model; Stable Diffusion 1, 2 and XL are supported.`
  );
});

test('a file without a UNet says which tensor it looked for', () => {
  const { header } = realLayout('sd15');
  const tensors = new Map([...header.tensors].filter(([name]) => name.startsWith('first_stage_model.')));
  expect(() => architectureOf({ ...header, tensors })).toThrow(
    "sd15.safetensors can't be used: tensor model.diffusion_model.input_blocks.0.0.weight is missing."
  );
});
