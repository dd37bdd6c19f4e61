import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, MainAreaWidget } from '@jupyterlab/apputils';
import { IStateDB } from '@jupyterlab/statedb';
import type { ReadonlyJSONValue } from '@lumino/coreutils';
import { Debouncer } from '@lumino/polling';
import { commandOf, followShortcuts } from '../actions';
import { UNMARKED } from '../../schema/unmarked';
import { addActions } from '../actions/lab';
import { IDiffusionClient, IDiffusionCompare, IDiffusionJobs, IDiffusionText } from '../tokens';
import { compareActions, type CompareTarget } from './actions';
import { CompareModel } from './compare-model';
import { CompareDesk, COMPARE_ID } from './desk';
import { fileGiven } from './given';
import { Intake } from './intake';
import { keptOf, toKeep } from './keep';
import { pageDesk, pageHost } from './page-host';
import { placedAt, type Tray } from './tray';

// Not below the namespace of the tracker: it takes away what it doesn't know.
const STATE_KEY = 'jupyterlab-diffusion:compare';
const SAVE_MS = 500;
/** Below this width there is no room for pictures beside a notebook. */
const BESIDE_PX = 1100;

export const compare: JupyterFrontEndPlugin<IDiffusionCompare> = {
  id: 'jupyterlab-diffusion:compare',
  description: 'Holds up to nine pictures of any sweeps against one another, in one panel for all notebooks.',
  autoStart: true,
  provides: IDiffusionCompare,
  requires: [IDiffusionClient, IDiffusionJobs, IDiffusionText],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    client: IDiffusionClient,
    jobs: IDiffusionJobs,
    text: IDiffusionText,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null
  ): IDiffusionCompare => {
    const model = new CompareModel({ client, text, host: pageHost, desk: pageDesk() });
    const intake = new Intake({ model, client, text, addressOf: picture => URL.createObjectURL(picture) });
    const target: CompareTarget = { model, open: () => desk.open() };
    const desk: CompareDesk = new CompareDesk({
      model,
      intake,
      make: async () => {
        // Only who compares needs it.
        const { CompareWidget } = await import('./widget');
        const content = new CompareWidget({
          context: { model, say: text.say, target, choose: () => chooseFiles(intake) },
          text,
          take: given => void intake.take(given),
          readFile: fileReader(app)
        });
        const widget = new MainAreaWidget({ content });
        widget.title.label = text.say('compare');
        return widget;
      },
      place: widget => app.shell.add(widget, 'main', { mode: isWide() ? 'split-right' : 'split-bottom' }),
      activate: id => app.shell.activateById(id)
    });
    addActions(compareActions, {
      commands: app.commands,
      palette,
      say: text.say,
      category: text.say('compare_category'),
      context: () => target
    });
    followShortcuts(app.commands);
    jobs.changed.connect((_, { marked }) => marked && model.noteMark(marked.cell, marked.mark ?? UNMARKED));
    client.changed.connect(() => client.reachable && model.askAgain());
    const restored = keepState({ model, intake, text, state });
    void restorer?.restore(desk.tracker, {
      command: commandOf(compareActions.open),
      name: () => COMPARE_ID,
      when: restored
    });
    return desk;
  }
};

/** Whether the main area has room for the panel at the right of what is in it. */
function isWide(): boolean {
  return (document.getElementById('jp-main-dock-panel')?.clientWidth ?? BESIDE_PX) >= BESIDE_PX;
}

type KeepOptions = { model: CompareModel; intake: Intake; text: IDiffusionText; state: IStateDB | null };

/** Brings back what was compared before a reload, then keeps what is. */
async function keepState({ model, intake, text, state }: KeepOptions): Promise<void> {
  const { pictures, files, view } = keptOf(await state?.fetch(STATE_KEY).catch(() => undefined));
  const tray = pictures.reduce<Tray>(
    (before, { letter, ...picture }) => placedAt(before, intake.stored(picture), letter),
    []
  );
  if (model.state.tray.length === 0) {
    model.restore(tray, view);
    if (files.length > 0) {
      model.say(text.say('compare_not_kept', { names: files }), true);
    }
  }
  const save = new Debouncer(async () => {
    await state?.save(STATE_KEY, toKeep(model.state) as unknown as ReadonlyJSONValue);
  }, SAVE_MS);
  let saved = JSON.stringify(toKeep(model.state));
  model.store.subscribe(() => {
    const now = JSON.stringify(toKeep(model.state));
    if (now !== saved) {
      saved = now;
      void save.invoke();
    }
  });
}

/** Lets a person choose pictures among their files. */
function chooseFiles(intake: Intake): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = 'image/png,image/jpeg,image/webp';
  input.onchange = () => void intake.take([...(input.files ?? [])].map(fileGiven));
  input.click();
}

/** Reads files of Lab's file browser, whatever keeps them. */
function fileReader({ serviceManager: { contents } }: JupyterFrontEnd): (path: string) => Promise<Blob> {
  return async path => {
    const file = await contents.get(path, { type: 'file', format: 'base64', content: true });
    const bytes = Uint8Array.from(atob(String(file.content)), letter => letter.charCodeAt(0));
    return new Blob([bytes], { type: file.mimetype });
  };
}
