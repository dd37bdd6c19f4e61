/** Settings as a flat JSON object under any program's names: A1111's API, Civitai's, Fooocus' log, diffusers', Replicate's. */
import { fooocus } from '../foreign/fooocus';
import { type Json, listIn, objectIn, readJson, textIn } from '../foreign/json';
import type { PictureText, Reader, Written } from '../foreign/types';
import { keyCalled } from './known-labels';
import { areSettings, type Labelled, toWritten } from './to-written';

/** Members under which programs put the settings. */
const WITHIN = ['parameters', 'params', 'input', 'meta', 'settings', 'payload', 'args', 'request'];

/** Reads the first text that is such an object, or a list of them. */
export const plainJson: Reader = texts => {
  for (const { text } of texts) {
    const json = readJson(text) ?? readJson(/^\s*\[\s*(\{[^]*\})\s*\]\s*$/.exec(text)?.[1]) ?? firstOf(text);
    const found = json && fromObject(json);
    if (found) {
      return found;
    }
  }
  return null;
};

function firstOf(text: string): Json | null {
  if (!/^\s*\[\s*\{/.test(text)) {
    return null;
  }
  try {
    return objectIn(listIn(JSON.parse(text))[0]);
  } catch {
    return null;
  }
}

function fromObject(json: Json): Written | null {
  const all = [json, ...WITHIN.map(name => objectIn(json[name]))].filter(each => each !== null);
  for (const each of all) {
    const labelled = membersOf(each);
    if (areSettings(labelled)) {
      return fromLog(labelled) ?? { ...toWritten(labelled, writerOf(each)), unused: unusedIn(each) };
    }
  }
  return null;
}

/** The plain members, by the names they are told apart by. */
function membersOf(json: Json): Labelled {
  const { override_settings: more, text_prompts: sides } = json;
  const plain = { ...json, ...objectIn(more) };
  const sided = listIn(sides).map((each): [string, string] => [
    Number(objectIn(each)?.weight ?? 1) < 0 ? 'negative_prompt' : 'prompt',
    textIn(objectIn(each)?.text)
  ]);
  const off = json.enable_hr === false ? /^(?:hr_|denoising_strength$)/ : null;
  return [
    ...sided,
    ...Object.entries(plain)
      .filter(([key, value]) => ['string', 'number'].includes(typeof value) && isSaid(key, value))
      .filter(([key]) => !off?.test(key) && (keyCalled(key) !== undefined || isLog(plain)))
      .map(([key, value]): [string, string] => [key, textIn(value)])
  ];
}

/** A seed of the variation that isn't drawn, and a strength without a picture, say nothing. */
function isSaid(key: string, value: unknown): boolean {
  return value !== '' && !(/^subseed/.test(key) && Number(value) <= 0) && !/^eta$/.test(key);
}

function isLog(json: Json): boolean {
  return 'Base Model' in json || 'Guidance Scale' in json;
}

/** The copy button of Fooocus' log gives the labels of its page. */
function fromLog(labelled: Labelled): Written | null {
  if (!labelled.some(([label]) => label === 'Base Model')) {
    return null;
  }
  const json: Record<string, unknown> = Object.fromEntries(
    labelled.map(([label, value]) => [label.toLowerCase().replace(/ /g, '_'), value])
  );
  json.loras = labelled
    .filter(([label]) => /^lora \d+$/i.test(label))
    .map(([, value]) => /^(.*?)\s*:\s*(-?[\d.]+)\s*$/.exec(value)?.slice(1) ?? [value, 1]);
  json.prompt_expansion = json.fooocus_v2_expansion;
  const text: PictureText = { key: 'parameters', text: JSON.stringify(json) };
  return fooocus([text]);
}

/** The program whose names these are; '' for A1111's and those that can't be told. */
function writerOf(json: Json): string {
  return 'num_inference_steps' in json || 'guidance_scale' in json
    ? 'diffusers'
    : 'text_prompts' in json
      ? 'Stability AI'
      : '';
}

function unusedIn(json: Json): string[] {
  return ['alwayson_scripts', 'script_name', 'init_images', 'controlnet_units', 'loras', 'resources'].filter(
    key => {
      const value = json[key];
      return Array.isArray(value)
        ? value.length > 0
        : objectIn(value)
          ? Object.keys(value!).length > 0
          : value;
    }
  );
}
