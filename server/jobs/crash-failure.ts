import { totalmem } from 'node:os';
import type { CellParams } from '../../schema/wire';
import type { FaultData } from '../../schema/fault';
import type { EngineExit } from '../../engine/worker';
import type { Ending } from '../engines';

/** The share of the machine's memory that a process held, from which its sudden end is taken for the system's doing where nothing tells. */
const LARGE_SHARE = 0.5;

/**
 * Why a cell failed over which the engine ended twice. `oom` is whether the system ended a process for its memory just then, null where it
 * doesn't tell: a kill alone is no proof, for anybody may have sent it.
 */
export function crashFailure(
  exit: EngineExit,
  reason: Ending['why'],
  { width, height, model }: CellParams,
  rssMb: number | null,
  oom: boolean | null
): FaultData {
  if (reason === 'stalled') {
    return { code: 'cell_stalled', facts: { size: `${width}×${height}` } };
  }
  const how = exit.signal ?? `exit code ${exit.code}`;
  const used = rssMb === null ? undefined : `${(rssMb / 1e3).toFixed(1)} GB`;
  const isKilled = exit.signal === 'SIGKILL' || exit.code === 137;
  const isLarge = rssMb !== null && rssMb * 1e6 > LARGE_SHARE * totalmem();
  const memory =
    (isKilled && (oom ?? isLarge)) ||
    /bad_alloc|out ?of ?memory|OOMErrorHandler|failed to allocate|allocation failed|cannot allocate memory|ENOMEM/i.test(
      exit.stderr
    );
  if (memory) {
    return { code: 'killed_for_memory', facts: { name: model, size: `${width}×${height}`, how, used } };
  }
  return isKilled
    ? { code: 'engine_killed', facts: { how, used } }
    : { code: 'engine_crashed', facts: { how, words: lastWords(exit.stderr) } };
}

/** What a process said of its end: the reason where one stands before a stack, else its last line. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  return (
    lines.find(line => /^(\w*Error|FATAL ERROR|terminate called|# Fatal)\b/.test(line)) ?? lines.at(-1) ?? ''
  );
}
