/** The models, samplers and schedulers that the service offers. */
import { askLists } from '../lists';
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
    try {
      this.store.set({ lists: await askLists(this.client) });
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
