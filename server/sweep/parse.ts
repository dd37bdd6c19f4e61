import { ServiceError } from '../errors';
import type { ParsedSweep, SweepContext } from './types';

/** A cell's text as a spec; throws ServiceError (400) with code, facts and place of the first thing that is wrong. */
export function parseSweep(_text: string, _context: SweepContext): ParsedSweep {
  throw new ServiceError(501, 'internal', { reason: 'parseSweep is being written' });
}
