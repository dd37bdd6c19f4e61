import { freemem } from 'node:os';
import { formatBytes } from '../weights';
import { Fault, type FaultData } from '../../schema/fault';

/** An allocation that onnxruntime or V8 could not make, in their words. */
const OUT_OF_MEMORY = /bad_alloc|failed to allocate|out of memory|array buffer allocation failed/i;

/** Any thrown thing as data for the parent; what no rule knows is `internal` with the error's own words. */
export function toFailure(error: unknown, modelName: string): FaultData {
  if (error instanceof Fault) {
    return { code: error.code, facts: known(error.facts) };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(reason)) {
    const asked = /(\d{4,})/.exec(reason);
    const needed = asked ? formatBytes(Number(asked[1])) : '?';
    return { code: 'out_of_memory', facts: { name: modelName, needed, available: formatBytes(freemem()) } };
  }
  return { code: 'internal', facts: { reason } };
}

function known(facts: FaultData['facts']): FaultData['facts'] {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
