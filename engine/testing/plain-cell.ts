import type { CellParams } from '../../schema/wire';

/** A cell that says nothing special, four steps of Euler at 64×64 pixels. */
export const plainCell: CellParams = {
  prompt: 'a cat',
  negative_prompt: '',
  model: 'm',
  seed: 1,
  subseed: 0,
  subseed_strength: 0,
  steps: 4,
  cfg_scale: 7,
  sampler: 'Euler',
  scheduler: 'automatic',
  width: 64,
  height: 64,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
};
