import { type CellParams, coreDefaults } from '../../schema/catalogue';

/** A cell that says nothing special, four steps of Euler at 64×64 pixels. */
export const plainCell: CellParams = {
  ...coreDefaults,
  prompt: 'a cat',
  model: 'm',
  seed: 1,
  subseed: 0,
  steps: 4,
  sampler: 'Euler',
  width: 64,
  height: 64
};
