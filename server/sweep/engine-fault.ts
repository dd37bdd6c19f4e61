/** Errors of the engine's prompt language, with the place in the text that the user wrote. */
import { Fault } from '../../schema/fault';
import type { Where } from '../../schema/wire';
import { promptSr } from '../../language/names/parameters';
import type { PromptName, NormalForm } from '../../language/cell/spec/normal-form';

/** What was read, and where its parameters stand when it was a text. */
type Settled = NormalForm & { places?: Readonly<Record<string, Where>> };

/** Runs `read` on a cell's prompt; what the engine refuses is a fault of the text's author. */
export function placedInPrompt<T>(name: PromptName, prompt: string, settled: Settled, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) {
      throw error;
    }
    const { code, facts } = error;
    const { at = 0, length = 1 } = facts;
    throw new Fault(
      code,
      facts,
      placeIn(name, prompt.slice(Number(at), Number(at) + Number(length)), settled)
    );
  }
}

/**
 * Where a piece of a cell's prompt was written: where it first stands in the prompt of the text, else the word of the first line that
 * brought it.
 */
export function placeIn(name: PromptName, piece: string, settled: Settled): Where | undefined {
  const { spec, insides, places } = settled;
  const start = String(spec.base[name] ?? '').indexOf(piece);
  return start < 0 || piece === ''
    ? (places?.[promptSr.name] ?? places?.[name])
    : insides[name]?.(start, start + piece.length);
}
