import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import { Commands } from '../commands';
import { folderIcon, gridIcon, insertIcon, runIcon, stopIcon } from '../icons/lab-icons';
import { SETTINGS_ID } from '../i18n/plugin';
import { IDiffusionClient, IDiffusionJobs, IDiffusionText, INotebookBridge } from '../tokens';
import { keptOf } from './keep';
import { dropMenu } from './menu';
import { PanelModel, SAMPLE_SIZE } from './model';
import type { PanelView } from './view';
import { PANEL_ID, PanelWidget } from './widget';

// Not below the namespace of the tracker of job tabs: it takes away what it doesn't know.
const STATE_KEY = 'jupyterlab-diffusion:panel';
const SAVE_MS = 500;
const RANK = 600;

export const panel: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-diffusion:panel',
  description: 'The side panel: prompt, parameters, preflight, jobs.',
  autoStart: true,
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText, INotebookBridge],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    bridge: INotebookBridge,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    registry: ISettingRegistry | null
  ): void => {
    const model = new PanelModel({ client, jobs, bridge, words: text });
    const view: PanelView = {
      model,
      client,
      words: text,
      showMenu: dropMenu,
      openSettings: () =>
        void app.commands.execute('settingeditor:open', { query: text.trans.__('Diffusion') })
    };
    const widget = new PanelWidget(view, text);
    app.shell.add(widget, 'left', { rank: RANK });
    restorer?.add(widget, PANEL_ID);
    addCommands(app, { model, text, palette });
    void followSampleSize(registry, model);
    // A panel that nobody looks at must not start the service.
    void Promise.all([keepState(app, model, state), widget.firstShown]).then(() => model.start());
  }
};

/** Brings back what was said before a reload, then keeps what is said. */
async function keepState(app: JupyterFrontEnd, model: PanelModel, state: IStateDB | null): Promise<void> {
  await app.restored;
  model.restore(keptOf(await state?.fetch(STATE_KEY).catch(() => undefined)));
  const save = new Debouncer(async () => {
    const { form, open } = model.state;
    await state?.save(STATE_KEY, { form, open } as ReadonlyJSONValue);
  }, SAVE_MS);
  let saved = model.state;
  model.subscribe(() => {
    if (model.state.form !== saved.form || model.state.open !== saved.open) {
      saved = model.state;
      void save.invoke();
    }
  });
}

async function followSampleSize(registry: ISettingRegistry | null, model: PanelModel): Promise<void> {
  const settings = await registry?.load(SETTINGS_ID).catch(() => undefined);
  const read = (): void => {
    model.sampleSize = Number(settings?.composite.sampleSize ?? SAMPLE_SIZE);
  };
  read();
  settings?.changed.connect(read, model);
}

type CommandOptions = { model: PanelModel; text: IDiffusionText; palette: ICommandPalette | null };

function addCommands(app: JupyterFrontEnd, { model, text, palette }: CommandOptions): void {
  const { trans } = text;
  const { commands, shell } = app;
  const none = { args: { type: 'object', properties: {} } } as const;
  const show = (): void => shell.activateById(PANEL_ID);
  commands.addCommand(Commands.openPanel, {
    label: trans.__('Diffusion Panel'),
    icon: gridIcon,
    describedBy: none,
    execute: show
  });
  commands.addCommand(Commands.run, {
    label: trans.__('Draw the Sweep of the Panel'),
    icon: runIcon,
    describedBy: none,
    execute: () => model.press()
  });
  commands.addCommand(Commands.insertCell, {
    label: trans.__('Insert the Panel’s Sweep as a Cell'),
    icon: insertIcon,
    describedBy: none,
    execute: () => model.insert()
  });
  commands.addCommand(Commands.loadCell, {
    label: trans.__('Load the Active Sweep Cell into the Panel'),
    icon: folderIcon,
    describedBy: none,
    execute: async () => {
      show();
      await model.loadFromCell();
    }
  });
  commands.addCommand(Commands.findParameter, {
    label: trans.__('Find a Diffusion Parameter'),
    describedBy: none,
    execute: () => {
      show();
      model.search('');
    }
  });
  commands.addCommand(Commands.cancelAll, {
    label: trans.__('Cancel All Sweeps'),
    icon: stopIcon,
    describedBy: none,
    execute: () => model.cancelAll()
  });
  commands.addCommand(Commands.fillPanel, {
    label: trans.__('Put Values into the Diffusion Panel'),
    describedBy: {
      args: { type: 'object', properties: { values: { type: 'object' } }, required: ['values'] }
    },
    execute: args => {
      show();
      model.fill(args.values as Record<string, string>);
    }
  });
  const category = trans.__('Diffusion');
  const { openPanel, run, insertCell, loadCell, findParameter, cancelAll } = Commands;
  [openPanel, run, insertCell, loadCell, findParameter, cancelAll].forEach(command =>
    palette?.addItem({ command, category })
  );
}
