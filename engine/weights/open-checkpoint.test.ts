import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectModel } from '../models';
import { realLayout } from '../testing/real-layout';
import { renameTensors, shardTensors } from '../testing/rewrite-tensors';
import { inFolder } from '../testing/safetensors-file';
import { writeTensors } from '../testing/write-tensors';
import { openCheckpoint } from './open-checkpoint';
import { predictionTypeOf } from './prediction-type';
import { readWeightsHeader } from './read-weights-header';
import { singleLayoutOf } from './single-layout';

const MODELS = join(__dirname, '../../goldens/A');
const UNET = 'unet/diffusion_pytorch_model';

const emaOf = (name: string): string => `model_ema.${name.replace(/^model\./, '').replace(/\./g, '')}`;

/** Opens a copy of a golden single file whose tensors have other names; its architecture and tokenizer lie beside it. */
function renamed(
  file: string,
  rename: (name: string) => string | null,
  check: (path: string) => void
): Promise<void> {
  return inFolder(folder => {
    const [model] = file.split('/');
    const path = join(folder, 'x.safetensors');
    renameTensors(join(MODELS, file), path, rename);
    cpSync(join(MODELS, model, 'single.arch.json'), join(folder, 'x.arch.json'));
    cpSync(join(MODELS, model, 'diffusers/tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    check(path);
  });
}

const SD1 = 'sd1/single-fp16.safetensors';

test.each<[string, string, (name: string) => string | null]>([
  ['below state_dict.', SD1, name => `state_dict.${name}`],
  ['whose text encoder lacks text_model.', SD1, name => name.replace('.text_model.', '.')],
  ['that has the moving average alone', SD1, name => (name.startsWith('model.') ? emaOf(name) : name)],
  ['that has nothing beside the networks', SD1, name => (/^(model|first|cond)/.test(name) ? name : null)],
  [
    'of SD2 in the names of SGM',
    'sd2v/single-fp32.safetensors',
    name => name.replace(/^cond_stage_model\./, 'conditioner.embedders.0.')
  ]
])('a single file %s is the same model', (_, file, rename) =>
  renamed(file, rename, path => {
    const found = inspectModel(path);
    const [model] = file.split('/');
    const arch = join(MODELS, model, 'single.arch.json');
    const { parametersTotal, family } = inspectModel(join(MODELS, file), { arch });
    expect(found).toMatchObject({ problems: [], parametersTotal, family });
  })
);

test('where a file has the moving average too, the UNet is the one that was trained', () =>
  inFolder(folder => {
    const path = join(folder, 'x.safetensors');
    const name = 'model.diffusion_model.input_blocks.0.0.weight';
    const text = 'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight';
    const tensor = { shape: [1], data: [0] };
    writeTensors(path, { [emaOf(name)]: tensor, [name]: tensor, [text]: tensor });
    const layout = singleLayoutOf(readWeightsHeader(path));
    expect(layout.unet('out.2.bias')).toBe('model.diffusion_model.out.2.bias');
  }));

/** A copy of the golden folder, changed. */
function folderOf(change: (folder: string) => void, check: (folder: string) => void): Promise<void> {
  return inFolder(parent => {
    const folder = join(parent, 'tiny');
    cpSync(join(MODELS, 'sd1/diffusers'), folder, { recursive: true });
    change(folder);
    check(folder);
  });
}

const whole = inspectModel(join(MODELS, 'sd1/diffusers'));

test.each(['.safetensors.index.json', '.safetensors.index.fp16.json'])(
  'a UNet cut into shards by %s is the same model',
  index =>
    folderOf(
      folder => {
        const variant = index.includes('fp16') ? '.fp16' : '';
        const map = shardTensors(
          join(folder, `${UNET}.safetensors`),
          shard => join(folder, 'unet', shard),
          i => `diffusion_pytorch_model${variant}-0000${1 + (i % 3)}-of-00003.safetensors`
        );
        rmSync(join(folder, `${UNET}.safetensors`));
        writeFileSync(join(folder, UNET + index), JSON.stringify({ weight_map: map }));
      },
      folder => {
        const { problems, parametersTotal, files } = inspectModel(folder);
        expect({ problems, parametersTotal }).toEqual({
          problems: [],
          parametersTotal: whole.parametersTotal
        });
        expect(files).toHaveLength(5);
      }
    )
);

test.each(['fp16', 'non_ema'])('a folder that has only the %s variant is used', variant =>
  folderOf(
    folder => renameSync(join(folder, `${UNET}.safetensors`), join(folder, `${UNET}.${variant}.safetensors`)),
    folder => expect(inspectModel(folder).problems).toEqual([])
  )
);

test.each([
  ['a shard that is gone', { a: 'gone.safetensors' }, 'model_incomplete'],
  ['a shard somewhere else', { a: '../../etc/passwd' }, 'model_corrupt'],
  ['no shards', {}, 'model_corrupt'],
  ['shards that are numbers', { a: 1 }, 'model_corrupt']
])('an index that names %s is refused', (_, map, code) =>
  folderOf(
    folder => {
      rmSync(join(folder, `${UNET}.safetensors`));
      writeFileSync(join(folder, `${UNET}.safetensors.index.json`), JSON.stringify({ weight_map: map }));
    },
    folder => expect(() => openCheckpoint(folder)).toThrow(expect.objectContaining({ code }))
  )
);

test('a folder of another kind of model is refused by its name', () =>
  folderOf(
    folder => {
      const index = { _class_name: 'FluxPipeline', transformer: ['diffusers', 'FluxTransformer2DModel'] };
      writeFileSync(join(folder, 'model_index.json'), JSON.stringify(index));
    },
    folder => expect(() => openCheckpoint(folder)).toThrow('it is a Flux model')
  ));

test.each([
  ['rescale_betas_zero_snr', true],
  ['clip_sample', false]
])('a schedule with %s set: zero terminal SNR %s', (key, zeroTerminalSnr) =>
  folderOf(
    folder => {
      const file = join(folder, 'scheduler/scheduler_config.json');
      const config = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...config, [key]: true }));
    },
    folder => expect(inspectModel(folder)).toMatchObject({ zeroTerminalSnr })
  )
);

