import type { IDiffusionClient, IDiffusionText, INotebookBridge } from '../tokens';
import { printCell } from '../../language/cell/print-cell';
import { infotext } from '../../language/infotext/write';
import { schedulerLabel } from '../../language/names/sampler-names';
import type { CellParams, Origin } from '../../schema/wire';
import type { IGridHost } from './grid-model';
import type { CellView, SweepState } from './sweep-state';

export type CellActionsOptions = {
  client: IDiffusionClient;
  text: IDiffusionText;
  bridge: INotebookBridge | null;
  host: IGridHost;
  sweep(): SweepState | null;
  /** Whether the service knows the job. */
  attached(): boolean;
  /** Told what was done, by the name its button knows, and in words. */
  onDone(what: string, words: string): void;
};

/** What a person takes along from the grid: to the clipboard, the disk, the notebook, the panel, a tab. */
export class CellActions {
  constructor(private readonly options: CellActionsOptions) {}

  copySeed(cell: CellView): void {
    void this.copy('seed', String(cell.params.seed));
  }

  /** Copies A1111's infotext: the service's own, which knows the files' hashes, or ours when it can't be had. */
  async copyParameters({ image, params }: CellView): Promise<void> {
    const { client } = this.options;
    const recipe = this.options.attached() && image ? await client.recipe(image).catch(() => null) : null;
    const written =
      typeof recipe?.infotext === 'string'
        ? recipe.infotext
        : infotext({ params, schedulerLabel: await this.scheduleOf(params) });
    await this.copy('parameters', written);
  }

  copySweepText(): void {
    void this.copy('sweep', this.options.sweep()?.text ?? '');
  }

  useSeed(cell: CellView): void {
    this.options.bridge?.fillPanel({ seed: String(cell.params.seed) });
    this.options.onDone('used', this.options.text.trans.__('Use seed'));
  }

  beginWith(cell: CellView): void {
    if (cell.image) {
      this.options.bridge?.fillPanel({ init_image: cell.image });
      this.options.onDone('used', this.options.text.trans.__('Use as start picture'));
    }
  }

  insert(cell: CellView): void {
    const { axes = [], origins = {} } = this.options.sweep() ?? {};
    // The values of axes are the person's, and no part of the base whose origins are known.
    const varied = axes.flatMap(({ params }) => params.map((name): [string, Origin] => [name, 'user']));
    const text = printCell(cell.params, { ...origins, ...Object.fromEntries(varied) });
    const words = this.options.text.trans.__('Inserted');
    void this.options.bridge?.insertCell(text).then(() => this.options.onDone('inserted', words));
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

  /** The label of a cell's schedule, where the service is at hand to tell it. */
  private async scheduleOf(params: CellParams): Promise<string | undefined> {
    if (!this.options.attached()) {
      return undefined;
    }
    const { client } = this.options;
    const lists = Promise.all([client.samplers(), client.schedulers()]);
    return lists
      .then(([samplers, schedulers]) => schedulerLabel(params, { samplers, schedulers }))
      .catch(() => undefined);
  }

  private async copy(what: string, text: string): Promise<void> {
    await this.options.host.copy(text);
    this.options.onDone(what, this.options.text.trans.__('Copied'));
  }
}
