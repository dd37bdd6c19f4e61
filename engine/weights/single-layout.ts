/** Which networks a single file holds and under which names, told by its keys alone. */
import { basename } from 'node:path';
import type { ModelFamily } from '../types';
import { LDM_PREFIX } from './ldm-names';
import { refuseForeign } from './other-families';
import type { WeightsHeader } from './weights-header';
import { clipNames, openClipNames } from './tensor-names';
import { FIRST_OF_UNET, unetSpelling } from './unet-spelling';
import type { TensorPart, TensorNaming } from './weight-source';
import { Fault } from '../../schema/fault';

/** A text encoder in a single file: whose module names it has, and what stands before them. */
export type TextLayout = { names: 'clip' | 'openclip'; prefix: string };

export type SingleLayout = {
  family: ModelFamily;
  /** A UNet tensor's key in the file, from its LDM name without prefix. */
  unet: (name: string) => string;
  /** What stands before the VAE's LDM names; undefined where the file has no VAE. */
  vae: string | undefined;
  text: readonly TextLayout[];
};

/**
 * Throws model_unsupported for a checkpoint of another family, by its name, and model_incomplete where a part is not there at all
 * that nothing else could bring. A UNet is taken as trained where it is whole, else as the moving average (EMA).
 */
export function singleLayoutOf(header: WeightsHeader): SingleLayout {
  const { tensors } = header;
  const file = basename(header.file);
  refuseForeign(header);
  const { root, spell: unet } = unetSpelling(header) ?? refuseWithoutUNet(header);
  const contextDim = contextWidth(header);
  const vae = [LDM_PREFIX.vae, 'vae.'].map(prefix => root + prefix).find(prefix => isVae(header, prefix));
  const text = textLayouts(header, root, contextDim);
  if (!text) {
    throw new Fault('model_incomplete', { file, reason: vae ? 'no_text_encoder' : 'only_unet' });
  }
  const labelled = tensors.has(unet('label_emb.0.0.weight'));
  return { family: familyOf(text, labelled), unet, vae, text };
}

const ONLY_UNET = /(^|\.)(input_blocks\.0\.0|down_blocks\.0\.resnets\.0\.conv1|unet\.conv_in)\.weight$/;
const ONLY_TEXT = /(^|\.)(text_model\.encoder\.layers|encoder\.layers|transformer\.resblocks)\.0\./;

/** Says what a file without LDM's UNet holds instead; of a checkpoint that lost its own, which tensor would begin it. */
function refuseWithoutUNet({ file, tensors }: WeightsHeader): never {
  const keys = [...tensors.keys()];
  const any = (pattern: RegExp): boolean => keys.some(key => pattern.test(key));
  const facts = any(/(^|\.)first_stage_model\./)
    ? { reason: 'tensor_missing', tensor: LDM_PREFIX.unet + FIRST_OF_UNET }
    : any(ONLY_UNET)
      ? { reason: any(ONLY_TEXT) ? 'diffusers_names' : 'only_unet' }
      : any(ONLY_TEXT)
        ? { reason: 'only_text_encoder' }
        : keys.length > 0
          ? { reason: 'no_network', tensor: keys[0] }
          : { reason: 'no_tensors' };
  throw new Fault('model_incomplete', { file: basename(file), ...facts });
}

/** Width of the prompt that the UNet of a file reads, by any of its cross attentions. */
function contextWidth({ tensors }: WeightsHeader): number | undefined {
  return [...tensors.values()].find(({ name }) => /attn2\.?to_k\.?weight$/.test(name))?.shape[1];
}

function isVae({ tensors }: WeightsHeader, prefix: string): boolean {
  return ['encoder', 'decoder'].some(part => tensors.has(`${prefix}${part}.conv_in.weight`));
}

/** The names of a text encoder's tensors in a single file. */
export function textNames({ names, prefix }: TextLayout): TensorNaming {
  const spell: TensorNaming = names === 'clip' ? clipNames : openClipNames;
  return name => spell(name).map(place => behind(prefix, place));
}

function behind(prefix: string, place: TensorPart): TensorPart {
  return typeof place === 'string' ? prefix + place : { ...place, name: prefix + place.name };
}

/**
 * The text encoders whose states together are as wide as what the UNet reads; merges leave those of other families behind. Where
 * nothing fits the first in A1111's order of recognition, undefined where there is none.
 */
function textLayouts(
  { tensors }: WeightsHeader,
  root: string,
  contextDim: number | undefined
): TextLayout[] | undefined {
  const embedder = (index: number): string => `${root}conditioner.embedders.${index}.`;
  const candidates: TextLayout[][] = [
    [
      { names: 'clip', prefix: `${embedder(0)}transformer.` },
      { names: 'openclip', prefix: `${embedder(1)}model.` }
    ],
    [{ names: 'openclip', prefix: `${embedder(0)}model.` }],
    [{ names: 'openclip', prefix: `${root}cond_stage_model.model.` }],
    [{ names: 'clip', prefix: root + LDM_PREFIX.text }],
    [{ names: 'clip', prefix: `${embedder(0)}transformer.` }]
  ];
  const width = (place: TextLayout): number | undefined =>
    textNames(place)('text_model.embeddings.token_embedding.weight')
      .map(key => tensors.get(key as string)?.shape.at(-1))
      .find(found => found !== undefined);
  const there = candidates.filter(places => places.every(place => width(place) !== undefined));
  const fits = (places: TextLayout[]): boolean =>
    places.reduce((sum, place) => sum + width(place)!, 0) === contextDim;
  return there.find(fits) ?? there[0];
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
