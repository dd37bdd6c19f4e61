import type { Language } from '../../schema/catalogue';
import { sentence } from '../../schema/messages/browser';
import type { FactsOf } from '../../schema/messages/catalogue';
import type { clientMessages } from '../../schema/messages/client';
import type { ErrorBody, WireMessage } from '../../schema/wire';
import type { IDiffusionFailure } from '../tokens';

/** A request that did not succeed, in the service's own words where it said any. */
export class DiffusionFailure extends Error implements IDiffusionFailure {
  constructor(
    readonly status: number,
    readonly error: WireMessage
  ) {
    super(error.message);
    this.name = 'DiffusionFailure';
  }
}

/** The failure that a reply means. Reads the body; never throws. */
export async function failureOf(
  response: Pick<Response, 'status' | 'json'>,
  language: Language
): Promise<DiffusionFailure> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) {
    return new DiffusionFailure(status, body.error);
  }
  if (status === 401 || status === 403) {
    return failure(status, 'signed_out', {}, language);
  }
  if (status === 404) {
    return failure(status, 'not_installed', {}, language);
  }
  return failure(status, 'odd_reply', { status }, language);
}

/** The failure of a request that got no reply at all; status 0. */
export function unreachable(language: Language): DiffusionFailure {
  return failure(0, 'unreachable', {}, language);
}

/** The failure of a request that was given up after so many seconds; status 0. */
export function noAnswer(seconds: number, language: Language): DiffusionFailure {
  return failure(0, 'no_answer', { seconds }, language);
}

function failure<Code extends keyof typeof clientMessages>(
  status: number,
  code: Code,
  facts: FactsOf<Code>,
  language: Language
): DiffusionFailure {
  return new DiffusionFailure(status, { code, facts, ...sentence(code, facts, language) });
}

function isErrorBody(body: unknown): body is ErrorBody {
  const error = (body as ErrorBody | null)?.error;
  return (
    typeof error === 'object' &&
    error !== null &&
    typeof error.code === 'string' &&
    typeof error.message === 'string'
  );
}
