/** Errors of the engine's prompt language, with the place in the text that the user wrote. */
import type { Facts } from '../../schema/messages';
import type { Where } from '../../schema/wire';
import type { PromptName, Settled } from './settle';
import { fault } from './source';

/** Runs `read` on a cell's prompt; what the engine refuses is a fault of the text's author. */
export function placedInPrompt<T>(name: PromptName, prompt: string, settled: Settled, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, facts } = failureOf(error);
    const { at = 0, length = 1 } = facts;
    throw fault(code, facts, placeIn(name, prompt.slice(Number(at), Number(at) + Number(length)), settled));
  }
}

/** Where a piece of a cell's prompt was written: where it first stands in the prompt of the text. */
export function placeIn(name: PromptName, piece: string, { spec, insides }: Settled): Where | undefined {
  const start = String(spec.base[name] ?? '').indexOf(piece);
  return start < 0 || piece === '' ? undefined : insides[name]?.(start, start + piece.length);
}

/** An error as data, whichever side of the wall made it; anything else is thrown on. */
export function failureOf(error: unknown): { code: string; facts: Facts } {
  const { code, facts } = error as { code?: unknown; facts?: Facts };
  if (typeof code !== 'string' || facts === undefined) {
    throw error;
  }
  return { code, facts };
}
