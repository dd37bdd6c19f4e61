import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IDiffusionClient, IDiffusionText, INotebookBridge } from '../tokens';
import { gridServices } from './services';

export const grid: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:grid',
  description: 'Connects the grids in notebook outputs to the drawing service and to the panel.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionText],
  optional: [INotebookBridge],
  activate: (
    _app: JupyterFrontEnd,
    client: IDiffusionClient,
    text: IDiffusionText,
    bridge: INotebookBridge | null
  ): void => gridServices.resolve({ client, text, bridge })
};
