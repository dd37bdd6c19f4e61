/** The cell language: the text of a cell or a spec to its normal form and back. Draws nothing and asks nobody. */
export { parseSweep } from './parse';
export { printFields, printSweep } from './print';
export { readSettings, type ReadSettings, type SettingsOptions } from './read-settings';
export type { Magic, ParsedSweep, SweepContext } from './types';
