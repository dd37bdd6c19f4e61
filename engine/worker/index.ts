/** What the service sees of the engine's process: its client and their protocol. Loads no native code. */
export { EngineEndedError, EngineWorker } from './client';
export type {
  DoneMessage,
  DrawHandlers,
  EngineExit,
  FailedMessage,
  PhaseMessage,
  PreviewMessage,
  Ready,
  StepsMessage
} from './client';
export { endWithParent } from './end-with-parent';
export { changedFile, lookAt, lookOf, stampsBeside, unsettledMs } from './file-stamp';
export type { FileStamps, Look } from './file-stamp';
export { promptTokenizer } from './prompt-tokenizer';
export { ENGINE_VERSION, INSPECTION_VERSION, uninspected } from './protocol';
export { encodersTaken } from '../text';
export { readSmallFileAsync } from '../weights';
export type { TokenizerPlace } from '../text';
export type { DrawCell, FromWorker, Inspection, ModelFile, ToWorker, WorkerPhase } from './protocol';
