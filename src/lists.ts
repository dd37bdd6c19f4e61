import type { SweepContext } from '../language/cell/editor';

/** What there is to choose from, as the service told it. */
export type Lists = Pick<SweepContext, 'models' | 'samplers' | 'schedulers' | 'defaultModel'>;
