import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { followShortcuts } from '../actions';
import { addActions } from '../actions/lab';
import { IDiffusionClient, IDiffusionText, INotebookBridge } from '../tokens';
import { cellActions, gridActions, type CellTarget, type GridTarget } from './actions';
import { currentGrid } from './current';
import { gridServices } from './services';

export const grid: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:grid',
  description: 'Connects the grids in notebook outputs to the drawing service and to the panel.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionText],
  optional: [INotebookBridge, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    text: IDiffusionText,
    bridge: INotebookBridge | null,
    palette: ICommandPalette | null
  ): void => {
    const lab = { commands: app.commands, palette, trans: text.trans };
    addActions(gridActions, { ...lab, context: gridInUse });
    addActions(cellActions, { ...lab, context: cellInUse });
    followShortcuts(app.commands);
    gridServices.resolve({ client, text, bridge });
  }
};

function gridInUse(): GridTarget | null {
  const model = currentGrid();
  return model && { model, cell: model.focused };
}

function cellInUse(): CellTarget | null {
  const model = currentGrid();
  return model?.focused ? { model, cell: model.focused } : null;
}
