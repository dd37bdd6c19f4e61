/** What there is to choose from, as the service told it. */
import type { Parameter } from '../schema/catalogue';
import type { ModelEntry, SamplerEntry, SchedulerEntry } from '../schema/wire';

export type Lists = {
  models: readonly ModelEntry[];
  samplers: readonly SamplerEntry[];
  schedulers: readonly SchedulerEntry[];
  defaultModel: string | null;
};

/** The choices of a parameter, samplers of the given flavours alone; null for free text and numbers. */
export function choicesIn(parameter: Parameter, lists: Lists, flavours?: readonly string[]): string[] | null {
  switch (parameter.choices_from) {
    case 'samplers':
      return lists.samplers
        .filter(each => !flavours || each.flavours.some(flavour => flavours.includes(flavour)))
        .map(({ name }) => name);
    case 'schedulers':
      return lists.schedulers.map(({ name }) => name);
    case 'models':
      return namesOf('checkpoint', lists);
    case 'vaes':
      return namesOf('vae', lists);
    case 'upscalers':
      return [...(parameter.choices ?? []), ...namesOf('upscaler', lists)];
    default:
      return parameter.choices ? [...parameter.choices] : null;
  }
}

function namesOf(kind: ModelEntry['kind'], { models }: Lists): string[] {
  return models.filter(each => each.usable && each.kind === kind).map(({ name }) => name);
}
