import { join } from 'node:path';
import { inFolder, writeShapes } from '../../testing/safetensors-file';
import { inspectLora } from './inspect-lora';
import { readLora } from './lora-file';
import { textModuleNames, unetModuleNames } from './module-names';

const K = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k';
const pair = (base: string, inner: number, rank = 8): Record<string, readonly number[]> => ({
  [`${base}.lora_down.weight`]: [rank, inner],
  [`${base}.lora_up.weight`]: [320, rank]
});

test.each([
  ['kohya', pair(K, 768), 'sd1', null],
  ['kohya', pair(K, 1024), 'sd2', null],
  [
    'kohya with LDM names',
    pair('lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k', 2048),
    'sdxl',
    null
  ],
  [
    'a second text encoder',
    pair('lora_te2_text_model_encoder_layers_0_self_attn_q_proj', 1280),
    'sdxl',
    null
  ],
  ['a text encoder alone', pair('lora_te_text_model_encoder_layers_0_self_attn_q_proj', 768), 'sd1', null],
  ['unknown widths', pair(K, 32), null, null],
  ['FLUX', pair('lora_unet_double_blocks_0_img_attn_qkv', 3072), null, 'FLUX']
])('%s tells the family %#', (_, shapes, family, foreign) =>
  inFolder(folder => {
    const path = join(folder, 'style.safetensors');
    writeShapes(path, shapes);
    expect(inspectLora(readLora(path))).toMatchObject({ family, foreign, modules: 1, rank: 8 });
  })
);

test.each([
  [K, false, true],
  ['lora_te_text_model_encoder_layers_0_self_attn_q_proj', true, false],
  ['lora_te2_text_model_encoder_layers_0_self_attn_q_proj', true, false],
  ['text_encoder.text_model.encoder.layers.0.self_attn.q_proj', true, false],
  ['base_model.model.text_model.encoder.layers.0.self_attn.q_proj', true, false],
  ['text_encoder_2.base_model.model.encoder.layers.0.mlp.fc1', true, false],
  ['base_model.model.down_blocks.1.attentions.0.proj_in', false, true],
  ['unet.mid_block.attentions.0.proj_in', false, true]
])('%s is of text encoders: %s, of the UNet: %s', (module, text, unet) =>
  inFolder(folder => {
    const path = join(folder, 'style.safetensors');
    writeShapes(path, pair(module, 768));
    expect(inspectLora(readLora(path))).toMatchObject({ text, unet });
  })
);

test("a UNet's module has the names that trainers give it", () => {
  const names = unetModuleNames(() => 'input_blocks.4.1.transformer_blocks.0.attn1.to_out.0');
  expect(names('down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_out.0')).toEqual(
    expect.arrayContaining([
      'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_out_0',
      'lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_out_0',
      'unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_out.0',
      'unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.processor.to_out'
    ])
  );
});

test("SDXL's second text encoder has names of its own", () => {
  const names = textModuleNames(1, 2)('text_model.encoder.layers.0.mlp.fc1');
  expect(names).toContain('lora_te2_text_model_encoder_layers_0_mlp_fc1');
  expect(names).toContain('text_encoder_2.text_model.encoder.layers.0.mlp.fc1');
  expect(names).not.toContain('lora_te1_text_model_encoder_layers_0_mlp_fc1');
});
