import type { CellParams } from '../../schema/wire';
import type { CellFiles } from '../pipeline';
import type { FaultData } from '../../schema/fault';
import type { Engine, OpenModel } from '../child';
import type { DrawCell, FromWorker } from '../worker';
import type { StepLoopOptions } from '../step-loop';
import { testEngine } from './test-engine';

export type Drawn = {
  pictures: Map<string, Uint8Array>;
  failures: Map<string, FaultData>;
  evaluations: number;
  messages: FromWorker[];
};

/** Draws cells with an engine in this process; their ids are their places in the list. */
export async function drawAll(
  cells: readonly CellParams[],
  opened: OpenModel,
  loop: Partial<StepLoopOptions> = {},
  act: (engine: Engine, message: FromWorker) => void = () => undefined,
  files?: CellFiles
): Promise<Drawn> {
  const { engine, messages } = testEngine({ open: async () => opened, loop, act });
  const model = { name: 'fake', path: '/fake' };
  const draw = cells.map((params, i): DrawCell => ({ id: String(i), params, model, files }));
  engine.receive({ type: 'draw', cells: draw });
  await engine.idle;
  return { ...outcomeOf(messages), messages };
}

function outcomeOf(messages: readonly FromWorker[]): Omit<Drawn, 'messages'> {
  const pictures = new Map<string, Uint8Array>();
  const failures = new Map<string, FaultData>();
  let evaluations = 0;
  for (const message of messages) {
    if (message.type === 'done') {
      pictures.set(message.id, message.rgb);
    } else if (message.type === 'failed') {
      failures.set(message.id, message.failure);
    } else if (message.type === 'steps') {
      evaluations += message.evaluations;
    }
  }
  return { pictures, failures, evaluations };
}
