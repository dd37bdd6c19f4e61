/** Whatever a path of weights holds: what it is, whether it is sound, and its networks. */
export { checkBeside } from './check-beside';
export { configDigest } from './config-digest';
export { inspectFile } from './inspect-file';
export type { FileInspection } from './inspect-file';
export { inspectModel, networkLimits } from './inspect-model';
export type { Inspected } from './inspect-model';
export { openNetworks } from './open-networks';
