import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { UUID } from '@lumino/coreutils';
import { cutAtWord } from '../../schema/readable';
import { jobShownIn, noteJobShown } from '../commands';
import { gridIcon } from '../icons/lab-icons';
import type { GridModel } from './grid-model';
import type { SweepGridOptions } from './grid-widget';

/** Widest a tab's title gets, in characters. */
const TITLE_MAX = 24;

/** Grids of jobs as tabs of the main area, one a job. */
export class JobTabs {
  readonly tracker = new WidgetTracker<MainAreaWidget>({ namespace: 'jupyterlab-diffusion-job' });

  constructor(
    private readonly shell: JupyterFrontEnd.IShell,
    private readonly options: SweepGridOptions
  ) {}

  /** Shows a job's tab, opened when there is none. */
  async open(id: string): Promise<void> {
    const { shell, tracker, options } = this;
    const { text } = options;
    const open = tracker.find(widget => jobShownIn(widget) === id);
    if (open) {
      shell.activateById(open.id);
      return;
    }
    const { createSweepGrid } = await import('./index');
    const content = createSweepGrid({ ...options, jobId: id });
    content.addClass('jd-GridTab');
    const widget = new MainAreaWidget({ content });
    widget.id = `jd-job-${UUID.uuid4()}`;
    noteJobShown(widget, id);
    widget.title.icon = gridIcon;
    widget.title.label = text.say('sweep');
    widget.title.closable = true;
    await tracker.add(widget);
    followJob(content.model, job => {
      noteJobShown(widget, job);
      // What is opened after a reload.
      void tracker.save(widget);
    });
    shell.add(widget, 'main');
    shell.activateById(widget.id);
    void this.nameTab(widget, id);
  }

  private async nameTab(widget: MainAreaWidget, id: string): Promise<void> {
    const job = await this.options.client.job(id).catch(() => null);
    const prompt = job?.spec.base.prompt;
    if (typeof prompt === 'string' && prompt.trim() !== '' && !widget.isDisposed) {
      widget.title.caption = prompt;
      widget.title.label = cutAtWord(prompt, TITLE_MAX);
    }
  }
}

/** Tells when a grid has gone on to another job. */
export function followJob(
  model: Pick<GridModel, 'snapshot' | 'subscribe'>,
  onJob: (id: string) => void
): void {
  let job = model.snapshot.sweep?.job ?? null;
  model.subscribe(() => {
    const now = model.snapshot.sweep?.job ?? null;
    if (now !== null && job !== null && now !== job) {
      onJob(now);
    }
    job = now ?? job;
  });
}
