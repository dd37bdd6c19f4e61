import { join } from 'node:path';
import { inspectFile } from '../models';
import { readRaw, singles, writeRaw } from '../testing/alter-tensors';
import type { RawTensor } from '../testing/alter-tensors';
import { inFolder } from '../testing/safetensors-file';
import { openVae } from './vae-file';

const SD1 = join(__dirname, '../../goldens/A/sd1');
const ldm = readRaw(join(SD1, 'vae-standalone-ldm.safetensors'));
const diffusers = readRaw(join(SD1, 'diffusers/vae/diffusion_pytorch_model.safetensors'));
const GIVEN = { groups: 8, scalingFactor: 1, sampleSize: 64, latentChannels: 4 };

type Tensors = ReadonlyMap<string, RawTensor>;

function withVae(tensors: Tensors, check: (path: string) => void): Promise<void> {
  return inFolder(folder => {
    const path = join(folder, 'vae.safetensors');
    writeRaw(path, tensors);
    check(path);
  });
}

const behind = (prefix: string, tensors: Tensors): Tensors =>
  new Map([...tensors].map(([name, tensor]) => [prefix + name, tensor]));
const part = (half: RegExp): Tensors => new Map([...ldm].filter(([name]) => half.test(name)));
const one = singles([1], [0]);

test.each([
  ...['', 'first_stage_model.', 'vae.', 'state_dict.', 'state_dict.first_stage_model.', 'model.'].flatMap(
    prefix => [
      [`LDM's names behind "${prefix}"`, behind(prefix, ldm)] as const,
      [`diffusers' names behind "${prefix}"`, behind(prefix, diffusers)] as const
    ]
  ),
  ['what its training left', new Map([...ldm, ['loss.logvar', one], ['model_ema.decay', one]])] as const
])('a VAE with %s is the same network', (_, tensors) =>
  withVae(tensors, path => {
    expect(inspectFile(path)).toMatchObject({ kind: 'vae', problems: [] });
    expect(openVae(path, GIVEN).arch).toEqual(
      openVae(join(SD1, 'vae-standalone-ldm.safetensors'), GIVEN).arch
    );
  })
);

test.each([
  ['only the decoder', 'it holds only the decoder of a VAE', part(/^(decoder|post_quant_conv)/)],
  ['only the encoder', 'it holds only the encoder of a VAE', part(/^(encoder|quant_conv)/)],
  ['a TAESD', 'it is a TAESD model', new Map([['decoder.layers.3.conv.0.weight', one]])],
  [
    'a VAE for video',
    'it is a Wan or Qwen Image model',
    new Map([['decoder.middle.0.residual.0.gamma', one]])
  ]
])('a file that holds %s says so', (_, words, tensors) =>
  withVae(tensors, path => {
    expect(inspectFile(path).problems[0].message).toContain(words);
    expect(() => openVae(path, GIVEN)).toThrow(words);
  })
);

test('a file without a VAE is refused in its place', () =>
  withVae(new Map([['some', one]]), path => expect(() => openVae(path, GIVEN)).toThrow('it holds no VAE')));
