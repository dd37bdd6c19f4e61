/** What the keys of an infotext mean, whoever wrote it. */
import { findParameter, type Parameter } from '../../schema/catalogue';
import { own } from '../../schema/own';
import { ownKeyCalled } from './known-labels';

/** What a key sets: a parameter, one of the sizes, or nothing here. */
export type Meaning = Parameter | SizeKey | undefined;

/** `first_size` is that of old hires fixes, whose `Size` is the final one. */
export type SizeKey = 'size' | 'seed_size' | 'hires_size' | 'first_size';

const SIZES: Readonly<Record<string, SizeKey>> = {
  size: 'size',
  'seed resize from': 'seed_size',
  'hires resize': 'hires_size',
  'first pass size': 'first_size'
};

/** Keys for parameters that have another or none in A1111's form. */
const ALIASES: Readonly<Record<string, string>> = {
  'hires strength': 'hr_denoising_strength',
  'size-1': 'width',
  'size-2': 'height'
};

/** The meaning of a key. Prompts have their own sections, and A1111's batch keys tell where one picture stood, not what to draw. */
export function keyMeans(key: string): Meaning {
  const known = ownKeyCalled(key) ?? key;
  const lower = known.trim().toLowerCase();
  const parameter = findParameter(own(ALIASES, lower) ?? known);
  return (
    own(SIZES, lower) ??
    (parameter?.group === 'prompt' || parameter?.group === 'batch' ? undefined : parameter)
  );
}

export function meansParameter(means: Meaning, name: string): boolean {
  return typeof means === 'object' && means.name === name;
}

/** Keys that say nothing about the picture beyond what other keys, the prompt or the files themselves say. */
const QUIET_KEYS = new Set(
  [
    ...['Model hash', 'VAE hash', 'Lora hashes', 'TI hashes', 'Hashes', 'Init image hash', 'Refiner hash'],
    ...['Template', 'Negative Template'],
    ...['User', 'Version', 'App', 'Time taken', 'Created Date', 'Operations']
  ].map(key => key.toLowerCase())
);

export function isQuiet(key: string, value = ''): boolean {
  return QUIET_KEYS.has(key.toLowerCase()) || (/^hires /i.test(key) && /^use same /i.test(value));
}

/** Keys whose value is all of a line behind the settings, commas and all, and the lines that follow it. */
export function takesLine(key: string): boolean {
  return /(?:template|prompt|^time taken)$/i.test(key);
}

const WELL_KNOWN: Readonly<Record<string, RegExp>> = {
  steps: /^\d+(?:[.,]0+)?$/,
  sampler: /^[^()[\]{}]{2,60}$/,
  cfg_scale: /^\d+(?:[.,]\d+)?$/,
  seed: /^-?\d+$/,
  size: /^\d+\s*[x×X]\s*\d+$/,
  model_hash: /^[0-9a-f]{8,64}$/i,
  scheduler: /^[\w .+-]{2,40}$/,
  clip_skip: /^-?\d+$/
};

/** Which of the keys that no prompt has a pair is, with a value that such a key has; else null. */
export function wellKnown(key: string, value: string, means: Meaning): string | null {
  const name = /^model hash$/i.test(key) ? 'model_hash' : typeof means === 'object' ? means.name : means;
  return name !== undefined && own(WELL_KNOWN, name)?.test(value.trim()) ? name : null;
}
