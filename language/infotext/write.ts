import { options, type ParameterValue } from '../../schema/catalogue';
import type { CellOptions, CellParams } from '../../schema/wire';

/** A file of weights by name and sha256. */
export type NamedHash = { name: string; sha256: string };

/** The files a cell is drawn with besides its checkpoint, as far as it has them. */
export type FilesUsed = {
  vae?: NamedHash;
  refiner?: NamedHash;
  upscaler?: NamedHash;
  loras?: NamedHash[];
  embeddings?: NamedHash[];
};

export type InfotextSource = {
  params: CellParams;
  model: NamedHash;
  files?: FilesUsed;
  /** The schedule that was really used, where the parameter says `automatic`. */
  schedulerLabel: string;
  /** The prompt as written, when wildcards chose words of it. */
  template?: string;
  version: string;
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
    .map(([key, value]) => (key === value ? key : `${key}: ${quoted(written(value))}`))
    .join(', ');
  return `${prompt}${negative ? `\nNegative prompt: ${negative}` : ''}\n${line}`.trim();
}

function pairsOf({ params, model, files = {}, schedulerLabel, version }: InfotextSource): InfotextPair[] {
  const varied = params.subseed_strength > 0;
  const { seed_resize_from_w: fromWidth = 0, seed_resize_from_h: fromHeight = 0 } = params;
  return [
    ['Steps', params.steps],
    ['Sampler', params.sampler],
    ['Schedule type', schedulerLabel],
    ['CFG scale', params.cfg_scale],
    option(params, 'image_cfg_scale'),
    ['Seed', params.seed],
    ['Size', `${params.width}x${params.height}`],
    ['Model hash', model.sha256.slice(0, 10)],
    ['Model', model.name],
    ['VAE hash', files.vae?.sha256.slice(0, 10) ?? null],
    option(params, 'vae'),
    ['Variation seed', varied ? params.subseed : null],
    ['Variation seed strength', varied ? params.subseed_strength : null],
    ['Seed resize from', fromWidth > 0 && fromHeight > 0 ? `${fromWidth}x${fromHeight}` : null],
    ['Denoising strength', strengthOf(params)],
    ['Clip skip', params.clip_skip > 1 ? params.clip_skip : null],
    ['ENSD', params.ensd || null],
    ['RNG', params.rng === 'nv' ? 'NV' : 'CPU'],
    option(params, 'tiling'),
    ...hiresPairs(params),
    ['Refiner', files.refiner ? `${files.refiner.name} [${files.refiner.sha256.slice(0, 10)}]` : null],
    [
      'Refiner switch at',
      params.refiner ? (params.refiner_switch_at ?? defaultOf('refiner_switch_at')) : null
    ],
    ['Lora hashes', hashes(files.loras)],
    ['TI hashes', hashes(files.embeddings)],
    ['Eta', params.eta],
    ['Emphasis', emphasisNames[params.emphasis]],
    ...rest(params),
    ['Flavour', params.flavour === 'a1111' ? null : params.flavour],
    ['Version', `jupyterlab-diffusion ${version}`]
  ];
}

/** Options that stand at places of their own, or say something together. */
const PLACED = new Set<string>([
  'vae',
  'image_cfg_scale',
  'denoising_strength',
  'tiling',
  'refiner',
  'refiner_switch_at',
  'hr_scale',
  'hr_steps',
  'hr_upscaler',
  'hr_denoising_strength'
]);

function rest(params: CellParams): InfotextPair[] {
  return options
    .filter(({ name, infotext: said }) => said && !PLACED.has(name))
    .map(({ name }) => option(params, name as keyof CellOptions));
}

/** The pair of an option, its value null where the cell leaves it out. */
function option(params: CellParams, name: keyof CellOptions): InfotextPair {
  const said = options.find(each => each.name === name)?.infotext;
  const value: ParameterValue = params[name] ?? null;
  return [said?.key ?? name, said?.words?.find(([each]) => each === value)?.[1] ?? value];
}

/** Of a picture that begins with a picture, or whose hires fix does. */
function strengthOf(params: CellParams): InfotextValue {
  if (params.init_image) {
    return params.denoising_strength ?? defaultOf('denoising_strength');
  }
  return params.enable_hr ? (params.hr_denoising_strength ?? defaultOf('hr_denoising_strength')) : null;
}

function hiresPairs(params: CellParams): InfotextPair[] {
  if (!params.enable_hr) {
    return [];
  }
  return [
    ['Hires upscale', params.hr_scale ?? defaultOf('hr_scale')],
    ['Hires steps', params.hr_steps ?? null],
    ['Hires upscaler', params.hr_upscaler ?? defaultOf('hr_upscaler')]
  ];
}

function defaultOf(name: keyof CellOptions): InfotextValue {
  return options.find(each => each.name === name)?.default ?? null;
}

function hashes(files: readonly NamedHash[] = []): string | null {
  return files.length > 0
    ? files.map(({ name, sha256 }) => `${name}: ${sha256.slice(0, 12)}`).join(', ')
    : null;
}

/** A1111's names of what isn't its default. */
const emphasisNames = { original: null, no_norm: 'No norm', ignore: 'Ignore', none: 'None' } as const;

/** As Python says it. */
function written(value: InfotextValue): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
