/** Module names of the original LDM code (CompVis/latent-diffusion), which single-file checkpoints keep, beside those of diffusers. */
import type { UNetArch, VaeArch } from './architecture';
import { KeyMap } from './key-map';
import type { ModulePair } from './key-map';

/** What LDM puts before the names of a network. */
export const LDM_PREFIX = {
  unet: 'model.diffusion_model.',
  vae: 'first_stage_model.',
  text: 'cond_stage_model.transformer.'
} as const;

const UNET_RESNET: readonly ModulePair[] = [
  ['norm1', 'in_layers.0'],
  ['conv1', 'in_layers.2'],
  ['time_emb_proj', 'emb_layers.1'],
  ['norm2', 'out_layers.0'],
  ['conv2', 'out_layers.3'],
  ['conv_shortcut', 'skip_connection']
];

const VAE_RESNET: readonly ModulePair[] = [
  ['norm1', 'norm1'],
  ['conv1', 'conv1'],
  ['norm2', 'norm2'],
  ['conv2', 'conv2'],
  ['conv_shortcut', 'nin_shortcut']
];

const VAE_ATTENTION: readonly ModulePair[] = [
  ['group_norm', 'norm'],
  ['to_q', 'q'],
  ['to_k', 'k'],
  ['to_v', 'v'],
  ['to_out.0', 'proj_out']
];

/** UNet names without prefix. LDM counts its blocks through all levels. */
export function unetKeyMap({ levels, midDepth }: UNetArch): KeyMap {
  const pairs: ModulePair[] = [
    ['time_embedding.linear_1', 'time_embed.0'],
    ['time_embedding.linear_2', 'time_embed.2'],
    ['time_embedding.cond_proj', 'time_embed.cond_proj'],
    ['add_embedding.linear_1', 'label_emb.0.0'],
    ['add_embedding.linear_2', 'label_emb.0.2'],
    ['conv_in', 'input_blocks.0.0'],
    ...within('mid_block.resnets.0', 'middle_block.0', UNET_RESNET),
    ...within('mid_block.resnets.1', `middle_block.${midDepth > 0 ? 2 : 1}`, UNET_RESNET),
    ['conv_norm_out', 'out.0'],
    ['conv_out', 'out.2']
  ];
  if (midDepth > 0) {
    pairs.push(['mid_block.attentions.0', 'middle_block.1']);
  }
  const last = levels.length - 1;
  let input = 1;
  levels.forEach(({ resnets, downDepth }, level) => {
    for (let i = 0; i < resnets; i++, input++) {
      pairs.push(...within(`down_blocks.${level}.resnets.${i}`, `input_blocks.${input}.0`, UNET_RESNET));
      if (downDepth > 0) {
        pairs.push([`down_blocks.${level}.attentions.${i}`, `input_blocks.${input}.1`]);
      }
    }
    if (level < last) {
      pairs.push([`down_blocks.${level}.downsamplers.0.conv`, `input_blocks.${input++}.0.op`]);
    }
  });
  let output = 0;
  [...levels].reverse().forEach(({ resnets, upDepth }, level) => {
    for (let i = 0; i <= resnets; i++, output++) {
      pairs.push(...within(`up_blocks.${level}.resnets.${i}`, `output_blocks.${output}.0`, UNET_RESNET));
      if (upDepth > 0) {
        pairs.push([`up_blocks.${level}.attentions.${i}`, `output_blocks.${output}.1`]);
      }
      if (i === resnets && level < last) {
        pairs.push([
          `up_blocks.${level}.upsamplers.0.conv`,
          `output_blocks.${output}.${upDepth > 0 ? 2 : 1}.conv`
        ]);
      }
    }
  });
  return new KeyMap(pairs);
}

/** VAE names without prefix. LDM counts the decoder's levels from the largest picture down. */
export function vaeKeyMap({ channels, resnets }: VaeArch): KeyMap {
  const pairs: ModulePair[] = [
    ['quant_conv', 'quant_conv'],
    ['post_quant_conv', 'post_quant_conv']
  ];
  for (const part of ['encoder', 'decoder']) {
    pairs.push(
      [`${part}.conv_in`, `${part}.conv_in`],
      [`${part}.conv_norm_out`, `${part}.norm_out`],
      [`${part}.conv_out`, `${part}.conv_out`],
      ...within(`${part}.mid_block.resnets.0`, `${part}.mid.block_1`, VAE_RESNET),
      ...within(`${part}.mid_block.attentions.0`, `${part}.mid.attn_1`, VAE_ATTENTION),
      ...within(`${part}.mid_block.resnets.1`, `${part}.mid.block_2`, VAE_RESNET)
    );
  }
  channels.forEach((_, level) => {
    const [down, up] = [`down_blocks.${level}`, `up_blocks.${level}`];
    const [ldmDown, ldmUp] = [`down.${level}`, `up.${channels.length - 1 - level}`];
    for (let i = 0; i < resnets; i++) {
      pairs.push(...within(`encoder.${down}.resnets.${i}`, `encoder.${ldmDown}.block.${i}`, VAE_RESNET));
    }
    for (let i = 0; i <= resnets; i++) {
      pairs.push(...within(`decoder.${up}.resnets.${i}`, `decoder.${ldmUp}.block.${i}`, VAE_RESNET));
    }
    pairs.push([`encoder.${down}.downsamplers.0.conv`, `encoder.${ldmDown}.downsample.conv`]);
    pairs.push([`decoder.${up}.upsamplers.0.conv`, `decoder.${ldmUp}.upsample.conv`]);
  });
  return new KeyMap(pairs);
}

function within(diffusers: string, other: string, pairs: readonly ModulePair[]): ModulePair[] {
  return pairs.map(([a, b]) => [`${diffusers}.${a}`, `${other}.${b}`]);
}
