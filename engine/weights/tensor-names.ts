/** Names that differ between releases of the same library; which one a file uses is seen by looking. */
import type { TensorPart } from './weight-source';

/** Old diffusers named the VAE's attention layers otherwise. */
const OLD_VAE_ATTENTION: Readonly<Record<string, string>> = {
  to_q: 'query',
  to_k: 'key',
  to_v: 'value',
  'to_out.0': 'proj_attn'
};

/** A tensor of a diffusers VAE, as new and as old releases name it. */
export function vaeNames(name: string): readonly string[] {
  const match = /^(.*attentions\.0\.)(to_q|to_k|to_v|to_out\.0)(\..*)$/.exec(name);
  return match ? [name, `${match[1]}${OLD_VAE_ATTENTION[match[2]]}${match[3]}`] : [name];
}

/** A tensor of transformers' CLIPTextModel, with the outer module's name and, as newer releases write it, without. */
export function clipNames(name: string): readonly string[] {
  return [name, name.replace(/^text_model\./, '')];
}

/** Modules of a layer of OpenCLIP's text transformer, by transformers' names. */
const OPEN_CLIP_LAYER: Readonly<Record<string, string>> = {
  layer_norm1: 'ln_1',
  layer_norm2: 'ln_2',
  'mlp.fc1': 'mlp.c_fc',
  'mlp.fc2': 'mlp.c_proj',
  'self_attn.out_proj': 'attn.out_proj'
};

const OPEN_CLIP_OTHERS: Readonly<Record<string, string>> = {
  'text_model.embeddings.token_embedding.weight': 'token_embedding.weight',
  'text_model.embeddings.position_embedding.weight': 'positional_embedding',
  'text_model.final_layer_norm.weight': 'ln_final.weight',
  'text_model.final_layer_norm.bias': 'ln_final.bias'
};

/**
 * A tensor of CLIPTextModel as OpenCLIP names it (mlfoundations/open_clip `Transformer`): queries, keys and values of a layer are
 * stacked in one tensor.
 */
export function openClipNames(name: string): readonly TensorPart[] {
  const layer = /^text_model\.encoder\.layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name);
  if (!layer) {
    return [OPEN_CLIP_OTHERS[name] ?? name];
  }
  const [, index, module, kind] = layer;
  const block = `transformer.resblocks.${index}`;
  const part = ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj'].indexOf(module);
  return part >= 0
    ? [{ name: `${block}.attn.in_proj_${kind}`, part, of: 3 }]
    : [`${block}.${OPEN_CLIP_LAYER[module] ?? module}.${kind}`];
}
