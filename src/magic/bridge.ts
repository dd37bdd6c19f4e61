import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { Commands } from '../commands';
import { gridIcon } from '../icons/lab-icons';
import { IDiffusionClient, IDiffusionText, INotebookBridge } from '../tokens';

const ARGS_JOB = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const;

/** Widest a tab's title gets, in characters. */
const TITLE_MAX = 24;

export const bridge: JupyterFrontEndPlugin<INotebookBridge> = {
  id: 'jupyterlab-diffusion:bridge',
  description: 'Inserts sweep cells into notebooks and opens jobs in the main area.',
  autoStart: true,
  provides: INotebookBridge,
  requires: [IDiffusionClient, IDiffusionText],
  optional: [INotebookTracker, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    text: IDiffusionText,
    notebooks: INotebookTracker | null,
    restorer: ILayoutRestorer | null
  ): INotebookBridge => {
    const made = new NotebookBridge({ app, client, text, notebooks });
    app.commands.addCommand(Commands.openJob, {
      label: text.trans.__('Show the Grid of a Sweep'),
      describedBy: { args: ARGS_JOB },
      execute: args => made.openJob(String(args.id))
    });
    void restorer?.restore(made.tabs, {
      command: Commands.openJob,
      args: widget => ({ id: jobOf(widget) }),
      name: jobOf
    });
    return made;
  }
};

type BridgeOptions = {
  app: JupyterFrontEnd;
  client: IDiffusionClient;
  text: IDiffusionText;
  notebooks: INotebookTracker | null;
};

class NotebookBridge implements INotebookBridge {
  readonly tabs = new WidgetTracker<MainAreaWidget>({ namespace: 'jupyterlab-diffusion-job' });

  constructor(private readonly options: BridgeOptions) {}

  async insertCell(text: string): Promise<void> {
    const { app } = this.options;
    const panel = this.options.notebooks?.currentWidget ?? (await this.newNotebook());
    if (!panel) {
      return;
    }
    await panel.context.ready;
    await panel.revealed;
    app.shell.activateById(panel.id);
    const { content } = panel;
    const isEmpty =
      content.activeCell?.model.type === 'code' && content.activeCell.model.sharedModel.source.trim() === '';
    if (!isEmpty) {
      NotebookActions.insertBelow(content);
    }
    content.activeCell?.model.sharedModel.setSource(text);
    content.deselectAll();
    await content.scrollToItem(content.activeCellIndex, 'smart');
  }

  activeCellText(): string | null {
    return this.options.notebooks?.activeCell?.model.sharedModel.getSource() ?? null;
  }

  async openJob(id: string): Promise<void> {
    const { app, client, text } = this.options;
    const open = this.tabs.find(widget => jobOf(widget) === id);
    if (open) {
      app.shell.activateById(open.id);
      return;
    }
    const { createSweepGrid } = await import('../grid');
    const content = createSweepGrid({ client, text, bridge: this, jobId: id });
    content.addClass('jd-GridTab');
    const widget = new MainAreaWidget({ content });
    widget.id = tabId(id);
    widget.title.icon = gridIcon;
    widget.title.label = text.trans.__('Sweep');
    widget.title.closable = true;
    await this.tabs.add(widget);
    app.shell.add(widget, 'main');
    app.shell.activateById(widget.id);
    void this.nameTab(widget, id);
  }

  fillPanel(values: Record<string, string>): void {
    void this.options.app.commands.execute(Commands.fillPanel, { values });
  }

  private async nameTab(widget: MainAreaWidget, id: string): Promise<void> {
    const job = await this.options.client.job(id).catch(() => null);
    const prompt = job?.spec.base.prompt;
    if (typeof prompt === 'string' && prompt.trim() !== '' && !widget.isDisposed) {
      widget.title.caption = prompt;
      widget.title.label = prompt.length > TITLE_MAX ? `${prompt.slice(0, TITLE_MAX - 1)}…` : prompt;
    }
  }

  /** A fresh notebook with the default kernel, so that no dialog asks for one. */
  private async newNotebook(): Promise<NotebookPanel | null> {
    const { app, notebooks } = this.options;
    await app.serviceManager.kernelspecs.ready;
    const kernelName = app.serviceManager.kernelspecs.specs?.default;
    await app.commands.execute('notebook:create-new', { kernelName });
    return notebooks?.currentWidget ?? null;
  }
}

const PREFIX = 'jd-job-';

function tabId(job: string): string {
  return PREFIX + job;
}

function jobOf(widget: { id: string }): string {
  return widget.id.slice(PREFIX.length);
}
