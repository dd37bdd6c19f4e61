/**
 * What can be done in the panel, and with a job, a parameter or a prompt of it. One entry makes its button, menu item, key, command and
 * shortcut setting; see `actions/action.ts` for its parts.
 */
import { parameterNamed } from '../../schema/catalogue';
import { actionTable, type Args } from '../actions';
import { isOver } from '../../schema/states';
import type { JobSummary } from '../../schema/wire';
import { sizeIn, sizeText } from '../../language/sizes/read-size';
import { emptyForm, isBlank, makeAxis, SIZE, suggestedAxis } from './form';
import { choicesOf, parameterOf, presentValue } from './shown';
import { weigh } from './prompt-edit';
import { oneValue } from './one-value';
import { runFace } from './run-face';
import type { PanelView } from './view';

export type JobTarget = { view: PanelView; job: JobSummary };
export type ParameterTarget = { view: PanelView; name: string };
export type PromptTarget = { view: PanelView; area: HTMLTextAreaElement };

const PANEL = '.jd-Panel';
const hasFaults = ({ model }: PanelView): boolean =>
  model.faults().length > 0 || model.refusedPlace() !== null;

type PanelPlace = 'head' | 'more' | 'note';

export const panelActions = actionTable<PanelView, PanelPlace>({ selector: PANEL, prefix: '' })({
  openPanel: {
    label: trans => trans.__('Diffusion Panel'),
    icon: 'grid',
    run: ({ show }) => show()
  },
  run: {
    label: (trans, view) => (view ? runFace(view).label : trans.__('Run')),
    title: trans => trans.__('Draw the Sweep of the Panel'),
    icon: view => runFace(view).icon,
    keys: ['Accel Enter'],
    when: ({ model }) => !isBlank(model.state.form),
    run: ({ model }) => model.press()
  },
  showFault: {
    label: trans => trans.__('Show me'),
    title: trans => trans.__('Show What the Panel Needs Fixed'),
    when: hasFaults,
    run: ({ model }) => model.showFault()
  },
  insertCell: {
    label: trans => trans.__('Insert as cell'),
    title: trans => trans.__('Insert the Panel’s Sweep as a Cell'),
    icon: 'insert',
    keys: ['Accel Shift Enter'],
    when: ({ model }) => !isBlank(model.state.form) && model.faults().length === 0 && !model.isRefused,
    run: ({ model }) => model.runs.insert()
  },
  loadCell: {
    label: trans => trans.__('Load from cell'),
    title: trans => trans.__('Load the Active Sweep Cell into the Panel'),
    icon: 'folder',
    at: ['head'],
    run: ({ model, show }) => {
      show();
      return model.loadFromCell();
    }
  },
  findParameter: {
    label: trans => trans.__('Find a parameter'),
    title: trans => trans.__('Find a Diffusion Parameter'),
    icon: 'search',
    keys: ['Alt /'],
    on: ({ model }) => model.state.search !== null,
    run: ({ model, show }) => {
      show();
      model.search(model.state.search === null ? '' : null);
    }
  },
  clearForm: {
    label: trans => trans.__('Clear the form'),
    at: ['more'],
    run: ({ model, words }) => model.replace(emptyForm, words.trans.__('The form is clear.'))
  },
  showExamples: {
    label: trans => trans.__('Show examples'),
    at: ['more'],
    run: ({ model, show }) => {
      show();
      model.showExamples();
    }
  },
  scanModels: {
    label: trans => trans.__('Look for models again'),
    at: ['more'],
    run: ({ model }) => model.scanModels()
  },
  settings: {
    label: trans => trans.__('Settings'),
    title: trans => trans.__('Diffusion Settings'),
    at: ['more'],
    group: 'settings',
    run: ({ openSettings }) => openSettings()
  },
  undo: {
    label: trans => trans.__('Undo'),
    title: trans => trans.__('Bring Back the Form before the Last Change'),
    icon: 'undo',
    at: ['note'],
    when: ({ model }) => Boolean(model.state.note?.undo),
    run: ({ model }) => model.undo()
  },
  reuseSeed: {
    label: trans => trans.__('Reuse the last seed'),
    hint: (trans, { model }) => {
      const last = model.jobs.lastSeed();
      return last === null
        ? trans.__('Reuse the last seed: no sweep was run yet')
        : trans.__('Reuse the last seed, %1', last);
    },
    icon: 'reuse',
    when: ({ model }) => model.jobs.lastSeed() !== null,
    run: ({ model }) => model.reuseSeed()
  },
  cancelAll: {
    label: trans => trans.__('Cancel All Sweeps'),
    icon: 'stop',
    run: ({ model }) => model.jobs.cancelAll()
  },
  fillPanel: {
    label: trans => trans.__('Put Values into the Diffusion Panel'),
    args: { values: { type: 'object', description: 'Texts of fields, by the names of parameters.' } },
    run: ({ model, show }, { values }) => {
      show();
      model.fill(values as Record<string, string>);
    }
  }
});

