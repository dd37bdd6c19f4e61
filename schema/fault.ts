/** An error as data: what it is and what of, until somebody reads it. */
import { sentence, type Facts, type MessageCode } from './messages';
import type { Where } from './wire';

/** What went wrong: a code, the facts its sentence is made of, and the place in a text where there is one. */
export type FaultData = { code: MessageCode; facts: Facts; where?: Where };

/**
 * An error a person can meet, thrown. `message` is the English sentence, for logs and tests; who shows it to somebody asks
 * `sentence(code, facts, language)`.
 */
export class Fault extends Error implements FaultData {
  constructor(
    readonly code: MessageCode,
    readonly facts: Facts = {},
    readonly where?: Where
  ) {
    super(sentence(code, facts, 'en').message);
    this.name = 'Fault';
  }

  /** The same with a place, unless it has one. */
  at(where: Where | undefined): Fault {
    return this.where || !where ? this : new Fault(this.code, this.facts, where);
  }
}
