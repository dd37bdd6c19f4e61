import type { SweepContext } from '../language/cell/editor';
import type { IDiffusionClient } from './tokens';

/** What there is to choose from, as the service told it. */
export type Lists = Pick<SweepContext, 'models' | 'samplers' | 'schedulers' | 'defaultModel'>;

/** Asks the service for all lists; rejects with `IDiffusionFailure`. */
export async function askLists(client: IDiffusionClient): Promise<Lists> {
  const [models, samplers, schedulers] = await Promise.all([
    client.models(),
    client.samplers(),
    client.schedulers()
  ]);
  return { models, samplers, schedulers, defaultModel: client.defaultModel };
}
