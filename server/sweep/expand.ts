import type { SweepRequest } from '../../schema/wire';
import { ServiceError } from '../errors';
import type { Expanded, SweepContext } from './types';

/** Every cell of a sweep, all parameters explicit; throws ServiceError (400) with the place of what is wrong. */
export function expandSweep(_request: SweepRequest, _context: SweepContext): Expanded {
  throw new ServiceError(501, 'internal', { reason: 'expandSweep is being written' });
}
