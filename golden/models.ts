import { openNetworks } from '../engine/sessions/networks';
import type { OpenOptions } from '../engine/sessions/networks';
import type { INetworks } from '../engine/types';
import type { GoldenFolder } from './manifest';

/** The models of a folder of goldens, opened when first asked for; only the one used last stays open. */
export class GoldenModels {
  constructor(private readonly folder: GoldenFolder) {}

  /** The diffusers folder of `model`. */
  async networks(model: string): Promise<INetworks> {
    return this.open(this.folder.modelPath(model), {});
  }

  /** Any checkpoint by its path. */
  async open(path: string, options: OpenOptions): Promise<INetworks> {
    const key = JSON.stringify([path, options]);
    if (this.current?.key !== key) {
      await this.close();
      this.current = { key, networks: await openNetworks(path, options) };
    }
    return this.current.networks;
  }

  async close(): Promise<void> {
    const { current } = this;
    this.current = null;
    await current?.networks.dispose();
  }

  private current: { key: string; networks: INetworks } | null = null;
}
