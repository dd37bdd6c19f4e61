import type { Fault } from '../../schema/fault';

/** Takes what is wrong with one value, so that the rest can be read. */
export type PassOver = (fault: Fault) => void;

/** Passes nothing over. */
export const refuse: PassOver = fault => {
  throw fault;
};
