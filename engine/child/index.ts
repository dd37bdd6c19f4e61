/** What runs in the engine's process: messages in, models opened, work done, messages out. `main.ts` is the process itself. */
export { Engine } from './engine';
export { drawModelOf, inspectDrawModel, openModel } from './open-model';
export type { OpenModel } from './open-model';
export { perform } from './perform';
