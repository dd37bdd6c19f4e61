import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realLayout } from '../testing/real-layout';
import { readTextConfig, readUNetConfig, readVaeConfig } from './read-config';
import type { Config } from './read-config';
import { readSafetensorsHeader } from './safetensors';
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
        layers_per_block: 2
      },
      'vae'
    ),
    text: readTextConfig({ hidden_size: 768, intermediate_size: 3072, num_attention_heads: 12 }, 'text'),
    predictionType: 'epsilon'
  });
});

test('widths and depths of an uncommon model are read off its shapes; heads and groups are those of SD1', () => {
  const found = architectureOf(readSafetensorsHeader(join(SD1, 'single-fp16.safetensors')));
  const config = JSON.parse(readFileSync(join(SD1, 'single.arch.json'), 'utf8')) as Record<string, Config>;
  const said = readUNetConfig(config.unet, 'unet');
  const levels = said.levels.map(level => ({ ...level, heads: 8 }));
  expect(found.unet).toEqual({ ...said, levels, midHeads: 8, groups: 32, sampleSize: 64 });
  expect(found.vae).toEqual({ ...readVaeConfig(config.vae, 'vae'), groups: 32 });
  expect(found.text).toMatchObject({ vocabulary: 1197, width: 32, layers: 4, mlpWidth: 96, positions: 77 });
});

test('a file marked as v-prediction by its metadata or by a marker tensor predicts velocity', () => {
  const { header } = realLayout('sd15');
  const entry = header.tensors.values().next().value!;
  const marked = { ...header, tensors: new Map([...header.tensors, ['v_pred', entry]]) };
  const said = { ...header, metadata: { 'modelspec.prediction_type': 'v' } };
  expect(architectureOf(marked).predictionType).toBe('v_prediction');
  expect(architectureOf(said).predictionType).toBe('v_prediction');
});

test.each([
  ['sd21', 'SD 2'],
  ['sdxl', 'SDXL'],
  ['sdxl-refiner', 'SDXL refiner']
])('%s is refused as a model of another family', (name, family) => {
  expect(() => architectureOf(realLayout(name).header)).toThrow(
    `${name}.safetensors can't be used: it is a ${family} model; Stable Diffusion 1.x is supported.`
  );
});

test('a file without a UNet says which tensor it looked for', () => {
  const { header } = realLayout('sd15');
  const tensors = new Map([...header.tensors].filter(([name]) => name.startsWith('first_stage_model.')));
  expect(() => architectureOf({ ...header, tensors })).toThrow(
    "sd15.safetensors can't be used: tensor model.diffusion_model.input_blocks.0.0.weight is missing."
  );
});
