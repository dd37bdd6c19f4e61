/** Settings as a flat JSON object under any program's names: A1111's API, Civitai's, Fooocus' log, diffusers', Replicate's. */
import { fooocus } from '../foreign/fooocus';
import { type Json, leftIn, listIn, objectIn, readJson, textIn } from '../foreign/json';
import type { PictureText, Reader, Written } from '../foreign/types';
import { wordOf } from '../foreign/written';
import { keyMeans } from '../keys';
import { isSetting, keyCalled } from '../known-labels';
import { areSettings, type Labelled, loraOf, toWritten } from './to-written';

/** Members under which programs put the settings. */
const WITHIN = ['parameters', 'params', 'input', 'meta', 'settings', 'payload', 'args', 'request'];

/** How an answer was asked for, sent and kept. */
const QUIET =
  /^(?:all_.*|infotexts?|images?|info|index_of_.*|job_timestamp|(?:send|save)_.*|do_not_save_.*|override_settings_.*|comments|disable_extra_networks|force_task_id|webhook.*|track_id|key|id|status|urls?|created_at|version|output_.*|.*safety_checker|return_dict|is_using_.*|face_restoration_model|hashes|script_args|scheduler_config)$/i;
/** How many pictures were asked for. */
const COUNTS =
  /^(?:batch_(?:size|count)|n_iter|num_(?:outputs|images|images_per_prompt)|n_samples|samples)$/i;

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
    const { labelled, names } = membersOf(each);
    if (areSettings(labelled) || isRequest(labelled)) {
      const written = fromLog(labelled) ?? toWritten(labelled, writerOf(each));
      return { ...written, unused: [...(written.unused ?? []), ...names] };
    }
  }
  return null;
}

/** A prompt with a setting is no words where it is an object. */
function isRequest(labelled: Labelled): boolean {
  const keys = labelled.map(([label, value]) => ({ key: keyCalled(label), value }));
  return (
    keys.some(({ key, value }) => key === 'Prompt' && value !== '') &&
    keys.some(({ key, value }) => key !== undefined && isSetting(key, value))
  );
}

/** The plain members that are on, by the names they are told apart by, and the names of the others. */
function membersOf(json: Json): { labelled: Labelled; names: readonly string[] } {
  const { override_settings: more, extra_generation_params: others, text_prompts: sides, ...rest } = json;
  const plain: Json = { ...rest, ...objectIn(more), ...objectIn(others) };
  const sided = listIn(sides).map((each): [string, string] => [
    Number(objectIn(each)?.weight ?? 1) < 0 ? 'negative_prompt' : 'prompt',
    textIn(objectIn(each)?.text)
  ]);
  const isKnown = ([key, value]: [string, unknown]): boolean =>
    keyCalled(key) !== undefined && ['string', 'number'].includes(typeof value);
  const known = Object.entries(plain).filter(isKnown);
  const unknown = Object.fromEntries(Object.entries(plain).filter(each => !isKnown(each)));
  const [hashes] = ['hashes', 'Hashes'].flatMap(key => objectIn(plain[key]) ?? []);
  const left = leftIn(unknown, isLog(plain) ? /^hashes$/i : QUIET);
  const isUnread = (key: string, value: unknown): boolean =>
    COUNTS.test(key) || isPrompt(key) || isOfPicture(key, value);
  const off = json.enable_hr === false ? /^(?:hr_|denoising_strength$)/ : null;
  return {
    labelled: [
      ...sided,
      ...[...known, ...left.pairs.filter(([key, value]) => !isUnread(key, value))]
        .filter(([key, value]) => isSaid(key, value) && !off?.test(key))
        .map(([key, value]): [string, string] => [key, wordOf(value) ?? '']),
      ...(hashes ? [['Hashes', JSON.stringify(hashes)] as const] : [])
    ],
    names: [
      ...left.names,
      ...left.pairs.filter(([key, value]) => isUnread(key, value) && Number(value) !== 1).map(([key]) => key)
    ]
  };
}

/** Lists of prompts are several pictures. */
function isPrompt(key: string): boolean {
  return /prompt$/i.test(keyCalled(key) ?? '');
}

/** How a picture to begin with is used, or that picture: no text holds it. */
function isOfPicture(key: string, value: unknown): boolean {
  const means = keyMeans(key);
  return (
    typeof means === 'object' &&
    means.group === 'image' &&
    means.name !== 'denoising_strength' &&
    value !== means.default
  );
}

/** Some settings are off at values of their own, and have a value in every request. */
function isSaid(key: string, value: unknown): boolean {
  const means = keyMeans(key);
  const isOff = /^(?:subseed|seed_resize|variation|eta$|s_tmax)/.test(key) && Number(value) <= 0;
  const isDefault = keyCalled(key) === undefined && typeof means === 'object' && means.default === value;
  return value !== '' && !isOff && !isDefault;
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
    .map(([, value]) => loraOf(value))
    .map(({ name, weight }) => [name, weight]);
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
