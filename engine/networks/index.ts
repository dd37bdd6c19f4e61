/** The networks of a checkpoint as plain functions of rows. */
export { openNetworks } from './checkpoint-networks';
export type { IOpenNetworks, OpenOptions, TextStates } from './checkpoint-networks';
export { checkLora } from './loras';
export { findProblems, modelInfo } from './network-graphs';
