/** The sweep room: a cell's text or a spec becomes cells, and cells become a plan. It draws nothing and knows no store. */
export { expandSweep } from './expand';
export { parseSweep } from './parse';
export { planSweep } from './plan';
export { printSweep } from './print';
export type * from './types';
export { finalSize } from './final-size';
