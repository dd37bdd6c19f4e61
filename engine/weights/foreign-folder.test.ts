import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile } from '../models';
import { inFolder } from '../testing/safetensors-file';

const SD1 = join(__dirname, '../../goldens/A/sd1/diffusers');
const UNET = 'unet/diffusion_pytorch_model.safetensors';

type Config = Record<string, unknown>;

function edit(path: string, change: Config): void {
  const config = JSON.parse(readFileSync(path, 'utf8')) as Config;
  writeFileSync(path, JSON.stringify({ ...config, ...change }));
}

/** What is found in a copy of the golden folder after `change`. */
function found(change: (folder: string) => void): Promise<ReturnType<typeof inspectFile>> {
  return inFolder(parent => {
    const folder = join(parent, 'tiny');
    cpSync(SD1, folder, { recursive: true });
    change(folder);
    return inspectFile(folder);
  });
}

test.each<[string, Config]>([
  ['IF', { _class_name: 'IFPipeline', text_encoder: ['transformers', 'T5EncoderModel'] }],
  ['Kolors', { _class_name: 'KolorsPipeline', text_encoder: ['kolors', 'ChatGLMModel'] }],
  [
    'StableVideoDiffusion',
    { _class_name: 'StableVideoDiffusionPipeline', unet: ['diffusers', 'UNetSpatioTemporalConditionModel'] }
  ],
  ['TextToVideoSD', { _class_name: 'TextToVideoSDPipeline', unet: ['diffusers', 'UNet3DConditionModel'] }],
  ['AnimateDiff', { _class_name: 'AnimateDiffPipeline', motion_adapter: ['diffusers', 'MotionAdapter'] }],
  [
    'PixArtSigma',
    { _class_name: 'PixArtSigmaPipeline', transformer: ['diffusers', 'PixArtTransformer2DModel'] }
  ],
  [
    'WuerstchenDecoder',
    { _class_name: 'WuerstchenDecoderPipeline', decoder: ['wuerstchen', 'WuerstchenDiffNeXt'] }
  ],
  [
    'StableDiffusionUpscale',
    { _class_name: 'StableDiffusionUpscalePipeline', low_res_scheduler: ['diffusers', 'DDPMScheduler'] }
  ],
  ['AutoencoderTiny', { _class_name: 'StableDiffusionPipeline', vae: ['diffusers', 'AutoencoderTiny'] }]
])('a folder of %s is refused by that name', async (name, index) => {
  const { problems } = await found(folder => edit(join(folder, 'model_index.json'), index));
  expect(problems[0]).toMatchObject({ code: 'model_unsupported', facts: { reason: 'family', value: name } });
});

test.each<[string, Config, string]>([
  ['no middle', { mid_block_type: null }, 'it is a distilled (SSD-1B, Vega, BK-SDM) model'],
  [
    'another depth on its way up',
    { reverse_transformer_layers_per_block: [[4, 4, 10], [2, 1, 1], 1] },
    'it is a distilled (SSD-1B, Vega, BK-SDM) model'
  ],
  ['quantised weights', { quantization_config: { quant_method: 'quanto' } }, 'quantised as quanto']
])('a UNet with %s is refused by name', async (_, config, words) => {
  const { problems } = await found(folder => edit(join(folder, 'unet/config.json'), config));
  expect(problems[0].message).toContain(words);
});

test.each<[string, (folder: string) => void]>([
  ['left out', folder => rmSync(join(folder, 'vae'), { recursive: true })],
  [
    'said to be left out',
    folder => {
      rmSync(join(folder, 'vae'), { recursive: true });
      edit(join(folder, 'model_index.json'), { vae: [null, null] });
    }
  ]
])('a folder whose VAE is %s needs one from elsewhere', async (_, change) => {
  const { problems, checkpoint } = await found(change);
  expect(problems).toEqual([]);
  expect(checkpoint).toMatchObject({ missing: ['vae'], family: 'sd1', latentScale: 8 });
});

test.each<[string, string, string]>([
  ['unet', 'UNet2DConditionModel', 'it holds a UNet alone'],
  ['transformer', 'FluxTransformer2DModel', 'it is a FluxTransformer2DModel model'],
  ['vae', 'AutoencoderTiny', 'it is an AutoencoderTiny model']
])('the folder of one network, %s, says what it is', (part, _class_name, words) =>
  inFolder(parent => {
    const folder = join(parent, part);
    mkdirSync(folder);
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ _class_name }));
    expect(inspectFile(folder).problems[0].message).toContain(words);
  })
);

test('a network whose one file has another name is read', async () => {
  const { problems } = await found(folder =>
    renameSync(join(folder, UNET), join(folder, 'unet/model.safetensors'))
  );
  expect(problems).toEqual([]);
});

test('a folder of links into a cache is the model; a link that leads nowhere is a file that is missing', async () => {
  const linked = await found(folder => {
    renameSync(join(folder, UNET), join(folder, '../blob'));
    symlinkSync('../../blob', join(folder, UNET));
  });
  expect(linked.problems).toEqual([]);
  const broken = await found(folder => {
    rmSync(join(folder, UNET));
    symlinkSync('../../gone', join(folder, UNET));
  });
  expect(broken.problems[0].message).toBe(`tiny can't be used: ${UNET} is missing.`);
});
