import { printCell } from '../../language/cell/print-cell';
import { infotext } from '../../language/infotext/write';
import { schedulerLabel } from '../../language/names/sampler-names';
import { cutAtWord } from '../../schema/readable';
import type { CellParams, Origin } from '../../schema/wire';
import type { IDiffusionClient, IDiffusionFailure, IDiffusionText, INotebookBridge } from '../tokens';
import type { IGridHost } from './grid-host';
import type { CellView, SweepState } from './sweep-state';

export type HandoverOptions = {
  client: IDiffusionClient;
  bridge: INotebookBridge | null;
  host: IGridHost;
  text: IDiffusionText;
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

  /** Copies the picture itself, to be pasted into a document or a chat. */
  async copyPicture({ image }: CellView): Promise<boolean> {
    const { client, host, text } = this.options;
    try {
      await host.copyPicture(client.imageUrl(image ?? '', { format: 'png' }));
      return true;
    } catch {
      host.tell(text.say('copy_picture_refused'));
      return false;
    }
  }

  /** Copies A1111's infotext: the service's own, which knows the files' hashes, or ours when it can't be had. */
  async copyParameters({ image, params }: CellView): Promise<void> {
    const { client, host } = this.options;
    const recipe = this.options.attached() && image ? await client.recipe(image).catch(() => null) : null;
    const written =
      typeof recipe?.infotext === 'string'
        ? recipe.infotext
        : infotext({ params, schedulerLabel: await this.scheduleOf(params) });
    await host.copy(written);
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
    const { axes = [], origins = {} } = this.options.sweep() ?? {};
    // The values of axes are the person's, and no part of the base whose origins are known.
    const varied = axes.flatMap(({ params }) => params.map((name): [string, Origin] => [name, 'user']));
    const text = printCell(cell.params, { ...origins, ...Object.fromEntries(varied) });
    await this.options.bridge?.insertCell(text);
  }

  download(cell: CellView): void {
    const { client, host } = this.options;
    if (cell.image) {
      const what = `seed ${cell.params.seed}, ${cell.image.slice(0, 8)}`;
      host.download(
        client.imageUrl(cell.image, { format: 'png', marks: true }),
        fileName(cell.params.prompt, what)
      );
    }
  }

  /** By a request and no link: a link's language is the browser's, not Lab's. */
  async downloadSheet(): Promise<void> {
    const { client, host, sweep, text } = this.options;
    const { job, cells } = sweep() ?? { job: null, cells: [] };
    if (job) {
      const name = fileName(cells[0]?.params.prompt ?? '', `sheet ${job.slice(0, 8)}`);
      try {
        host.downloadBlob(await client.sheet(job), name);
      } catch (reason) {
        const { error } = reason as Partial<IDiffusionFailure>;
        host.tell(error?.message ?? text.say('service_silent'));
      }
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
}

/** Most characters of a prompt in the name of a file. */
const NAME_MAX = 48;

/** A file's name that people know again: what the picture shows, without what no file system takes. */
function fileName(prompt: string, what: string): string {
  const plain = prompt.replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').replace(/\s+/g, ' ');
  const words = cutAtWord(plain.trim(), NAME_MAX).replace(/^[.\s]+|[.\s]+$/g, '');
  return `${[words, what].filter(Boolean).join(', ')}.png`;
}
