import { openNetworks } from '../../engine/networks';
import type { IOpenNetworks, OpenOptions } from '../../engine/networks';
import type { GoldenFolder } from './manifest';

/** The models of a folder of goldens, opened when first asked for; only the one used last stays open. */
export class GoldenModels {
  constructor(private readonly folder: GoldenFolder) {}

  /** The diffusers folder of `model`. */
  async networks(model: string): Promise<IOpenNetworks> {
    return this.open(this.folder.modelPath(model), {});
  }

  /** Any checkpoint by its path. */
  async open(path: string, options: OpenOptions): Promise<IOpenNetworks> {
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

  private current: { key: string; networks: IOpenNetworks } | null = null;
}
