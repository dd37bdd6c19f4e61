/** InvokeAI: JSON in `invokeai_metadata` (from 3.0) or `sd-metadata` (2.x), or the command of a `Dream` chunk (1.x). */
import { type Json, jsonIn, listIn, objectIn, readJson, sizeIn, textIn, textOf } from './json';
import type { PictureText, Reader, Written } from './types';

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
      ['Flavour', 'diffusers']
    ],
    unused: [
      ...['controlnets', 'ipAdapters', 't2iAdapters', 'regions'].filter(key => listIn(json[key]).length > 0),
      ...['refiner_model', 'hrf_enabled', 'control_layers'].filter(key => json[key])
    ]
  };
}

function image(texts: readonly PictureText[]): Written | null {
  const json = readJson(textOf(texts, 'sd-metadata'));
  const picture = objectIn(json?.image);
  if (!json || !picture) {
    return null;
  }
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
      ['Tiling', picture.seamless === true ? true : undefined]
    ],
    unused: ['hires_fix', 'postprocessing', 'facetool_strength'].filter(key => picture[key])
  };
}

const OPTIONS: Readonly<Record<string, string>> = {
  ...{
    s: 'Steps',
    steps: 'Steps',
    S: 'Seed',
    seed: 'Seed',
    W: 'Width',
    width: 'Width',
    H: 'Height',
    height: 'Height'
  },
  ...{ C: 'CFG scale', cfg_scale: 'CFG scale', A: 'Sampler', sampler: 'Sampler', f: 'Denoising strength' }
};

function dream(command: string | undefined): Written | null {
  const found = command && /^"((?:[^"\\]|\\.)*)"\s*(.*)$/s.exec(command.trim().replace(/^dream>\s*/, ''));
  if (!found) {
    return null;
  }
  const [, prompt, rest] = found;
  const options = new Map(
    [...rest.matchAll(/(?:^|\s)--?([A-Za-z_]+)[\s=]*([^\s-]\S*)?/g)].map(([, name, value]) => [
      name,
      value ?? true
    ])
  );
  const said = new Map(
    [...options].flatMap(([name, value]) => (name in OPTIONS ? [[OPTIONS[name], value]] : []))
  );
  return {
    writer: 'InvokeAI',
    ...parted(prompt.replace(/\\"/g, '"')),
    pairs: [
      ...['Steps', 'Sampler', 'CFG scale', 'Seed'].map((key): [string, unknown] => [key, said.get(key)]),
      ['Size', sizeIn(said.get('Width'), said.get('Height'))],
      ['Denoising strength', said.get('Denoising strength')],
      ['RNG', 'CPU']
    ],
    unused: [...options.keys()].filter(name => !(name in OPTIONS))
  };
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
