import { freemem } from 'node:os';
import { Fault } from '../../schema/fault';
import { formatBytes } from '../weights';

/** Bytes this process may still take: what the machine has free, or the container's limit where that is less. */
export function memoryAvailable(): number {
  const limit = process.constrainedMemory();
  const rest = limit ? limit - process.memoryUsage.rss() : Infinity;
  return Math.min(freemem(), rest > 0 ? rest : Infinity);
}

/** Throws Fault out_of_memory, with both figures, before anything is allocated. */
export function checkMemory(name: string, needed: number, available: number): void {
  if (needed > available) {
    throw outOfMemory(name, needed, available);
  }
}

/** What the runtime threw, as out_of_memory where it says that an allocation failed; `needed` are the bytes to name then. */
export function explainAllocation(error: unknown, name: string, needed: number): unknown {
  return error instanceof Error && /bad_alloc|failed to allocate memory|bad allocation/i.test(error.message)
    ? outOfMemory(name, needed, memoryAvailable())
    : error;
}

function outOfMemory(name: string, needed: number, available: number): Fault {
  return new Fault('out_of_memory', {
    name,
    needed: formatBytes(needed),
    available: formatBytes(available)
  });
}
