/** The models, samplers and schedulers that the service offers. */
import type { IDiffusionClient } from '../tokens';
import type { Store } from '../ui/store';
import type { PanelState } from './state';

export class ListLoader {
  constructor(
    private readonly store: Store<PanelState>,
    private readonly client: IDiffusionClient
  ) {}

  get isEmpty(): boolean {
    const { models, samplers } = this.store.state.lists;
    return models.length === 0 || samplers.length === 0;
  }

  async load(): Promise<void> {
    const { client } = this;
    try {
      const [models, samplers, schedulers] = await Promise.all([
        client.models(),
        client.samplers(),
        client.schedulers()
      ]);
      this.store.set({ lists: { models, samplers, schedulers, defaultModel: client.defaultModel } });
    } catch {
      // The service line says why; the lists are asked for again when it answers.
    }
  }

  /** Looks for models in the folders again; rejects with the service's failure. */
  async scan(): Promise<void> {
    const models = await this.client.scanModels();
    this.store.set({ lists: { ...this.store.state.lists, models, defaultModel: this.client.defaultModel } });
  }
}
