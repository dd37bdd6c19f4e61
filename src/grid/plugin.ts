import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import { followShortcuts } from '../actions';
import { addActions } from '../actions/lab';
import { Commands, jobShownIn } from '../commands';
import {
  IDiffusionClient,
  IDiffusionCompare,
  IDiffusionJobs,
  IDiffusionText,
  INotebookBridge
} from '../tokens';
import {
  axisActions,
  cellActions,
  cullActions,
  gridActions,
  type CellTarget,
  type GridTarget
} from './actions';
import { currentGrid } from './current';
import { JobTabs } from './job-tabs';
import { viewsIn } from './kept-views-of-lab';
import { Habits } from './marks/habits';
import { gridServices } from './services';

const HABITS_ID = 'jupyterlab-diffusion:grid-habits';
const ARGS_JOB = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const;

export const grid: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:grid',
  description:
    'Connects the grids in notebook outputs to the drawing service and to the panel, and shows jobs in tabs of their own.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText],
  optional: [INotebookBridge, ICommandPalette, ILayoutRestorer, IDiffusionCompare, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    bridge: INotebookBridge | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    compare: IDiffusionCompare | null,
    state: IStateDB | null
  ): void => {
    const lab = { commands: app.commands, palette, say: text.say, category: text.say('diffusion_grid') };
    addActions(gridActions, { ...lab, context: gridInUse });
    addActions(cellActions, { ...lab, context: cellInUse });
    addActions(axisActions, { ...lab, context: gridInUse });
    addActions(cullActions, { ...lab, context: cellInUse });
    followShortcuts(app.commands);
    const services = {
      ...{ client, jobs, text, bridge, compare },
      views: state && viewsIn(state),
      habits: habitsOf(state)
    };
    gridServices.resolve(services);
    const tabs = new JobTabs(app.shell, services);
    app.commands.addCommand(Commands.openJob, {
      label: text.say('show_grid_of_sweep'),
      describedBy: { args: ARGS_JOB },
      execute: args => tabs.open(String(args.id))
    });
    void restorer?.restore(tabs.tracker, {
      command: Commands.openJob,
      args: widget => ({ id: jobShownIn(widget) }),
      name: widget => jobShownIn(widget)!
    });
  }
};

/** How grids are worked in is kept in Lab's state. */
function habitsOf(state: IStateDB | null): Habits {
  return new Habits(
    state && {
      fetch: () => state.fetch(HABITS_ID),
      save: habit => state.save(HABITS_ID, habit)
    }
  );
}

function gridInUse(): GridTarget | null {
  const model = currentGrid();
  return model && { model, cell: model.focused };
}

function cellInUse(): CellTarget | null {
  const model = currentGrid();
  return model?.focused ? { model, cell: model.focused } : null;
}
