/** What is odd about a prompt, as data: drawn all the same, but perhaps not as it was meant. */
import type { Facts } from '../../schema/messages';

export type PromptWarning =
  | 'bracket_unclosed'
  | 'bracket_unopened'
  | 'weight_outside'
  | 'weight_trailing'
  | 'break_in_brackets'
  | 'edit_unreadable'
  | 'editing_off'
  | 'tag_in_negative'
  | 'tag_unknown'
  | 'hypernet_unsupported'
  | 'lora_unknown'
  | 'embedding_unknown';

/** A warning and the characters of the prompt it is about, counted from 0 in UTF-16 code units. */
export type PromptProblem = { code: PromptWarning; facts: Facts; at: number; length: number };

/** Hears of problems as a reader meets them. */
export type Report = (problem: PromptProblem) => void;
