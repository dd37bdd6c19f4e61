/** InvokeAI: JSON in `invokeai_metadata` (from 3.0) or `sd-metadata` (2.x), or the command of a `Dream` chunk (1.x). */
import { type Json, jsonIn, leftIn, listIn, objectIn, readJson, sizeIn, textIn, textOf } from './json';
import { isSetting } from '../known-labels';
import type { PictureText, Reader, Written } from './types';
import { sizePairs } from './written';

/** What is read of a picture's metadata, or says nothing of it. */
const KNOWN =
  /^(?:(?:positive|negative)_(?:style_)?prompt|steps|scheduler|cfg_scale|seed|width|height|model|vae|strength|generation_mode|clip_skip|skipped_layers|seamless_[xy]|cfg_rescale_multiplier|loras|controlnets|ipAdapters|t2iAdapters|regions|refiner_.*|hrf_.*|control_layers|app_version|rand_device|canvas_v2_metadata|_.*)$/;
/** The same of versions before 3.0. */
const KNOWN_IMAGE =
  /^(?:prompt|steps|sampler|cfg_scale|seed|width|height|seamless|hires_fix|postprocessing|facetool_strength|type|variations|threshold|perlin|extra)$/;

export const invokeAi: Reader = texts =>
  nodes(texts) ?? image(texts) ?? dream(textOf(texts, 'Dream', 'dream'));

function nodes(texts: readonly PictureText[]): Written | null {
  const json =
    readJson(textOf(texts, 'invokeai_metadata')) ??
    jsonIn(texts, each => 'positive_prompt' in each && 'scheduler' in each);
  if (!json) {
    return null;
  }
  const loras = listIn(json.loras).map(each => {
    const lora = objectIn(each) ?? {};
    return { name: nameOf(lora.model ?? lora.lora), weight: textIn(lora.weight) || 1 };
  });
  const left = leftIn(json, KNOWN);
  const skipped = Number(json.clip_skip ?? json.skipped_layers ?? 0);
  return {
    writer: 'InvokeAI',
    prompt: [textIn(json.positive_prompt), textIn(json.positive_style_prompt)].filter(Boolean).join(' '),
    negative: [textIn(json.negative_prompt), textIn(json.negative_style_prompt)].filter(Boolean).join(' '),
    loras: loras.filter(({ name }) => name !== ''),
    pairs: [
      ['Steps', json.steps],
      ['Sampler', json.scheduler],
      ['CFG scale', json.cfg_scale],
      ['Seed', json.seed],
      ['Size', sizeIn(json.width, json.height)],
      ['Model', nameOf(json.model)],
      ['VAE', nameOf(json.vae)],
      [
        'Denoising strength',
        /img2img|inpaint/.test(textIn(json.generation_mode)) ? json.strength : undefined
      ],
      ['Clip skip', skipped > 0 ? skipped + 1 : undefined],
      ['RNG', 'CPU'],
      ['Tiling', json.seamless_x === true && json.seamless_y === true ? true : undefined],
      ['CFG rescale', json.cfg_rescale_multiplier || undefined],
      ['Flavour', 'diffusers'],
      ...left.pairs
    ],
    unused: [
      ...['controlnets', 'ipAdapters', 't2iAdapters', 'regions'].filter(key => listIn(json[key]).length > 0),
      ...['refiner_model', 'hrf_enabled', 'control_layers'].filter(key => json[key]),
      ...(json.seamless_x === json.seamless_y
        ? []
        : ['seamless_x', 'seamless_y'].filter(key => json[key] === true)),
      ...(/^cuda|^mps/.test(textIn(json.rand_device)) ? ['rand_device'] : []),
      ...left.names
    ]
  };
}

