import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { Commands } from '../commands';
import { INotebookBridge } from '../tokens';

export const bridge: JupyterFrontEndPlugin<INotebookBridge> = {
  id: 'jupyterlab-diffusion:bridge',
  description: 'Inserts sweep cells into notebooks, opens jobs and fills the panel.',
  autoStart: true,
  provides: INotebookBridge,
  optional: [INotebookTracker],
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker | null): INotebookBridge =>
    new NotebookBridge({ app, notebooks })
};

type BridgeOptions = {
  app: JupyterFrontEnd;
  notebooks: INotebookTracker | null;
};

class NotebookBridge implements INotebookBridge {
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

  cellAround(element: Element): { text: string; replace(text: string): void } | null {
    let found: { text: string; replace(text: string): void } | null = null;
    this.options.notebooks?.forEach(({ content }) => {
      const cell = content.widgets.find(({ node, model }) => model.type === 'code' && node.contains(element));
      if (cell && !found) {
        const { sharedModel } = cell.model;
        found = { text: sharedModel.getSource(), replace: text => sharedModel.setSource(text) };
      }
    });
    return found;
  }

  async openJob(id: string): Promise<void> {
    await this.options.app.commands.execute(Commands.openJob, { id });
  }

  async trustNotebook(): Promise<void> {
    await this.options.app.commands.execute('notebook:trust');
  }

  fillPanel(values: Record<string, string>): void {
    void this.options.app.commands.execute(Commands.fillPanel, { values });
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
