/** Errors of the engine's prompt language, with the place in the text that the user wrote. */
import { Fault } from '../../schema/fault';
import type { PromptName } from '../../language/cell/spec/normal-form';
import { placeIn, type Settled } from './placed-piece';

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
    const piece = { text: prompt, at: Number(at), length: Number(length) };
    throw new Fault(code, facts, placeIn(name, piece, settled));
  }
}
