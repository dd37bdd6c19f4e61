import type { CellParams } from '../../schema/wire';
import type { FaultData } from '../../schema/fault';
import type { EngineExit } from '../../engine/worker';
import type { Ending } from '../engines';

/** Why a cell failed over which the engine ended twice. */
export function crashFailure(
  exit: EngineExit,
  reason: Ending['why'],
  { width, height, model }: CellParams,
  rssMb: number | null
): FaultData {
  if (reason === 'stalled') {
    return { code: 'cell_stalled', facts: { size: `${width}×${height}` } };
  }
  const how = exit.signal ?? `exit code ${exit.code}`;
  const memory =
    exit.signal === 'SIGKILL' ||
    exit.code === 137 ||
    /bad_alloc|out ?of ?memory|OOMErrorHandler|failed to allocate|allocation failed|cannot allocate memory|ENOMEM/i.test(
      exit.stderr
    );
  return memory
    ? {
        code: 'killed_for_memory',
        facts: {
          name: model,
          size: `${width}×${height}`,
          how,
          used: rssMb === null ? undefined : `${(rssMb / 1e3).toFixed(1)} GB`
        }
      }
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
