/**
 * How trainers name the modules of a network. Names are built forward, from the modules the network has: an underscored name can't be
 * read backwards, since `to_out_0` and `text_model` hold underscores of their own.
 */

/** Names a module may have in a LoRA, by the engine's own name of it. */
export type ModuleNames = (path: string) => readonly string[];

const underscored = (path: string): string => path.replaceAll('.', '_');

/**
 * Names of the UNet's module `path` (diffusers' name): kohya's, from diffusers' names or from LDM's; those of diffusers and PEFT, and
 * of diffusers before 0.18 for attention layers. `toLdm` gives LDM's name of a module where it has one.
 */
export function unetModuleNames(toLdm: (path: string) => string | undefined): ModuleNames {
  return path => {
    const ldm = toLdm(path);
    const dotted = [path, ...oldAttentionNames(path)];
    return [
      ...[path, ...(ldm === undefined ? [] : [ldm])].map(each => `lora_unet_${underscored(each)}`),
      ...dotted.flatMap(each => [
        `unet.${each}`,
        `unet.base_model.model.${each}`,
        `base_model.model.${each}`,
        each
      ]),
      ...(ldm === undefined ? [] : [`diffusion_model.${ldm}`]),
      `lycoris_${underscored(path)}`
    ];
  };
}

/** Attention layers as "processors" of their attention. */
function oldAttentionNames(path: string): string[] {
  const match = /^(.*\.attn\d)\.(to_q|to_k|to_v|to_out)(?:\.0)?$/.exec(path);
  return match ? [`${match[1]}.processor.${match[2]}`] : [];
}

/**
 * Names of a module of text encoder `index` of `count` (transformers' name, with `text_model.`). A sole encoder is `te` or `te1`, and
 * `te2` where it is OpenCLIP's, as SDXL's refiner has; of SDXL's two the second is `te2` and `text_encoder_2`.
 */
export function textModuleNames(index: number, count: number): ModuleNames {
  const kohya = count === 1 ? ['lora_te_', 'lora_te1_', 'lora_te2_'] : [`lora_te${index + 1}_`];
  // A text encoder trained alone by PEFT says nothing of which it is.
  const dotted = index === 0 ? ['text_encoder.', ''] : [`text_encoder_${index + 1}.`];
  return path => {
    const bare = path.replace(/^text_model\./, '');
    return [
      ...kohya.map(prefix => prefix + underscored(path)),
      ...dotted.flatMap(prefix => [prefix + path, `${prefix}base_model.model.${path}`, prefix + bare])
    ];
  };
}
