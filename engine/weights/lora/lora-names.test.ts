import { join } from 'node:path';
import { inspectFile } from '../../models';
import { inFolder, writeShapes } from '../../testing/safetensors-file';
import { partOf } from './part-names';

const message = (shapes: Record<string, readonly number[]>): Promise<string> =>
  inFolder(folder => {
    const path = join(folder, 'style.safetensors');
    writeShapes(path, shapes);
    const { kind, problems } = inspectFile(path);
    expect(kind).toBe('lora');
    return problems[0]?.message ?? '';
  });

const pair = (base: string): Record<string, readonly number[]> => ({
  [`${base}.lora_A.weight`]: [4, 8],
  [`${base}.lora_B.weight`]: [8, 4]
});

test.each([
  ['FLUX', 'transformer.single_transformer_blocks.0.attn.to_q'],
  ['FLUX', 'lora_unet_single_blocks_0_linear1'],
  ['Qwen Image', 'transformer_blocks.0.img_mlp.net.2'],
  ['SD3', 'transformer.transformer_blocks.0.attn.add_k_proj'],
  ['Wan', 'diffusion_model.blocks.0.cross_attn.k'],
  ['Z-Image or Lumina 2', 'diffusion_model.layers.0.attention.qkv'],
  ['AnimateDiff', 'down_blocks.0.motion_modules.0.temporal_transformer.proj_in'],
  ['Stable Cascade', 'lora_prior_unet_down_blocks_0_1_attention_attn_in_proj'],
  ['DiT', 'transformer.blocks.3.mlp.fc1']
])('a LoRA for %s is refused by that name: %s', async (family, base) =>
  expect(await message(pair(base))).toContain(`${family} model; Stable Diffusion 1, 2 and XL are supported`)
);

const MODULE = 'lora_unet_mid_block_attentions_0_proj_in';

test.each([
  ['OFT', { [`${MODULE}.oft_blocks`]: [2, 4, 4] }],
  ['BOFT', { [`${MODULE}.boft_blocks`]: [2, 4, 4] }],
  ['IA3', { [`${MODULE}.weight`]: [32], [`${MODULE}.on_input`]: [1] }]
])('%s adapters are refused by the file alone', async (kind, shapes) =>
  expect(await message(shapes)).toContain(`it holds ${kind} adapters`)
);

test.each(['default', 'default_0', 'my-style', 'adapter_1'])('an adapter that PEFT calls %s is one', name => {
  expect(partOf(`x.lora_A.${name}.weight`)).toEqual({ base: 'x', part: 'down' });
  expect(partOf(`x.lora_B.${name}.weight`)).toEqual({ base: 'x', part: 'up' });
  expect(partOf(`x.lora_magnitude_vector.${name}.weight`)).toEqual({ base: 'x', part: 'magnitude' });
});
