import type { ErrorBody, WireError } from '../../schema/wire';
import type { IDiffusionFailure } from '../tokens';

/** A request that did not succeed, in the service's own words where it said any. */
export class DiffusionFailure extends Error implements IDiffusionFailure {
  constructor(
    readonly status: number,
    readonly error: WireError
  ) {
    super(error.message);
    this.name = 'DiffusionFailure';
  }
}

/** What to say when the service itself said nothing: the edge knows the language. */
export type SilentWords = {
  unreachable: string;
  signedOut: string;
  notInstalled: string;
  odd(status: number): string;
};

/** The failure that a reply means. Reads the body; never throws. */
export async function failureOf(response: Response, words: SilentWords): Promise<DiffusionFailure> {
  const { status } = response;
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) {
    return new DiffusionFailure(status, body.error);
  }
  if (status === 401 || status === 403) {
    return new DiffusionFailure(status, { code: 'signed_out', message: words.signedOut });
  }
  if (status === 404) {
    return new DiffusionFailure(status, { code: 'not_installed', message: words.notInstalled });
  }
  return new DiffusionFailure(status, { code: 'odd_reply', message: words.odd(status) });
}

/** The failure of a request that got no reply at all; status 0. */
export function unreachable(words: SilentWords): DiffusionFailure {
  return new DiffusionFailure(0, { code: 'unreachable', message: words.unreachable });
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
