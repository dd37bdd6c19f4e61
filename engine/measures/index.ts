/** What a picture is like, in numbers, and what care that speaks for. Pure functions. */
export { jpegQualityOfFile } from './jpeg-quality';
export { measured, METHODS } from './measured';
export type { Measures } from './measured';
export { proposedCare } from './proposal';
export type { CareParameter, Known, Proposed } from './proposal';
