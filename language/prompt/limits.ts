import { Fault } from '../../schema/fault';

/** Characters of a prompt. About 80 chunks: more than a picture can follow, and a second's work to read. */
export const PROMPT_LONGEST = 20_000;

/** Chunks of a prompt: those of the longest, and some for its BREAKs. */
export const CHUNKS_MAX = 100;

/** Throws `prompt_too_long`. */
export function checkLength(prompt: string): void {
  if (prompt.length > PROMPT_LONGEST) {
    throw new Fault('prompt_too_long', {
      found: prompt.length,
      limit: PROMPT_LONGEST,
      at: PROMPT_LONGEST,
      length: prompt.length - PROMPT_LONGEST
    });
  }
}