describe('what a single file says its network predicts', () => {
  /** By a header of SD2's shape with these tensors and metadata added, and a .yaml beside it. */
  const predicted = (
    extra: Record<string, number[]>,
    metadata: Record<string, string> = {},
    yaml?: string
  ): Promise<string> =>
    inFolder(folder => {
      const path = join(folder, 'x.safetensors');
      const bias = Object.entries(extra).map(([name, data]) => [name, { shape: [data.length], data }]);
      writeTensors(path, { ...Object.fromEntries(bias), some: { shape: [1], data: [0] } }, metadata);
      if (yaml !== undefined) {
        writeFileSync(join(folder, 'x.yaml'), yaml);
      }
      const layout = singleLayoutOf(realLayout('sd21').header);
      return predictionTypeOf(readWeightsHeader(path), layout, 'plain');
    });
  const BIAS = 'model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias';
  const config = (line: string): string =>
    `model:\n  target: ldm.models.diffusion.ddpm.LatentDiffusion\n  params:\n    ${line}\n`;

  test.each<[string, string, Parameters<typeof predicted>]>([
    ['v_prediction', 'SD2 without a word', [{}]],
    ['epsilon', 'SD2 with a narrow bias', [{ [BIAS]: [0.05, -0.05] }]],
    ['v_prediction', 'SD2 with a wide bias', [{ [BIAS]: [0.2, -0.2] }]],
    ['v_prediction', 'a mark', [{ v_pred: [1], [BIAS]: [0, 0] }]],
    ['epsilon', 'metadata', [{}, { 'modelspec.prediction_type': 'epsilon' }]],
    ['v_prediction', 'metadata before the bias', [{ [BIAS]: [0] }, { 'modelspec.prediction_type': 'v' }]],
    ['epsilon', 'its architecture', [{}, { 'modelspec.architecture': 'stable-diffusion-v2-512' }]],
    ['v_prediction', 'a .yaml', [{ [BIAS]: [0] }, {}, config('parameterization: "v"')]],
    ['epsilon', 'a .yaml before a mark', [{ v_pred: [1] }, {}, config("parameterization: 'eps'")]],
    ['epsilon', 'a .yaml that leaves it out', [{}, {}, config('timesteps: 1000')]],
    ['v_prediction', 'a .yaml about something else', [{}, {}, 'title: notes\n']]
  ])('%s by %s', async (expected, _, given) => expect(await predicted(...given)).toBe(expected));
});
