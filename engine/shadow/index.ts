/** What the service may know of drawing without a network: what a sweep costs, and which samplers there are. Loads no native code. */
export { samplerEntries, schedulerEntries } from '../sampling';
export { priceCells, textsOf } from './count-evaluations';
export type { PromptText } from '../pipeline';
export type { Price, ModelTraits, PricedCell } from './count-evaluations';
export { hashOf, mix, numbersOf } from './hash';
export { stepLoopOptions } from '../step-loop';
export { areAtWork } from './are-at-work';
export type { Named } from './are-at-work';
export { shadowPicture } from './shadow-picture';
