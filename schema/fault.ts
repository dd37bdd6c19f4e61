/** An error as data: what it is and what of, until somebody reads it. */
import type { MessageCode, RestOfFacts } from './messages/catalogue';
import type { Facts } from './messages/types';

/** A place in a text: line and column count from 1, columns and length in UTF-16 code units. */
export type Where = { line: number; column: number; length: number };

/** What went wrong: a code, the facts its sentence is made of, and the place in a text where there is one. */
export type FaultData = { code: MessageCode; facts: Facts; where?: Where };

let wordsOf = ({ code, facts }: FaultData): string => `${code}: ${JSON.stringify(facts)}`;

/**
 * Gives thrown faults their words. `schema/messages` does, where it is loaded; the browser, which renders what it shows itself, need
 * not carry every sentence for them.
 */
export function wordFaults(words: typeof wordsOf): void {
  wordsOf = words;
}

class CodedFault extends Error implements FaultData {
  constructor(
    readonly code: MessageCode,
    readonly facts: Facts = {},
    readonly where?: Where
  ) {
    super(wordsOf({ code, facts }));
    this.name = 'Fault';
  }

  /** The same with a place, unless it has one. */
  at(where: Where | undefined): Fault {
    return this.where || !where ? this : new CodedFault(this.code, this.facts, where);
  }
}

/**
 * An error a person can meet, thrown. `message` is for logs and tests, the English sentence where messages are loaded; who shows it to somebody
 * asks `sentence(code, facts, language)`.
 */
export type Fault = CodedFault;

/** The class, whose facts are those of its code. */
export const Fault = CodedFault as {
  new <Code extends MessageCode>(code: Code, ...rest: [...RestOfFacts<Code>, where?: Where]): Fault;
  readonly prototype: Fault;
};
