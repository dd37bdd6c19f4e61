import type { Facts } from '../../../schema/messages';
import type { ModelFamily } from '../../types';
import { inspectLora } from './inspect-lora';
import type { LoraFile } from './lora-file';
import type { LoraSource } from './lora-source';
import { Fault } from '../../../schema/fault';

/** Names a message lists at most. */
const NAMES_MAX = 3;

/** What a LoRA is fitted to. */
export type FitModel = { name: string; family: ModelFamily };

/** A fact that a person should know of a LoRA that is used all the same. */
export type LoraWarning = { code: 'lora_partial' | 'lora_embeddings'; facts: Facts };

/**
 * Whether a LoRA fits a model, after each of its networks was built once with a source of its own for the file (`sources`): what to warn
 * of. A module that the model lacks is left out with a warning, as A1111 leaves it out silently. Throws Fault lora_unfit where it
 * adapts nothing, where a shape clashes, or where it needs a kind of adapter that the engine does not have.
 */
export function checkFit(file: LoraFile, sources: readonly LoraSource[], model: FitModel): LoraWarning[] {
  const { family, foreign } = inspectLora(file);
  const total = file.modules.size;
  const shared = {
    lora: file.name,
    model: model.name,
    model_family: model.family,
    family: family ?? undefined,
    total
  };
  const refuse = (facts: Facts & { reason: string }): Fault =>
    new Fault('lora_unfit', { ...shared, ...facts });
  const known = new Set(sources.flatMap(source => [...source.known]));
  const unknown = [...file.modules.keys()].filter(base => !known.has(base));
  if (foreign && known.size === 0) {
    throw refuse({ reason: 'foreign', foreign });
  }
  if (file.unsupported.length > 0) {
    const kinds = [...new Set(file.unsupported.map(({ kind }) => kind))];
    throw refuse({ reason: 'kind', kinds, tensor: file.unsupported[0].tensor });
  }
  if (total === 0) {
    throw refuse({ reason: 'no_adapter', keys: some([...file.unmatched, ...file.embeddings]) });
  }
  const mismatches = sources.flatMap(source => source.mismatches);
  if (mismatches.length > 0) {
    throw refuse({ ...mismatches[0], count: mismatches.length });
  }
  if (known.size === 0) {
    throw refuse({ reason: 'unknown_keys', keys: some(unknown) });
  }
  const warnings: LoraWarning[] = [];
  if (unknown.length > 0) {
    warnings.push({ code: 'lora_partial', facts: { ...shared, count: unknown.length, keys: some(unknown) } });
  }
  if (file.embeddings.length > 0) {
    const names = new Set(file.embeddings.map(each => each.split('.')[1] ?? each));
    warnings.push({ code: 'lora_embeddings', facts: { ...shared, count: names.size } });
  }
  return warnings;
}

/** The first few of many names, and how many more there are. */
function some(names: readonly string[]): string[] {
  const rest = names.length - NAMES_MAX;
  return rest > 0 ? [...names.slice(0, NAMES_MAX), `+${rest}`] : [...names];
}
