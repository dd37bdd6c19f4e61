/**
 * An error as data: a code and facts that the edge turns into a sentence in the reader's language (schema/messages), the HTTP status
 * it travels with, and the place in the text when there is one.
 */
import type { Facts } from '../schema/messages';
import type { Where } from '../schema/wire';

export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Facts = {},
    readonly where?: Where
  ) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'ServiceError';
  }
}
