/** Which networks a single file holds and under which names, told by its keys alone. */
import { basename } from 'node:path';
import type { ModelFamily } from '../types';
import { LDM_PREFIX } from './ldm-names';
import { otherFamily } from './other-families';
import type { WeightsHeader } from './weights-header';
import { clipNames, openClipNames } from './tensor-names';
import type { TensorPart, TensorNaming } from './weight-source';
import { Fault } from '../../schema/fault';

/** A text encoder in a single file: whose module names it has, and what stands before them. */
export type TextLayout = { names: 'clip' | 'openclip'; prefix: string };

export type SingleLayout = {
  family: ModelFamily;
  /** A UNet tensor's key in the file, from its LDM name without prefix. */
  unet: (name: string) => string;
  /** What stands before the VAE's LDM names. */
  vae: string;
  text: readonly TextLayout[];
};

/** Where single files put their checkpoint: at the root, or below a name that some tools leave in. */
const ROOTS = ['', 'state_dict.', 'module.'];
const FIRST = 'input_blocks.0.0.weight';

/**
 * Throws model_unsupported for a checkpoint of another family, by its name, and model_incomplete where a part is not there at all.
 * A UNet is taken as trained where it is there, else as the moving average (EMA), whose keys have lost their dots.
 */
export function singleLayoutOf(header: WeightsHeader): SingleLayout {
  const { tensors } = header;
  const file = basename(header.file);
  const other = otherFamily(tensors.keys());
  if (other) {
    throw new Fault('model_unsupported', { file, reason: 'family', value: other });
  }
  const unet = ROOTS.flatMap(root => [
    (name: string) => `${root}${LDM_PREFIX.unet}${name}`,
    (name: string) => emaKey(root, name)
  ]).find(spell => tensors.has(spell(FIRST)));
  if (!unet) {
    throw missing(file, LDM_PREFIX.unet + FIRST);
  }
  const root = ROOTS.find(each => unet(FIRST).startsWith(`${each}model`)) ?? '';
  const text = textLayouts(header, root);
  if (text.length === 0) {
    throw missing(file, `${LDM_PREFIX.text}text_model.embeddings.token_embedding.weight`);
  }
  return {
    family: familyOf(text, tensors.has(unet('label_emb.0.0.weight'))),
    unet,
    vae: root + LDM_PREFIX.vae,
    text
  };
}

/** The names of a text encoder's tensors in a single file. */
export function textNames({ names, prefix }: TextLayout): TensorNaming {
  const spell: TensorNaming = names === 'clip' ? clipNames : openClipNames;
  return name => spell(name).map(place => behind(prefix, place));
}

function behind(prefix: string, place: TensorPart): TensorPart {
  return typeof place === 'string' ? prefix + place : { ...place, name: prefix + place.name };
}

/** `model_ema.` and the name within `model.`, its dots taken out (LDM's LitEma). */
function emaKey(root: string, name: string): string {
  return `${root}model_ema.diffusion_model${name.replace(/\./g, '')}`;
}

/** Text encoders by the keys of their embeddings; SDXL's second one comes second. */
function textLayouts({ tensors }: WeightsHeader, root: string): TextLayout[] {
  const embedder = (index: number): string => `${root}conditioner.embedders.${index}.`;
  const places: TextLayout[] = [
    { names: 'clip', prefix: root + LDM_PREFIX.text },
    { names: 'openclip', prefix: `${root}cond_stage_model.model.` },
    { names: 'clip', prefix: `${embedder(0)}transformer.` },
    { names: 'openclip', prefix: `${embedder(0)}model.` },
    { names: 'openclip', prefix: `${embedder(1)}model.` }
  ];
  const embedding = 'text_model.embeddings.token_embedding.weight';
  return places.filter(place =>
    textNames(place)(embedding).some(key => typeof key === 'string' && tensors.has(key))
  );
}

function familyOf(text: readonly TextLayout[], labelled: boolean): ModelFamily {
  if (text.length > 1) {
    return 'sdxl';
  }
  if (text[0].names === 'clip') {
    return 'sd1';
  }
  return labelled ? 'sdxl_refiner' : 'sd2';
}

function missing(file: string, tensor: string): Fault {
  return new Fault('model_incomplete', { file, reason: 'tensor_missing', tensor });
}
