/** Samplers, schedules, models and fixed choices by any name they go by. */
import { Fault } from '../../schema/fault';
import type { Parameter } from '../../schema/catalogue';
import type { ModelEntry, SamplerEntry } from '../../schema/wire';
import { nearest } from './parameters';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';

/** A1111's "GPU" is the generator of NVIDIA cards. */
const CHOICE_ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = { rng: { gpu: 'nv' } };

/** The value that a written choice means; throws `unknown_choice` with the nearest and all allowed. */
export function choiceCalled(parameter: Parameter, written: string, context: SweepContext): string {
  switch (parameter.choices_from) {
    case 'samplers':
      return samplerCalled(written, context).written;
    case 'schedulers':
      return scheduleCalled(written, context) ?? unknownChoice(parameter, written, scheduleNames(context));
    case 'models':
      return modelCalled(written, context).name;
    case 'vaes':
      return fileCalled('vae', written, context).name;
    case 'upscalers': {
      const fixed = byFold(written, parameter.choices ?? [], each => [each]);
      return fixed ?? fileCalled('upscaler', written, context, parameter.choices).name;
    }
    default: {
      const choices = parameter.choices ?? [];
      const name = CHOICE_ALIASES[parameter.name]?.[folded(written)] ?? written;
      return byFold(name, choices, each => [each]) ?? unknownChoice(parameter, written, choices);
    }
  }
}

/** A sampler and, when an old combined name such as "DPM++ 2M Karras" was written, its schedule. */
export type SamplerChoice = { sampler: SamplerEntry; scheduler?: string; written: string };

export function samplerCalled(written: string, context: SweepContext): SamplerChoice {
  const sampler = byFold(written, context.samplers, each => [each.name, ...each.aliases]);
  if (sampler) {
    return { sampler, written: sampler.name };
  }
  const combined = combinedSampler(written, context);
  if (combined) {
    return combined;
  }
  const names = context.samplers.map(each => each.name);
  const others = context.samplers.flatMap(each => [
    ...each.aliases,
    ...context.schedulers.map(({ label }) => `${each.name} ${label}`)
  ]);
  throw new Fault('unknown_choice', {
    value: excerpt(written),
    param: 'sampler',
    near: nearest(written, [...names, ...others]),
    choices: names
  });
}

function combinedSampler(written: string, context: SweepContext): SamplerChoice | undefined {
  const words = written.trim().split(/\s+/, 8);
  for (let cut = words.length - 1; cut > 0; cut--) {
    const sampler = byFold(words.slice(0, cut).join(' '), context.samplers, each => [
      each.name,
      ...each.aliases
    ]);
    const scheduler = sampler && scheduleCalled(words.slice(cut).join(' '), context);
    if (sampler && scheduler) {
      const label = context.schedulers.find(each => each.name === scheduler)?.label ?? scheduler;
      return { sampler, scheduler, written: `${sampler.name} ${label}` };
    }
  }
  return undefined;
}

function scheduleCalled(written: string, context: SweepContext): string | undefined {
  return byFold(written, context.schedulers, each => [each.name, each.label, ...each.aliases])?.name;
}

function scheduleNames(context: SweepContext): string[] {
  return context.schedulers.map(each => each.name);
}

/**
 * The model of a name as listed, as A1111 shows it ("name.safetensors [1234abcd]"), or without its folder. Throws `model_missing`
 * with the nearest, or `model_unusable` with the reason.
 */
export function modelCalled(written: string, context: SweepContext): ModelEntry {
  const { found, near } = lookUp('checkpoint', written, context);
  if (!found) {
    throw new Fault('model_missing', { name: excerpt(written), near });
  }
  return usable(found);
}

/**
 * The file of a kind by its name, its name without folder and extension, or as A1111 shows it. Throws `weights_missing` with the
 * nearest name (`others` are names that could have been meant, too), or `model_unusable`.
 */
export function fileCalled(
  kind: ModelEntry['kind'],
  written: string,
  context: SweepContext,
  others: readonly string[] = []
): ModelEntry {
  const { found, near } = lookUp(kind, written, context, others);
  if (!found) {
    throw new Fault('weights_missing', { name: excerpt(written), kind, near });
  }
  return usable(found);
}

function lookUp(
  kind: ModelEntry['kind'],
  written: string,
  context: SweepContext,
  others: readonly string[] = []
): { found?: ModelEntry; near?: string } {
  const all = context.models.filter(each => each.kind === kind);
  const stem = modelStem(written);
  const found =
    all.find(each => each.name === written) ??
    byFold(written, all, each => [each.name]) ??
    all.find(each => modelStem(each.name) === stem);
  return found ? { found } : { near: nearest(written, [...all.map(each => each.name), ...others]) };
}

/** The model whose file's SHA-256 begins with `hash`, if it is here. */
export function modelOfHash(hash: string, context: SweepContext): ModelEntry | undefined {
  return /^[0-9a-f]{8,64}$/i.test(hash)
    ? context.models.find(each => each.kind === 'checkpoint' && each.sha256?.startsWith(hash.toLowerCase()))
    : undefined;
}

export function usable(model: ModelEntry): ModelEntry {
  if (!model.usable) {
    throw new Fault('model_unusable', { name: model.name, problem: model.problem ?? model.fault ?? '' });
  }
  return model;
}

/** A model's name without folder, hash and extension. */
export function modelStem(name: string): string {
  const bare = name.replace(/ \[[0-9a-f]{8,10}\]$/i, '').replace(/\.(safetensors|ckpt)$/i, '');
  return folded(bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1));
}

function unknownChoice(parameter: Parameter, written: string, choices: readonly string[]): never {
  throw new Fault('unknown_choice', {
    value: excerpt(written),
    param: parameter.name,
    near: nearest(written, choices),
    choices
  });
}

function byFold<T>(written: string, all: readonly T[], names: (each: T) => readonly string[]): T | undefined {
  const wanted = folded(written);
  return (
    all.find(each => names(each).includes(written)) ??
    all.find(each => names(each).some(n => folded(n) === wanted))
  );
}

function folded(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}
