import type { ModelFamily } from '../../types';
import type { LoraFile } from './lora-file';

/** What a LoRA's header tells without a checkpoint. */
export type LoraInspection = {
  /** Which models it was made for; null where neither its widths nor its metadata tell. */
  family: ModelFamily | null;
  /** What it was made for, where that is no Stable Diffusion: `flux`, … */
  foreign: string | null;
  /** Modules it adapts, and the largest rank among them (0 where nothing is factored). */
  modules: number;
  rank: number;
  /** Whether text encoders are among them, and the UNet. */
  text: boolean;
  unet: boolean;
  /** Kinds of adapters the engine does not have, textual inversions that came along, tensors that are neither. */
  unsupported: readonly string[];
  embeddings: number;
  unmatched: number;
};

/** What the header of `file` tells: its family by the widths it adapts, else by what its trainer wrote down. */
export function inspectLora(file: LoraFile): LoraInspection {
  const ranks = [...file.modules.values()].map(parts => {
    const factor =
      parts.get('down') ?? parts.get('hada_w1_b') ?? parts.get('lokr_w1_b') ?? parts.get('lokr_w2_b');
    return factor?.shape[0] ?? 0;
  });
  const bases = [...file.modules.keys()];
  return {
    family: familyOf(file),
    foreign: foreignOf(file),
    modules: file.modules.size,
    text: bases.some(base => OF_TEXT.test(base)),
    unet: bases.some(base => !OF_TEXT.test(base)),
    rank: Math.max(0, ...ranks),
    unsupported: [...new Set(file.unsupported.map(({ kind }) => kind))],
    embeddings: file.embeddings.length,
    unmatched: file.unmatched.length
  };
}

/** Modules of text encoders, as `textModuleNames` has them. */
const OF_TEXT =
  /^(lora_te\d?_|text_encoder(_\d)?\.|(base_model\.model\.)?(text_model\.)?(encoder\.layers|embeddings\.token_embedding)\.)/;

/** Width of the prompt that a family's cross attention reads. */
const CONTEXT_WIDTHS: readonly (readonly [number, ModelFamily])[] = [
  [768, 'sd1'],
  [1024, 'sd2'],
  [2048, 'sdxl'],
  [1280, 'sdxl_refiner']
];
/** Widths of the first text encoder, for a LoRA of text encoders alone. */
const TEXT_WIDTHS: readonly (readonly [number, ModelFamily])[] = [
  [768, 'sd1'],
  [1024, 'sd2']
];
const METADATA: readonly (readonly [RegExp, ModelFamily])[] = [
  [/^(sdxl_refiner|stable-diffusion-xl-v1-refiner)/, 'sdxl_refiner'],
  [/^(sdxl|stable-diffusion-xl)/, 'sdxl'],
  [/^(sd_v2|stable-diffusion-v2)/, 'sd2'],
  [/^(sd_v1|stable-diffusion-v1)/, 'sd1']
];
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/motion_modules/, 'AnimateDiff'],
  [/double_blocks|single_transformer_blocks|single_blocks/, 'FLUX'],
  [/transformer_blocks[._]\d+[._](img_mod|txt_mod|img_mlp|txt_mlp)/, 'Qwen Image'],
  [/joint_blocks|context_block|x_block|[._]add_[kqv]_proj/, 'SD3'],
  [/(^|[._])blocks[._]\d+[._](cross|self)_attn[._]/, 'Wan'],
  [/(^|[._])layers[._]\d+[._](attention|feed_forward|adaLN_modulation)[._]/, 'Z-Image or Lumina 2'],
  [/^lora_prior/, 'Stable Cascade'],
  [/^(?:lora_)?transformer[._]|^transformer_blocks\.|[._]adaln_single[._]/, 'DiT'],
  [/(?:^|[._])layers[._]\d+[._].*(?:q_proj|gate_proj).*(?<!text_model.*)$/, 'LLM']
];

function familyOf(file: LoraFile): ModelFamily | null {
  const { modules } = file;
  for (const [base, parts] of modules) {
    if (/attn2[._](?:processor\.)?to_[kv]$/.test(base)) {
      const inner = (parts.get('down') ?? parts.get('diff'))?.shape[1];
      const found = CONTEXT_WIDTHS.find(([width]) => width === inner);
      if (found) {
        return found[1];
      }
    }
  }
  const bases = [...modules.keys()];
  if (bases.some(base => /^(lora_te2_|text_encoder_2\.)/.test(base))) {
    return 'sdxl';
  }
  const text = bases.find(base => /^(lora_te1?_|text_encoder\.).*q_proj$/.test(base));
  const width = text && modules.get(text)?.get('down')?.shape[1];
  return metadataFamily(file) ?? TEXT_WIDTHS.find(([each]) => each === width)?.[1] ?? null;
}

function metadataFamily({ metadata }: LoraFile): ModelFamily | null {
  const words = [metadata['modelspec.architecture'], metadata.ss_base_model_version].filter(Boolean);
  return (
    words.flatMap(word =>
      METADATA.filter(([pattern]) => pattern.test(word)).map(([, family]) => family)
    )[0] ?? null
  );
}

function foreignOf({ modules, unmatched }: LoraFile): string | null {
  const names = [...modules.keys(), ...unmatched];
  return FOREIGN.find(([pattern]) => names.some(name => pattern.test(name)))?.[1] ?? null;
}
