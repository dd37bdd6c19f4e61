import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder } from '../testing/safetensors-file';
import { readWeightsHeader } from '../weights';
import { inspectModel } from './inspect-model';
import { checkMemory } from '../runtime';
import { openNetworks } from '../networks';
import { Fault } from '../../schema/fault';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const BUNDLED = join(__dirname, '../../models/emoji-diffusion');
const UNET = 'unet/diffusion_pytorch_model.safetensors';

/** What is wrong with a copy of the golden folder after `damage`: by inspection, and the same by opening it. */
async function problemOf(damage: (folder: string) => void): Promise<Fault> {
  return inFolder(async parent => {
    const folder = join(parent, 'tiny');
    cpSync(join(SD1, 'diffusers'), folder, { recursive: true });
    damage(folder);
    const opened: unknown = await openNetworks(folder).catch((error: unknown) => error);
    expect(opened).toBeInstanceOf(Fault);
    const inspected = inspect(folder);
    expect(inspected.message).toBe((opened as Fault).message);
    return inspected;
  });
}

function inspect(path: string): Fault {
  try {
    return inspectModel(path).problems[0];
  } catch (error) {
    return error as Fault;
  }
}

function edit(path: string, change: (config: Record<string, unknown>) => void): void {
  const config = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(config);
  writeFileSync(path, JSON.stringify(config));
}

/** Renames a tensor in place: the header keeps its length. */
function rename(path: string, name: string, other: string): void {
  const bytes = readFileSync(path);
  const at = bytes.indexOf(`"${name}"`);
  expect(at).toBeGreaterThan(0);
  bytes.write(other.padEnd(name.length, '_').slice(0, name.length), at + 1);
  writeFileSync(path, bytes);
}

test('the bundled model is known by its headers and configs', () => {
  const { files, sizeBytes, problems, missing, ...info } = inspectModel(BUNDLED);
  expect({ problems, missing }).toEqual({ problems: [], missing: [] });
  expect(files.map(file => file.slice(BUNDLED.length + 1))).toEqual([
    'text_encoder/model.safetensors',
    UNET,
    'vae/diffusion_pytorch_model.safetensors'
  ]);
  const elements = files
    .flatMap(file => [...readWeightsHeader(file).tensors.values()])
    .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  expect(info).toEqual({
    tokenizer: { folder: join(BUNDLED, 'tokenizer') },
    name: 'emoji-diffusion',
    family: 'sd1',
    task: 'plain',
    zeroTerminalSnr: false,
    guidanceDim: 0,
    pooledDim: 0,
    sizeIds: 0,
    tileSide: 128,
    layout: 'diffusers',
    predictionType: 'v_prediction',
    latentChannels: 4,
    latentScale: 8,
    scalingFactor: 0.18215,
    contextDim: 192,
    contextLength: 77,
    sampleSize: 128,
    textLayers: 3,
    parametersTotal: elements,
    memoryBytes: 4 * elements
  });
  expect(sizeBytes).toBeGreaterThan(2 * elements);
});

test('a single file with its extras has the parameters of the folder it was made of', () => {
  const arch = join(SD1, 'single.arch.json');
  const single = inspectModel(join(SD1, 'single-fp16.safetensors'), { arch });
  expect(single.problems).toEqual([]);
  expect(single.parametersTotal).toBe(inspectModel(join(SD1, 'diffusers')).parametersTotal);
});

