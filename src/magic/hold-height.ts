/**
 * A sweep's cell keeps its height while it runs again: Lab takes the outputs of a cell away when it is run, the new grid is there a
 * moment later, and all that stands below would jump up and down in between.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { CodeCell, type Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import { SWEEP_MIME } from '../../schema/sweep-mime';
import { holdUntilDrawn } from './hold-until-drawn';

export const holdHeight: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:hold-height',
  description: 'Keeps the height of a sweep’s cell while it runs again.',
  autoStart: true,
  activate: (_: JupyterFrontEnd): void => {
    const held = new WeakMap<Cell, () => void>();
    NotebookActions.executionScheduled.connect((_, { cell }) => {
      held.get(cell)?.();
      if (cell instanceof CodeCell && isSweep(cell)) {
        held.set(cell, holdUntilDrawn(cell.node, cell.outputArea.node));
      }
    });
    NotebookActions.executed.connect((_, { cell }) => held.get(cell)?.());
  }
};

function isSweep({ outputArea }: CodeCell): boolean {
  return outputArea.model.toJSON().some(({ data }) => SWEEP_MIME in ((data as object | undefined) ?? {}));
}
