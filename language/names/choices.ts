/** Samplers, schedules, models and fixed choices by any name they go by. */
import { NO_MODEL } from '../../schema/care';
import { Fault, type FaultData } from '../../schema/fault';
import type { Parameter } from '../../schema/catalogue';
import type { ModelEntry, SamplerEntry, Where } from '../../schema/wire';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { fileNamed, type NamedOptions } from './file-named';
import { findHash, unreadTotal } from './find-file';
import { findNamed, folded } from './find-named';
import { nearest } from './nearest';
import { findSampler, samplerNames } from './sampler-names';
import { own } from '../../schema/own';

/** A1111's "GPU" and the "cuda" of stable-diffusion.cpp are the generator of NVIDIA cards. */
const CHOICE_ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  rng: { gpu: 'nv', cuda: 'nv' }
};

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
      if (parameter.name === 'model' && written === NO_MODEL) {
        return NO_MODEL;
      }
      return fileCalled('checkpoint', written, context, { param: parameter.name }).name;
    case 'vaes':
      return fileCalled('vae', written, context, { param: parameter.name }).name;
    case 'upscalers': {
      const fixed = fixedChoice(written, parameter.choices);
      const named = parameter.choices?.filter(name => name !== 'None');
      return fixed ?? fileCalled('upscaler', written, context, { others: named, param: parameter.name }).name;
    }
    default: {
      const name = own(CHOICE_ALIASES[parameter.name] ?? {}, folded(written)) ?? written;
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

/** The usable model that a name means. Throws as `fileCalled` does. */
export function modelCalled(written: string, context: SweepContext): ModelEntry {
  return fileCalled('checkpoint', written, context);
}

/** What says where a name was written, and what else could have been meant. */
export type CalledOptions = Pick<NamedOptions, 'others'> & { param?: string; where?: Where };

/**
 * The usable file of a kind that a name means. Throws as `fileNamed`, or `model_unusable` with the reason; what the hash beside the name
 * says against it is told to the context.
 */
export function fileCalled(
  kind: ModelEntry['kind'],
  written: string,
  context: SweepContext,
  { others, param, where }: CalledOptions = {}
): ModelEntry {
  const files = context.models.filter(each => each.kind === kind);
  const elsewhere = context.models.filter(each => each.kind !== kind);
  const tell = ({ code, facts }: FaultData): void =>
    context.tell?.({ code, facts: { ...facts, ...(param && { param }) }, where });
  return usable(fileNamed(kind, written, files, { others, elsewhere, tell }));
}

/** Ten digits of the file's SHA-256 and more; the eight of A1111 before 2023 are another hash, of a part of the file. */
export const isPastedHash = (hash: string): boolean => /^[0-9a-f]{10,64}$/i.test(hash);

/** What a pasted hash of a model tells: the one here that has it, or how many here might have it, their hashes being unread. */
export type ModelOfHash = { model?: ModelEntry; unread: number; old: boolean };

/** The model that settings were made with, by its hash. */
export function modelOfHash(hash: string, context: SweepContext): ModelOfHash {
  const files = context.models.filter(each => each.kind === 'checkpoint');
  const found = isPastedHash(hash) ? findHash(hash, files) : null;
  return found && 'file' in found
    ? { model: found.file, unread: 0, old: false }
    : { unread: isPastedHash(hash) ? unreadTotal(files) : 0, old: /^[0-9a-f]{8}$/i.test(hash) };
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
