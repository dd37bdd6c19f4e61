import type { Mark } from './wire';

/** The mark of a picture of which nobody has said anything. */
export const UNMARKED: Mark = { rating: null, flag: null, tags: [] };
