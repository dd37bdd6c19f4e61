import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { jobShownIn } from '../commands';
import { type Front, IDiffusionInFront } from '../tokens';

export const inFront: JupyterFrontEndPlugin<IDiffusionInFront> = {
  id: 'jupyterlab-diffusion:in-front',
  description: 'Provides which notebook or job is in front in the main area.',
  autoStart: true,
  provides: IDiffusionInFront,
  optional: [INotebookTracker],
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker | null): IDiffusionInFront =>
    new InFront(app.shell, notebooks)
};

class InFront implements IDiffusionInFront {
  readonly changed = new Signal<this, void>(this);

  constructor(
    private readonly shell: JupyterFrontEnd.IShell,
    private readonly notebooks: INotebookTracker | null
  ) {
    shell.currentChanged?.connect(() => this.changed.emit());
  }

  get front(): Front {
    const widget = this.shell.currentWidget;
    const notebook = this.notebooks?.find(each => each === widget);
    return {
      notebook: notebook?.context.path.split('/').pop() ?? null,
      job: jobShownIn(widget)
    };
  }
}
