import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import { UPLOAD_MAX_MB } from '../../schema/limits';
import { followShortcuts } from '../actions';
import { addActions } from '../actions/lab';
import { SETTINGS_ID } from '../i18n/plugin';
import {
  IDiffusionClient,
  IDiffusionInFront,
  IDiffusionJobs,
  IDiffusionText,
  INotebookBridge
} from '../tokens';
import { openMenu } from '../ui';
import { jobActions, panelActions, parameterActions, promptActions } from './actions';
import { isTooLarge } from './given-picture';
import { keptOf } from './keep';
import { launcherCard } from './launcher-card';
import { PanelModel } from './model';
import { SAMPLE_SIZE } from './runs';
import { saveReport } from './save-report';
import { jobTarget, parameterTarget, promptTarget } from './targets';
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
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText, INotebookBridge, IDiffusionInFront],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB, ISettingRegistry, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    bridge: INotebookBridge,
    inFront: IDiffusionInFront,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    registry: ISettingRegistry | null,
    launcher: ILauncher | null
  ): void => {
    const model = new PanelModel({ client, jobs, bridge, words: text });
    const view: PanelView = {
      model,
      client,
      words: text,
      showMenu: openMenu,
      inFront,
      confirm: question => confirmed(question, text),
      show: () => app.shell.activateById(PANEL_ID),
      openSettings: () => void app.commands.execute('settingeditor:open', { query: text.say('diffusion') }),
      saveReport: () =>
        saveReport(client, { fail: reason => showErrorMessage(text.say('report_failed'), reason.message) })
    };
    const widget = new PanelWidget(view, text, { client, readFile: fileReader(app, text) });
    app.shell.add(widget, 'left', { rank: RANK });
    restorer?.add(widget, PANEL_ID);
    const lab = { commands: app.commands, palette, say: text.say, category: text.say('palette_category') };
    addActions(panelActions, { ...lab, context: () => view });
    addActions(jobActions, { ...lab, context: args => jobTarget(view, args) });
    addActions(parameterActions, { ...lab, context: args => parameterTarget(view, args) });
    addActions(promptActions, { ...lab, context: () => promptTarget(view) });
    launcher?.add(launcherCard(text));
    followShortcuts(app.commands);
    void followSampleSize(registry, model);
    // A panel that nobody looks at must not start the service.
    void Promise.all([keepState(app, model, state), widget.firstShown]).then(() => model.start());
  }
};

/** Lab's own dialog. The word of its other button isn't "Cancel", which is what some of these questions are about. */
async function confirmed(
  { title, body, yes }: Parameters<PanelView['confirm']>[0],
  { say }: IDiffusionText
): Promise<boolean> {
  const buttons = [Dialog.cancelButton({ label: say('leave_as_it_is') }), Dialog.warnButton({ label: yes })];
  // A menu that this was chosen from gives the focus back when it has closed; the dialog gives it back to whatever has it now.
  await new Promise(resolve => setTimeout(resolve));
  // Who presses Enter without reading changes nothing.
  return (await showDialog({ title, body, buttons, defaultButton: 0 })).button.accept;
}

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

/** Reads files of Lab's file browser, whatever keeps them. */
function fileReader(
  { serviceManager: { contents } }: JupyterFrontEnd,
  { say }: IDiffusionText
): (path: string) => Promise<Blob> {
  return async path => {
    const { size = 0 } = await contents.get(path, { content: false });
    if (isTooLarge({ size })) {
      throw new Error(say('picture_too_large', { limit: UPLOAD_MAX_MB }));
    }
    const file = await contents.get(path, { type: 'file', format: 'base64', content: true });
    const bytes = Uint8Array.from(atob(String(file.content)), letter => letter.charCodeAt(0));
    return new Blob([bytes], { type: file.mimetype });
  };
}

async function followSampleSize(registry: ISettingRegistry | null, model: PanelModel): Promise<void> {
  const settings = await registry?.load(SETTINGS_ID).catch(() => undefined);
  const read = (): void => {
    model.runs.sampleSize = Number(settings?.composite.sampleSize ?? SAMPLE_SIZE);
  };
  read();
  settings?.changed.connect(read, model);
}
