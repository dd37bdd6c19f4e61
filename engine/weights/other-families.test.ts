import { realLayout } from '../testing/real-layout';
import { otherFamily } from './other-families';

/** Keys as their makers publish them, in LDM's or ComfyUI's form and in diffusers'. */
test.each([
  ['Stable Diffusion 3', 'model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight'],
  ['Stable Diffusion 3', 'transformer_blocks.0.attn.add_q_proj.weight'],
  ['Flux', 'model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale'],
  ['Flux', 'single_transformer_blocks.0.attn.to_q.weight'],
  ['Flux 2', 'double_stream_modulation_img.lin.weight'],
  ['Chroma', 'distilled_guidance_layer.in_proj.bias'],
  ['Hunyuan Video', 'txt_in.individual_token_refiner.blocks.0.norm1.weight'],
  ['Hunyuan DiT', 'model.mlp_t5.0.weight'],
  ['AuraFlow', 'model.double_layers.0.attn.w1q.weight'],
  ['Qwen Image', 'transformer_blocks.0.img_mod.1.weight'],
  ['Z-Image', 'layers.0.adaLN_modulation.0.weight'],
  ['Lumina 2', 'cap_embedder.0.weight'],
  ['LTX Video', 'model.diffusion_model.patchify_proj.weight'],
  ['CogVideoX', 'patch_embed.text_proj.weight'],
  ['Wan', 'head.modulation'],
  ['Wan', 'condition_embedder.text_embedder.linear_1.weight'],
  ['PixArt or Sana', 't_block.1.weight'],
  ['PixArt or Sana', 'adaln_single.linear.weight'],
  ['Kolors', 'model.diffusion_model.encoder_hid_proj.weight'],
  ['Cosmos', 'net.x_embedder.proj.1.weight'],
  ['Stable Cascade', 'clip_txt_mapper.weight'],
  ['Stable Diffusion x4 upscaler', 'low_scale_model.betas'],
  ['Stable Diffusion 2 depth', 'depth_model.model.pretrained.model.cls_token'],
  ['Zero123', 'cc_projection.weight'],
  ['IP-Adapter', 'image_proj.proj.weight'],
  ['T5', 'encoder.block.0.layer.0.SelfAttention.q.weight'],
  ['CLIP vision', 'vision_model.encoder.layers.0.mlp.fc1.weight'],
  ['language', 'model.layers.0.self_attn.q_proj.weight']
])('%s is told by %s', (family, key) => expect(otherFamily(['some.weight', key])).toBe(family));

test('what a file brings along does not tell before its network does', () =>
  expect(
    otherFamily([
      'text_encoders.t5xxl.transformer.encoder.block.0.layer.0.SelfAttention.q.weight',
      'model.diffusion_model.double_blocks.0.img_attn.proj.weight'
    ])
  ).toBe('Flux'));

test.each(['sd15', 'sd15-inpaint', 'ip2p', 'sd21', 'sd2-inpaint', 'sdxl', 'sdxl-refiner'])(
  '%s is none of them',
  name => {
    const { single, diffusers } = realLayout(name);
    const parts = Object.values(diffusers).map(shapes => [...shapes.keys()]);
    [[...single.keys()], ...parts].forEach(keys => expect(otherFamily(keys)).toBeUndefined());
  }
);
