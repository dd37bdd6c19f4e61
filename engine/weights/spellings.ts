/** Names that differ between releases of the same library; which one a file uses is seen by looking. */

/** Old diffusers named the VAE's attention layers otherwise. */
const OLD_VAE_ATTENTION: Readonly<Record<string, string>> = {
  to_q: 'query',
  to_k: 'key',
  to_v: 'value',
  'to_out.0': 'proj_attn'
};

/** A tensor of a diffusers VAE, as new and as old releases name it. */
export function vaeSpelling(name: string): readonly string[] {
  const match = /^(.*attentions\.0\.)(to_q|to_k|to_v|to_out\.0)(\..*)$/.exec(name);
  return match ? [name, `${match[1]}${OLD_VAE_ATTENTION[match[2]]}${match[3]}`] : [name];
}

/** A tensor of transformers' CLIPTextModel, with the outer module's name and, as newer releases write it, without. */
export function clipSpelling(name: string): readonly string[] {
  return [name, name.replace(/^text_model\./, '')];
}