function image(texts: readonly PictureText[]): Written | null {
  const json =
    readJson(textOf(texts, 'sd-metadata')) ??
    jsonIn(texts, each => {
      const made = objectIn(each.image);
      return made !== null && 'prompt' in made && 'sampler' in made;
    });
  const picture = objectIn(json?.image);
  if (!json || !picture) {
    return null;
  }
  const left = leftIn(picture, KNOWN_IMAGE);
  const prompts = Array.isArray(picture.prompt)
    ? picture.prompt.map(each => textIn(objectIn(each)?.prompt)).join(' ')
    : textIn(picture.prompt);
  return {
    writer: 'InvokeAI',
    ...parted(prompts),
    pairs: [
      ['Steps', picture.steps],
      ['Sampler', picture.sampler],
      ['CFG scale', picture.cfg_scale],
      ['Seed', picture.seed],
      ['Size', sizeIn(picture.width, picture.height)],
      ['Model', json.model_weights],
      ['RNG', 'CPU'],
      ['Tiling', picture.seamless === true ? true : undefined],
      ...left.pairs
    ],
    unused: [
      ...['hires_fix', 'postprocessing', 'facetool_strength', 'threshold', 'perlin'].filter(
        key => picture[key]
      ),
      ...(listIn(picture.variations).length > 0 ? ['variations'] : []),
      ...left.names
    ]
  };
}

const OPTIONS = new Map(
  Object.entries({
    Steps: ['s', 'steps'],
    Seed: ['S', 'seed'],
    Width: ['W', 'width'],
    Height: ['H', 'height'],
    'CFG scale': ['C', 'cfg_scale'],
    Sampler: ['A', 'sampler', 'sampler_name'],
    'Denoising strength': ['f', 'strength']
  }).flatMap(([key, names]) => names.map((name): [string, string] => [name, key]))
);
/** A word in quotes or without; a flag, whose value may stand right behind it. */
const WORD = /"(?:[^"\\]|\\.)*"|'[^']*'|\S+/g;
const FLAG = /^--?([A-Za-z_]+)[=:]?(.*)$/s;
const GLUED = /^-([A-Za-z])(-?\d.*|k_.*)$/s;

type Command = { written: Written; isSure: boolean };

function dream(command: string | undefined): Written | null {
  return (command === undefined ? null : dreamCommand(command))?.written ?? null;
}

/**
 * The settings of `"a cat" -s 20 -S 1`. It is sure to be a command where an option that is known has a value that fits it, none has
 * another, and each word belongs to an option.
 */
export function dreamCommand(command: string): Command | null {
  const found = /^"((?:[^"\\]|\\.)*)"\s*(.*)$/s.exec(command.trim().replace(/^(?:dream|invoke)>\s*/, ''));
  if (!found) {
    return null;
  }
  const [, prompt, rest] = found;
  const { options, strays } = optionsOf(rest);
  const known = options.flatMap(([name, value]): [string, string][] => {
    const key = OPTIONS.get(name);
    return key === undefined ? [] : [[key, value]];
  });
  const said = new Map(known);
  const [width, height] = [said.get('Width'), said.get('Height')];
  const size = sizeIn(width, height);
  const others = options.filter(([name]) => !OPTIONS.has(name)).map(([name]) => name);
  const written = {
    writer: 'InvokeAI',
    ...parted(prompt.replace(/\\"/g, '"')),
    pairs: [
      ...['Steps', 'Sampler', 'CFG scale', 'Seed'].map((key): [string, unknown] => [key, said.get(key)]),
      ...sizePairs(size, width, height),
      ['Denoising strength', said.get('Denoising strength')],
      ['RNG', 'CPU']
    ] as const,
    unused: [...others, ...strays]
  };
  const fits = known.every(([key, value]) => isSetting(key, value));
  return { written, isSure: known.length > 0 && fits && strays.length === 0 };
}

function optionsOf(text: string): { options: [name: string, value: string][]; strays: string[] } {
  const options: [string, string][] = [];
  const strays: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    const flag = GLUED.exec(word) ?? FLAG.exec(word);
    const last = options.at(-1);
    if (flag) {
      options.push([flag[1], flag[2]]);
    } else if (last && (last[1] === '' || /^-?[\d.]+$/.test(word))) {
      last[1] = `${last[1]} ${word.replace(/^(["'])(.*)\1$/s, '$2')}`.trim();
    } else {
      strays.push(word);
    }
  }
  return { options, strays };
}

/** Old versions write what the picture should not show in square brackets. */
function parted(written: string): { prompt: string; negative: string } {
  const negative = [...written.matchAll(/\[([^[\]]*)\]/g)].map(([, text]) => text.trim()).join(', ');
  return { prompt: written.replace(/(?<!\s)\s*\[[^[\]]*\]/g, '').trim(), negative };
}

function nameOf(value: unknown): string {
  const file: Json = objectIn(value) ?? {};
  return textIn(file.name) || textIn(file.model_name) || (typeof value === 'string' ? value : '');
}
