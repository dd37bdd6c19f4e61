import type { IDiffusionClient, INotebookBridge } from '../tokens';
import { cellText, infotext } from './cell-text';
import type { IGridHost } from './grid-model';
import type { CellView, SweepState } from './sweep-state';

export type HandoverOptions = {
  client: IDiffusionClient;
  bridge: INotebookBridge | null;
  host: IGridHost;
  sweep(): SweepState | null;
  /** Whether the service knows the job. */
  attached(): boolean;
};

/** What a person takes along from the grid: to the clipboard, the disk, the notebook, the panel, a tab. Promises end when it is there. */
export class Handover {
  constructor(private readonly options: HandoverOptions) {}

  copySeed(cell: CellView): Promise<void> {
    return this.options.host.copy(String(cell.params.seed));
  }

  /** Copies A1111's infotext: the service's own, which knows the model's hash, or ours when it can't be had. */
  async copyParameters(cell: CellView): Promise<void> {
    let own = infotext(cell.params);
    if (this.options.attached() && cell.image) {
      const recipe = await this.options.client.recipe(cell.image).catch(() => null);
      own = typeof recipe?.infotext === 'string' ? recipe.infotext : own;
    }
    await this.options.host.copy(own);
  }

  copySweepText(): Promise<void> {
    return this.options.host.copy(this.options.sweep()?.text ?? '');
  }

  useSeed(cell: CellView): void {
    this.options.bridge?.fillPanel({ seed: String(cell.params.seed) });
  }

  beginWith(cell: CellView): void {
    if (cell.image) {
      this.options.bridge?.fillPanel({ init_image: cell.image });
    }
  }

  async insert(cell: CellView): Promise<void> {
    const text = cellText(cell.params, this.options.sweep()?.origins ?? {});
    await this.options.bridge?.insertCell(text);
  }

  download(cell: CellView): void {
    const { client, host } = this.options;
    if (cell.image) {
      const name = `${cell.params.seed}-${cell.image.slice(0, 8)}.png`;
      host.download(client.imageUrl(cell.image, { format: 'png' }), name);
    }
  }

  downloadSheet(): void {
    const { client, host, sweep } = this.options;
    const job = sweep()?.job;
    if (job) {
      host.download(client.sheetUrl(job), `sweep-${job.slice(0, 8)}.png`);
    }
  }

  openInTab(): void {
    const job = this.options.sweep()?.job;
    if (job) {
      void this.options.bridge?.openJob(job);
    }
  }
}
