export { inspectFile } from './inspect-file';
export type { FileInspection } from './inspect-file';
export { inspectModel } from './inspect-model';
export type { Inspected } from './inspect-model';
export { openNetworks } from './open-networks';
export type { Flavour, IOpenNetworks, OpenOptions, TextStates } from '../networks/checkpoint-networks';
