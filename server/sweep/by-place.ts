import type { FaultData } from '../../schema/fault';

/** Orders remarks as one reads them; what has no place comes last. */
export function byPlace({ where: a }: FaultData, { where: b }: FaultData): number {
  return a && b ? a.line - b.line || a.column - b.column : Number(!a) - Number(!b);
}
