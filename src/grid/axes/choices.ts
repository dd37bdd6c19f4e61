import { findParameter } from '../../../schema/catalogue';
import type { Lists } from '../../lists';

/** What a parameter may be, by name; null for one that isn't chosen from a list. Without the service's lists what the catalogue knows. */
export function choicesFor(name: string, lists: Lists | null): string[] | null {
  const parameter = findParameter(name);
  const fixed = [...(parameter?.choices ?? [])];
  const files = (kind: string): string[] =>
    lists?.models.filter(model => model.kind === kind && model.usable).map(model => model.name) ?? [];
  switch (parameter?.choices_from) {
    case 'samplers':
      return [...fixed, ...(lists?.samplers.map(each => each.name) ?? [])];
    case 'schedulers':
      return [...fixed, ...(lists?.schedulers.map(each => each.name) ?? [])];
    case 'models':
      return [...fixed, ...files('checkpoint')];
    case 'vaes':
      return [...fixed, ...files('vae')];
    case 'upscalers':
      return [...fixed, ...files('upscaler')];
    case undefined:
      return parameter?.kind === 'boolean' ? ['true', 'false'] : fixed.length > 0 ? fixed : null;
  }
}
