import { sentence } from '../schema/messages';
import type { Facts } from '../schema/messages';

/**
 * An error a user can meet: a code and the facts its sentence is made of (`schema/messages`). `message` is the English sentence, for
 * logs and tests; who shows it to a person asks `sentence(code, facts, language)`.
 */
export class EngineError extends Error {
  constructor(
    readonly code: EngineErrorCode,
    readonly facts: Facts
  ) {
    super(sentence(code, facts, 'en').message);
    this.name = 'EngineError';
  }
}

export type EngineErrorCode =
  | 'model_missing'
  | 'model_truncated'
  | 'model_corrupt'
  | 'model_pickled'
  | 'model_incomplete'
  | 'model_unsupported'
  | 'out_of_memory'
  | 'out_of_range'
  | 'unknown_choice'
  | 'one_of_them'
  | 'scheduler_undefined'
  | 'bad_weight'
  | 'lora_unfit'
  | 'bad_tag'
  | 'brackets_too_deep'
  | 'wildcard_missing'
  | 'wildcard_empty'
  | 'wildcard_cycle'
  | 'wildcard_depth'
  | 'prompt_too_long'
  | 'too_many_chunks'
  | 'embedding_misfit'
  | 'embedding_too_long'
  | 'not_finite';
