/** Samplers, schedules, models and fixed choices by any name they go by. */
import { Fault } from '../../schema/fault';
import type { Parameter } from '../../schema/catalogue';
import type { ModelEntry, SamplerEntry } from '../../schema/wire';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { findFileName } from './file-names';
import { findNamed, folded } from './find-named';
import { nearest } from './nearest';
import { findSampler, samplerNames } from './sampler-names';

/** A1111's "GPU" is the generator of NVIDIA cards. */
const CHOICE_ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = { rng: { gpu: 'nv' } };

/** The value that a written choice means; throws `unknown_choice` with the nearest and all allowed. */
export function choiceCalled(parameter: Parameter, written: string, context: SweepContext): string {
  switch (parameter.choices_from) {
    case 'samplers':
      return samplerCalled(written, context).written;
    case 'schedulers':
      return (
        findNamed(written, context.schedulers)?.name ??
        unknownChoice(
          parameter,
          written,
          context.schedulers.map(({ name }) => name)
        )
      );
    case 'models':
      return modelCalled(written, context).name;
    case 'vaes':
      return fileCalled('vae', written, context).name;
    case 'upscalers': {
      const fixed = fixedChoice(written, parameter.choices);
      return fixed ?? fileCalled('upscaler', written, context, parameter.choices).name;
    }
    default: {
      const name = CHOICE_ALIASES[parameter.name]?.[folded(written)] ?? written;
      return (
        fixedChoice(name, parameter.choices) ?? unknownChoice(parameter, written, parameter.choices ?? [])
      );
    }
  }
}

/** A sampler and, when an old combined name such as "DPM++ 2M Karras" was written, its schedule. */
export type SamplerChoice = { sampler: SamplerEntry; scheduler?: string; written: string };

/** The sampler that is meant, and how its name is written; throws `unknown_choice` with the nearest name and all there are. */
export function samplerCalled(written: string, { samplers, schedulers }: SweepContext): SamplerChoice {
  const found = findSampler(written, samplers, schedulers);
  if (!found) {
    throw new Fault('unknown_choice', {
      value: excerpt(written),
      param: 'sampler',
      near: nearest(written, samplerNames(samplers, schedulers)),
      choices: samplers.map(({ name }) => name)
    });
  }
  const { sampler, scheduler } = found;
  return scheduler
    ? { sampler, scheduler: scheduler.name, written: `${sampler.name} ${scheduler.label}` }
    : { sampler, written: sampler.name };
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
  const names = all.map(({ name }) => name);
  const name = findFileName(written, names);
  return name === undefined
    ? { near: nearest(written, [...names, ...others]) }
    : { found: all.find(each => each.name === name) };
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

function fixedChoice(written: string, choices: readonly string[] = []): string | undefined {
  return findNamed(
    written,
    choices.map(name => ({ name }))
  )?.name;
}

function unknownChoice(parameter: Parameter, written: string, choices: readonly string[]): never {
  throw new Fault('unknown_choice', {
    value: excerpt(written),
    param: parameter.name,
    near: nearest(written, choices),
    choices
  });
}
