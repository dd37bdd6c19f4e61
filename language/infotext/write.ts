import { isCareAlone, isOfCareAlone } from '../../schema/care';
import { readForeign } from './foreign-keys';
import type { TextParts } from './foreign/types';
import { negativeSection } from './negative';
import { pairText } from './pair-text';
import {
  type CellParamName,
  type CellParams,
  core,
  options,
  parameterNamed,
  type ParameterValue,
  withDefaults
} from '../../schema/catalogue';

/**
 * A file of weights by name and sha256, and by the hash of its tensors alone where model sites know it by that; `configs` is a digest of
 * what else decides its pictures, `identity` what content keys know it by where that isn't its sha256.
 */
export type NamedHash = {
  name: string;
  sha256: string;
  autov3?: string;
  configs?: string;
  identity?: string;
};

/** The files a cell is drawn with besides its checkpoint, as far as it has them. */
export type FilesUsed = {
  vae?: NamedHash;
  refiner?: NamedHash;
  upscaler?: NamedHash;
  /** Those of picture care. */
  networks?: NamedHash[];
  /** `as` holds the names that tags call it by, where they aren't its own. */
  loras?: (NamedHash & { as?: string[] })[];
  embeddings?: NamedHash[];
};

/** A cell, and what is known of it beyond its parameters: the service knows all, a saved notebook nothing. */
export type InfotextSource = {
  params: CellParams;
  model?: NamedHash;
  files?: FilesUsed;
  /** The schedule that was really used, where the parameter says `automatic`; without it, the parameter is written. */
  schedulerLabel?: string;
  version?: string;
};

export type InfotextValue = string | number | boolean | null;
export type InfotextPair = readonly [key: string, value: InfotextValue];

/**
 * A1111's infotext of a cell: prompt, negative prompt, and one line of `Key: value` in A1111's order, so that its users' tools read
 * our pictures. What A1111 leaves out at its default is left out here.
 */
export function infotext(source: InfotextSource): string {
  const { params } = source;
  return buildInfotext(params.prompt, params.negative_prompt, pairsOf(source));
}

/** The text of prompts and pairs: values of null are left out, and a value that is its own key stands alone. */
export function buildInfotext(prompt: string, negative: string, pairs: readonly InfotextPair[]): string {
  const line = pairs
    .filter(([, value]) => value !== null)
    .map(([key, value]) => (key === value ? key : pairText(key, written(value))))
    .join(', ');
  return `${promptLines(prompt, negative)}${line}`.trim();
}

/** Where a text that was built of these prompts has its parts; null for one that wasn't. */
export function builtParts(text: string, prompt: string, negative: string): TextParts | null {
  const before = promptLines(prompt, negative).trimStart();
  return text.startsWith(before)
    ? {
        prompt,
        negative,
        negativeAt: Math.max(0, before.length - 1 - negative.length),
        pairsAt: before.length
      }
    : null;
}

function promptLines(prompt: string, negative: string): string {
  return `${prompt}${negative ? `\n${negativeSection(negative)}` : ''}\n`;
}

function pairsOf({ params, model, files, schedulerLabel, version }: InfotextSource): InfotextPair[] {
  const all = withDefaults(params);
  const { seed_resize_from_w: fromWidth, seed_resize_from_h: fromHeight } = all;
  const varied = all.subseed_strength > 0;
  // The service knows whether a refiner that is named was at work, as A1111 does when it switches.
  const refined = all.refiner !== null && (files === undefined || files.refiner !== undefined);
  const foreign = readForeign(all.extra_generation_params);
  const placed = new Set<CellParamName>(foreign ? ['extra_generation_params'] : []);
  /** A parameter's pair; `shown` unless it is at its default. */
  const pairOf = (
    name: CellParamName,
    shown = all[name] !== parameterNamed(name).default,
    value: InfotextValue = wordOf(name, all[name])
  ): InfotextPair => {
    placed.add(name);
    return [parameterNamed(name).infotext?.key ?? name, shown ? value : null];
  };
  const rest = (): InfotextPair[] =>
    [...options, ...core]
      .filter(each => each.infotext && !placed.has(each.name))
      .map(({ name }) => pairOf(name));
  const ofProgram: InfotextPair = [
    'Version',
    version === undefined ? null : `jupyterlab-diffusion ${version}`
  ];
  if (isCareAlone(params)) {
    const cared = options.filter(({ name, infotext: said }) => isOfCareAlone(name) && said !== undefined);
    return [...(foreign ?? []), ...cared.map(({ name }) => pairOf(name)), ofProgram];
  }
  return [
    pairOf('steps', true),
    pairOf('sampler', true),
    pairOf('scheduler', true, schedulerLabel),
    pairOf('cfg_scale', true),
    pairOf('image_cfg_scale'),
    pairOf('seed', true),
    ['Size', `${all.width}x${all.height}`],
    ['Model hash', shortHash(model)],
    pairOf('model', true, model?.name),
    ['VAE hash', shortHash(files?.vae)],
    pairOf('vae'),
    pairOf('subseed', varied),
    pairOf('subseed_strength', varied),
    ['Seed resize from', fromWidth > 0 && fromHeight > 0 ? `${fromWidth}x${fromHeight}` : null],
    // A1111 has one key for the strength of a picture that begins with a picture, and of one whose hires fix does.
    pairOf('denoising_strength', all.init_image !== null),
    pairOf('hr_denoising_strength', all.init_image === null && all.enable_hr),
    pairOf('clip_skip'),
    pairOf('ensd'),
    pairOf('rng', true),
    pairOf('tiling'),
    pairOf('hr_scale', all.enable_hr),
    pairOf('hr_steps', all.enable_hr && all.hr_steps > 0),
    pairOf('hr_upscaler', all.enable_hr),
    pairOf('refiner', refined, files?.refiner && `${files.refiner.name} [${shortHash(files.refiner)}]`),
    pairOf('refiner_switch_at', refined),
    ['Lora hashes', hashes(files?.loras)],
    ['TI hashes', hashes(files?.embeddings)],
    pairOf('eta'),
    pairOf('emphasis'),
    ...(foreign ?? []),
    ...rest(),
    ofProgram
  ];
}

/** A value in A1111's words. */
function wordOf(name: CellParamName, value: ParameterValue): InfotextValue {
  return parameterNamed(name).infotext?.words?.find(([each]) => each === value)?.[1] ?? value;
}

function shortHash(file: NamedHash | undefined): string | null {
  return file?.sha256.slice(0, 10) ?? null;
}

/** As prompts call the files; without the marks that keep the entries of the list apart. */
function hashes(files: NonNullable<FilesUsed['loras']> = []): string | null {
  const entries = files.flatMap(({ name, sha256, autov3 = sha256, as = [name] }) =>
    as.map(called => `${called.replace(/[:,]/g, '')}: ${autov3.slice(0, 12)}`)
  );
  return entries.length > 0 ? entries.join(', ') : null;
}

/** As Python says it. */
function written(value: InfotextValue): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}
