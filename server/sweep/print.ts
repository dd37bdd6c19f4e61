import type { Spec } from '../../schema/wire';
import { ServiceError } from '../errors';

/** The `%%sweep …` text of a spec; reading it gives the spec again. */
export function printSweep(_spec: Spec): string {
  throw new ServiceError(501, 'internal', { reason: 'printSweep is being written' });
}
