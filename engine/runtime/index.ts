/** ONNX Runtime: sessions, the tensors their graphs take, memory. The only rooms that run a network are those that import this. */
export { adapterFeeds } from './adapter-feeds';
export { checkMemory, explainAllocation, memoryAvailable } from './memory';
export { physicalCores } from './physical-cores';
export { floats, openSession, openStoredSession } from './session';
export type { OptimizationLevel } from './session';
export { padAfterEos, textFeeds } from './text-feeds';
export { unetFeeds } from './unet-feeds';
