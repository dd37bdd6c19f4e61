import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { row } from '../testing/rows';
import { overwriteTensor } from '../testing/rewrite-tensors';
import { inFolder } from '../testing/safetensors-file';
import type { INetworks } from '../types';
import { openNetworks } from './checkpoint-networks';

const SD1 = join(__dirname, '../../goldens/A/sd1');

/** The error of using a copy of the golden folder with bytes of one tensor overwritten. */
function errorOf(
  part: string,
  tensor: string,
  bytes: Buffer,
  use: (networks: INetworks) => Promise<unknown>
): Promise<unknown> {
  return inFolder(async parent => {
    const folder = join(parent, 'tiny');
    cpSync(join(SD1, 'diffusers'), folder, { recursive: true });
    overwriteTensor(join(folder, part), tensor, bytes);
    const networks = await openNetworks(folder);
    try {
      return await use(networks).catch((error: unknown) => error);
    } finally {
      await networks.dispose();
    }
  });
}

const NAN = Buffer.from(Float32Array.of(NaN).buffer);
const INFINITE = Buffer.from(Float32Array.of(-Infinity).buffer);
const ids = new Array<number>(77).fill(7);

test.each<[string, string, string, Buffer, (networks: INetworks) => Promise<unknown>]>([
  [
    'UNet',
    'unet/diffusion_pytorch_model.safetensors',
    'mid_block.resnets.0.conv1.bias',
    NAN,
    networks => networks.predict([row(1, networks.info.contextDim, 8, 8, 77)])
  ],
  [
    'decoder',
    'vae/diffusion_pytorch_model.safetensors',
    'decoder.conv_in.bias',
    INFINITE,
    networks => networks.decode(new Float32Array(256), 8, 8)
  ],
  [
    'text encoder',
    'text_encoder/model.safetensors',
    'text_model.encoder.layers.0.mlp.fc1.bias',
    NAN,
    networks => networks.encodeText([{ ids }], { clipSkip: 1 })
  ]
])('a %s with a weight that is no number fails by that tensor', async (_, part, tensor, bytes, use) =>
  expect(await errorOf(part, tensor, bytes, use)).toMatchObject({
    code: 'not_finite',
    facts: { file: part.split('/')[1], tensor }
  })
);

test('a LoRA with a weight that is no number is blamed by that tensor', () =>
  inFolder(async folder => {
    const path = join(folder, 'style.safetensors');
    const tensor = 'lora_unet_mid_block_attentions_0_proj_in.lora_up.weight';
    cpSync(join(SD1, '../../L/sd1_kohya.safetensors'), path);
    overwriteTensor(path, tensor, Buffer.from(Uint16Array.of(0x7e00).buffer));
    const networks = await openNetworks(join(SD1, 'diffusers'));
    const asked = { ...row(1, networks.info.contextDim, 8, 8, 77), loras: [{ path, weight: 1 }] };
    await expect(networks.predict([asked])).rejects.toMatchObject({
      code: 'not_finite',
      facts: { file: 'style.safetensors', tensor }
    });
    await networks.dispose();
  }));

test('a UNet that is asked about no numbers answers with none, and is not blamed', async () => {
  const networks = await openNetworks(join(SD1, 'diffusers'));
  const asked = row(1, networks.info.contextDim, 8, 8, 77);
  const [found] = await networks.predict([{ ...asked, x: asked.x.map(() => NaN) }]);
  expect(found.some(Number.isNaN)).toBe(true);
  await networks.dispose();
});
