/** Settings under any program's labels become A1111's. */
import { fileName } from '../foreign/draw-things';
import type { Written } from '../foreign/types';
import { sizePairs, stem } from '../foreign/written';
import { keyMeans } from '../keys';
import { isSetting, keyCalled } from '../known-labels';

export type Labelled = readonly (readonly [label: string, value: string])[];

/** Fewer settings than these are words. */
const SETTINGS_MIN = 3;
const SAMPLER = /scheduler$|^(?:k_)?(?:euler|ddim|ddpm|dpm|lms|heun|plms|pndm|unipc|k_)/i;
const STRENGTH_OR_REFINER = /^(?:strength|refiner([ _](?:model|switch))?)$/i;
const LORA = /^lora \d+$/i;

/** Whether the labelled values are settings: three of them or, beside a prompt, two. */
export function areSettings(labelled: Labelled): boolean {
  const keys = labelled.map(([label, value]) => ({ key: keyCalled(label), value }));
  const known = new Set(keys.filter(({ key, value }) => key && isSetting(key, value)).map(({ key }) => key));
  const hasPrompt = keys.some(({ key }) => key === 'Prompt' || key === 'Negative prompt');
  return known.size >= SETTINGS_MIN - Number(hasPrompt);
}

/** Whether a label names something that is set here; pictures are not in texts. */
export function isRead(label: string): boolean {
  const means = keyMeans(label);
  return (
    keyCalled(label) !== undefined ||
    (means !== undefined && !(typeof means === 'object' && means.kind === 'image')) ||
    STRENGTH_OR_REFINER.test(label)
  );
}

/** The settings of a program (`writer` is '' where it isn't known); pairs that A1111 has no key for keep their own. */
export function toWritten(labelled: Labelled, writer: string): Written {
  const said = new Map<string, string>();
  const labels = new Map<string, string>();
  const others: [string, string][] = [];
  for (const [label, value] of labelled) {
    const key = keyCalled(label);
    if (key !== undefined) {
      const first = said.get(key);
      const isOwn = key.toLowerCase() === label.trim().toLowerCase();
      if (first === undefined) {
        said.set(key, value.trim());
        labels.set(key, label);
      } else if (!isSame(first, value.trim())) {
        // A1111's own word for it is meant where a program says both.
        others.push(isOwn ? [labels.get(key) ?? label, first] : [label.trim(), value.trim()]);
        said.set(key, isOwn ? value.trim() : first);
      }
    } else if (!LORA.test(label) && !STRENGTH_OR_REFINER.test(label)) {
      others.push([label.trim(), value.trim()]);
    }
  }
  // What diffusers calls a scheduler is a sampler.
  const scheduler = said.get('Schedule type') ?? '';
  if (!said.has('Sampler') && SAMPLER.test(scheduler)) {
    said.set('Sampler', scheduler);
    said.delete('Schedule type');
  }
  const strength = valueOf(labelled, 'strength');
  const [, width, height] =
    /(\d+)\D+(\d+)/.exec(said.get('Size') ?? `${said.get('Width')}x${said.get('Height')}`) ?? [];
  const size = width ? `${width}x${height}` : said.get('Size');
  const refiner = valueOf(labelled, 'refiner model') ?? valueOf(labelled, 'refiner') ?? '';
  const keys = ['Steps', 'Sampler', 'Schedule type', 'CFG scale', 'Seed'];
  const rest = [...said].filter(
    ([key]) =>
      ![...keys, 'Prompt', 'Negative prompt', 'Size', 'Width', 'Height', 'Model', 'RNG'].includes(key)
  );
  return {
    writer,
    prompt: said.get('Prompt') ?? '',
    negative: said.get('Negative prompt') ?? '',
    loras: labelled.filter(([label]) => LORA.test(label)).map(([, value]) => loraOf(value)),
    pairs: [
      ...keys.map((key): [string, unknown] => [key, said.get(key)]),
      ...sizePairs(size, said.get('Width'), said.get('Height')),
      ['Model', writer === 'Draw Things' ? fileName(said.get('Model')) : stem(said.get('Model') ?? '')],
      ['RNG', said.get('RNG') ?? rngOf(writer, valueOf(labelled, 'seed mode'))],
      ['Denoising strength', Number(strength) < 1 ? strength : undefined],
      ...(/^(?:none)?$/i.test(refiner)
        ? []
        : [
            ['Refiner', stem(refiner)] as const,
            ['Refiner switch at', valueOf(labelled, 'refiner switch')] as const
          ]),
      ...rest,
      ...others
    ]
  };
}

function isSame(a: string, b: string): boolean {
  return a === b || (a !== '' && Number(a) === Number(b));
}

function valueOf(labelled: Labelled, name: string): string | undefined {
  return labelled.find(([label]) => label.trim().toLowerCase().replace(/_/g, ' ') === name)?.[1].trim();
}

/** `name.safetensors : 0.5`, as Fooocus has it. */
export function loraOf(value: string): { name: string; weight: string } {
  const colon = value.lastIndexOf(':');
  const weight = value.slice(colon + 1).trim();
  return colon >= 0 && /^-?[\d.]+$/.test(weight)
    ? { name: value.slice(0, colon).trim(), weight }
    : { name: value, weight: '1' };
}

/** Where the noise of a program comes from that doesn't say so; A1111's is told elsewhere. */
function rngOf(writer: string, seedMode: string | undefined): string | undefined {
  const ofNvidia = seedMode === 'Nvidia GPU Compatible' || writer === 'stable-diffusion.cpp';
  return writer === '' ? undefined : ofNvidia ? 'NV' : 'CPU';
}