const isGoingOn = ({ job }: JobTarget): boolean => !isOver(job.state);
const missing = ({ job }: JobTarget): number => job.progress.cells_total - job.progress.cells_done;
const JOB = { job: { type: 'string', description: 'The id of the job; the one in focus when left out.' } };
const GOING_ON = '.jd-Job.jd-mod-open:focus';
const OVER = '.jd-Job.jd-mod-over:focus';

type JobPlace = 'row' | 'menu';

export const jobActions = actionTable<JobTarget, JobPlace>({ selector: '.jd-Job:focus', prefix: 'job-' })({
  pause: {
    label: trans => trans.__('Pause'),
    icon: 'pause',
    at: ['row'],
    args: JOB,
    when: target => isGoingOn(target) && target.job.state !== 'paused',
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'pause')
  },
  resume: {
    label: trans => trans.__('Resume'),
    icon: 'play',
    at: ['row'],
    args: JOB,
    when: ({ job }) => job.state === 'paused',
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'resume')
  },
  cancel: {
    label: trans => trans.__('Cancel'),
    icon: 'close',
    keys: ['Delete'],
    within: GOING_ON,
    at: ['row'],
    args: JOB,
    when: isGoingOn,
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'cancel')
  },
  open: {
    label: trans => trans.__('Open'),
    icon: 'right',
    keys: ['Enter'],
    at: ['menu'],
    args: JOB,
    run: ({ view, job }) => view.model.jobs.open(job.id)
  },
  load: {
    label: trans => trans.__('Load into the form'),
    at: ['menu'],
    args: JOB,
    when: ({ job }) => Boolean(job.text),
    run: ({ view, job }) => view.model.loadText(job.text ?? '', view.words.trans.__('Loaded from the job.'))
  },
  retry: {
    label: (trans, target) => {
      const failed = target?.job.progress.cells_failed ?? 0;
      return failed > 0
        ? trans._n('Retry %1 failed cell', 'Retry %1 failed cells', failed)
        : trans._n('Draw the missing cell', 'Draw the %1 missing cells', target ? missing(target) : 2);
    },
    icon: 'retry',
    at: ['menu'],
    args: JOB,
    when: target => !isGoingOn(target) && missing(target) > 0,
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'retry')
  },
  forget: {
    label: trans => trans.__('Forget'),
    keys: ['Delete'],
    within: OVER,
    at: ['menu'],
    group: 'end',
    args: JOB,
    when: target => !isGoingOn(target),
    run: ({ view, job }) => view.model.jobs.forget(job.id)
  }
});

const NAME = { name: { type: 'string', description: 'The parameter; the one in focus when left out.' } };

export const parameterActions = actionTable<ParameterTarget, never>({
  selector: '.jd-Param',
  prefix: 'parameter-'
})({
  makeAxis: {
    label: (trans, target) =>
      trans.__('Make %1 an axis', target ? nameOf(target) : trans.__('the parameter')),
    icon: 'axis',
    keys: ['Alt A'],
    args: NAME,
    when: ({ name }) => {
      const parameter = parameterOf(name);
      return parameter?.axis === true && parameter.kind !== 'image';
    },
    run: ({ view: { model }, name }) => {
      const { form, lists } = model.state;
      const parameter = parameterOf(name) ?? parameterNamed('steps');
      const present = presentValue(name, form, model.lastPlan, lists);
      const size = name === SIZE ? sizeIn(present) : null;
      const suggestion = (): string => suggestedAxis(parameter, present, choicesOf(parameter, lists, form));
      const text = size ? sizeText(...size) : name === SIZE ? present : suggestion();
      model.edit(makeAxis(form, name, text));
      model.focusOn(name);
    }
  },
  backToOne: {
    label: trans => trans.__('Back to one value'),
    icon: 'close',
    keys: ['Alt A'],
    within: '.jd-Axis',
    args: NAME,
    run: ({ view: { model }, name }) => {
      model.edit(oneValue(model, name));
      model.focusOn(name);
    }
  }
});

const STEP = 0.1;
const FINE_STEP = 0.05;
const FINE = { fine: { type: 'boolean', description: 'Half a step.' } };
const stepOf = ({ fine }: Args): number => (fine === true ? FINE_STEP : STEP);

export const promptActions = actionTable<PromptTarget, never>({
  selector: '.jd-Prompt-text',
  prefix: 'prompt-'
})({
  lowerWeight: {
    label: trans => trans.__('Lower the weight'),
    hint: trans => trans.__('Lower the weight of the words at the caret'),
    icon: 'remove',
    keys: ['Accel ArrowDown', { keys: 'Accel Shift ArrowDown', args: { fine: true } }],
    args: FINE,
    run: ({ view, area }, args) => weigh(view.model, area, -stepOf(args))
  },
  raiseWeight: {
    label: trans => trans.__('Raise the weight'),
    hint: trans => trans.__('Raise the weight of the words at the caret'),
    icon: 'add',
    keys: ['Accel ArrowUp', { keys: 'Accel Shift ArrowUp', args: { fine: true } }],
    args: FINE,
    run: ({ view, area }, args) => weigh(view.model, area, stepOf(args))
  }
});

function nameOf({ view, name }: ParameterTarget): string {
  const { trans, language } = view.words;
  return name === SIZE ? trans.__('Size') : (parameterOf(name)?.label[language] ?? name);
}
