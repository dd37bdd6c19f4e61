/** The names that may stand before `=`: the catalogue's, `size`, `prompt_sr`, and the words of the sweep itself. */
import { Fault } from '../../schema/fault';
import { findParameter, type Parameter } from '../../schema/catalogue';
import { excerpt } from '../cell/source';
import type { SweepContext } from '../cell/types';
import { nearest } from './nearest';
import { COUNT_WORDS, promptSr } from './sweep-words';

export * from './sweep-words';

/** No name is longer, and looking for one would take long. */
const NAME_LENGTH_MAX = 64;

/** The parameter that a name or alias means; throws `unknown_parameter` with the nearest name. */
export function parameterCalled(name: string, context: SweepContext): Parameter {
  const found = knownParameter(name, context);
  if (!found) {
    throw new Fault('unknown_parameter', { name: excerpt(name), near: nearestName(name, context) });
  }
  return found;
}

/** The parameter that a name or alias means, `prompt_sr` included, or undefined. */
export function knownParameter(name: string, context: SweepContext): Parameter | undefined {
  if (name.length > NAME_LENGTH_MAX) {
    return undefined;
  }
  const folded = name.trim().toLowerCase();
  if (folded === promptSr.name || promptSr.aliases.includes(folded)) {
    return promptSr;
  }
  const exact = context.parameters.find(each => each.name === name || each.aliases.includes(name));
  const found = exact ?? findParameter(name);
  return found && context.parameters.find(each => each.name === found.name);
}

function nearestName(name: string, context: SweepContext): string | undefined {
  const known = [...context.parameters, promptSr].flatMap(each => [each.name, ...each.aliases]);
  return nearest(name, [...known.filter(each => !each.includes(' ')), 'size', 'where', ...COUNT_WORDS]);
}
