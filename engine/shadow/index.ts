/** What the service may know of drawing without a network: what a sweep costs, and which samplers there are. Loads no native code. */
export { samplerEntries, schedulerEntries } from '../sampling';
export { countEvaluations } from './count-evaluations';
export type { Evaluations, ModelTraits, PricedCell } from './count-evaluations';
export { hashOf, mix, numbersOf } from './hash';
export { shadowPicture } from './shadow-picture';
