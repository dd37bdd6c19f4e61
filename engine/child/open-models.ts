import type { CheckpointFile } from '../pipeline';
import type { OpenModel } from './open-model';
import { fitPreviewMap } from './preview';
import type { PreviewMap } from './preview';
import { Fault } from '../../schema/fault';

type Opened = OpenModel & {
  file: CheckpointFile;
  /** By the path of the VAE, '' for the checkpoint's own. */
  maps: Map<string, Promise<PreviewMap | null>>;
};

export type OpenModelsOptions = {
  open(path: string): Promise<OpenModel>;
  /** Told before a checkpoint is opened. */
  opening(file: CheckpointFile): void;
};

/** The checkpoints that are open: one, or a base and its refiner where memory has room for both. */
export class OpenModels {
  constructor(private readonly options: OpenModelsOptions) {}

  /** A checkpoint that is open already. */
  get(path: string): Opened | undefined {
    return this.opened.get(path);
  }

  /** The paths of all that is open. */
  get paths(): string[] {
    return [...this.opened.keys()];
  }

  /**
   * Opens a checkpoint unless it is open. Those that are not `beside` it are closed before, and those too where there is no room
   * otherwise.
   */
  async ensure(file: CheckpointFile, beside: readonly string[] = []): Promise<Opened> {
    const known = this.opened.get(file.path);
    if (known) {
      return known;
    }
    await this.closeBut(beside);
    this.options.opening(file);
    try {
      return await this.open(file);
    } catch (error) {
      if (this.opened.size === 0 || !(error instanceof Fault && error.code === 'out_of_memory')) {
        throw error;
      }
      await this.closeBut([]);
      return this.open(file);
    }
  }

  /** Closes what is open but for these paths. */
  async closeBut(paths: readonly string[]): Promise<void> {
    for (const [path, { networks }] of this.opened) {
      if (!paths.includes(path)) {
        this.opened.delete(path);
        await networks.dispose();
      }
    }
  }

  /** The preview map of a VAE; null where the decoder failed to fit one, which its pictures will tell better than we can. */
  previewMap({ networks, maps }: Opened, vae: string | undefined): Promise<PreviewMap | null> {
    const key = vae ?? '';
    const map = maps.get(key) ?? fitPreviewMap(networks, vae ? { vae } : undefined).catch(() => null);
    maps.set(key, map);
    return map;
  }

  private async open(file: CheckpointFile): Promise<Opened> {
    const opened = { file, maps: new Map(), ...(await this.options.open(file.path)) };
    this.opened.set(file.path, opened);
    return opened;
  }

  private readonly opened = new Map<string, Opened>();
}
