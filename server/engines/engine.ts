import type { EngineWorker, PhaseMessage, StepsMessage, EngineExit } from '../../engine/worker';

/** What a link needs of an engine process: `EngineWorker`, or a fake of it in tests. */
export type IEngine = Pick<
  EngineWorker,
  'ready' | 'pid' | 'alive' | 'rssMb' | 'inspect' | 'draw' | 'cancel' | 'forget' | 'shutdown' | 'kill'
> & {
  on(event: 'phase', listener: (message: PhaseMessage) => void): unknown;
  on(event: 'steps', listener: (message: StepsMessage) => void): unknown;
  on(event: 'exit', listener: (exit: EngineExit) => void): unknown;
};