test.each<[string, string, (folder: string) => void]>([
  [
    "diffusion_pytorch_model.safetensors can't be used: tensor mid_block.resnets.0.conv1.weight is missing.",
    'a missing tensor',
    folder =>
      rename(join(folder, UNET), 'mid_block.resnets.0.conv1.weight', 'mid_block.resnets.0.conv1.other')
  ],
  [
    "diffusion_pytorch_model.safetensors can't be used: tensor time_embedding.linear_1.weight is [64,16], not [96,24].",
    'a tensor of another shape',
    folder => edit(join(folder, 'unet/config.json'), config => (config.block_out_channels = [24, 24, 32, 32]))
  ],
  [
    'diffusion_pytorch_model.safetensors ends early',
    'a file cut short',
    folder => truncateSync(join(folder, UNET), 1e5)
  ],
  [
    "tiny can't be used: unet/diffusion_pytorch_model.safetensors is missing.",
    'no weights',
    folder => rmSync(join(folder, UNET))
  ],
  [
    'diffusion_pytorch_model.bin ends early, after 4 B.',
    'half a torch file in the place of the weights',
    folder => {
      rmSync(join(folder, UNET));
      writeFileSync(join(folder, 'unet/diffusion_pytorch_model.bin'), 'PK\x03\x04');
    }
  ],
  [
    "tiny can't be used: model_index.json is missing.",
    'no index',
    folder => rmSync(join(folder, 'model_index.json'))
  ],
  [
    'vae/config.json is damaged: it is not JSON of the right form.',
    'a config that is no JSON',
    folder => writeFileSync(join(folder, 'vae/config.json'), '[')
  ],
  [
    "tiny can't be used: it has no tokenizer.",
    'no tokenizer',
    folder => rmSync(join(folder, 'tokenizer/merges.txt'))
  ],
  [
    "tiny can't be used: its tokenizer has 1198 words, its text encoder 1197.",
    'a tokenizer of another model',
    folder => edit(join(folder, 'tokenizer/vocab.json'), vocab => (vocab.another = 1197))
  ],
  [
    "tiny can't be used: in_channels 5 is not supported.",
    'a UNet that looks at depth',
    folder => edit(join(folder, 'unet/config.json'), config => (config.in_channels = 5))
  ],
  [
    "tiny can't be used: text_encoder_2/config.json is missing.",
    'a second text encoder that is not there',
    folder =>
      edit(
        join(folder, 'model_index.json'),
        index => (index.text_encoder_2 = ['transformers', 'CLIPTextModel'])
      )
  ]
])('%s', async (message, _, damage) => {
  expect((await problemOf(damage)).message).toContain(message);
});

test('a torch file of a few tensors and a path to nothing are refused by name', () => {
  expect(inspect(join(SD1, 'reject-pickled.ckpt')).message).toBe(
    "reject-pickled.ckpt can't be used: it holds a UNet alone, without the text encoder and the VAE that a checkpoint has."
  );
  expect(inspect(join(SD1, 'gone')).message).toBe("This model isn't there: gone.");
});

test('a single file without a tokenizer says what to put where', async () => {
  const error = await inFolder(folder => {
    cpSync(join(SD1, 'single-fp16.safetensors'), join(folder, 'tiny.safetensors'));
    cpSync(join(SD1, 'single.arch.json'), join(folder, 'tiny.arch.json'));
    return inspect(join(folder, 'tiny.safetensors'));
  });
  expect(error.facts).toMatchObject({ file: 'tiny', reason: 'tokenizer_missing' });
});

test('a single file names a missing tensor as the file would', async () => {
  const error = await inFolder(folder => {
    const path = join(folder, 'tiny.safetensors');
    cpSync(join(SD1, 'single-fp16.safetensors'), path);
    cpSync(join(SD1, 'single.arch.json'), join(folder, 'tiny.arch.json'));
    rename(path, 'model.diffusion_model.middle_block.0.in_layers.2.weight', 'gone');
    return inspect(path);
  });
  expect(error.facts.tensor).toBe('model.diffusion_model.middle_block.0.in_layers.2.weight');
});

test('a model too big for the machine is refused with both figures', () => {
  expect(() => checkMemory('SD 1.5', 4.3e9, 2.1e9)).toThrow(
    'SD 1.5 needs about 4.3 GB, and 2.1 GB are free.'
  );
  expect(() => checkMemory('SD 1.5', 4.3e9, 4.4e9)).not.toThrow();
});
