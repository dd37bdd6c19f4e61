/**
 * What can be done in the panel, and with a job, a parameter or a prompt of it. One entry makes its button, menu item, key, command and
 * shortcut setting; see `actions/action.ts` for its parts.
 */
import { parameterNamed } from '../../schema/catalogue';
import { actionTable, type Args } from '../actions';
import { isOver } from '../../schema/states';
import type { Say } from '../../schema/messages/browser';
import type { JobSummary, Priority } from '../../schema/wire';
import { sizeIn, sizeText } from '../../language/sizes/read-size';
import { ownState } from '../client/queue';
import { choosePicture } from './given-picture';
import { emptyForm, isBlank, makeAxis, SIZE, suggestedAxis } from './form';
import { choicesOf, labelOf, parameterOf, presentValue } from './shown';
import { weigh } from './prompt-edit';
import { oneValue } from './one-value';
import { runFace } from './run-face';
import type { PanelView } from './view';

export type JobTarget = { view: PanelView; job: JobSummary };
export type ParameterTarget = { view: PanelView; name: string };
export type PromptTarget = { view: PanelView; area: HTMLTextAreaElement };

const PANEL = '.jd-Panel';
const hasFaults = ({ model }: PanelView): boolean =>
  model.verdict.faults().length > 0 || model.verdict.refusedPlace() !== null;

type PanelPlace = 'head' | 'more' | 'note' | 'queue';

export const panelActions = actionTable<PanelView, PanelPlace>({ selector: PANEL, prefix: '' })({
  openPanel: {
    label: say => say('command_panel'),
    icon: 'grid',
    run: ({ show }) => show()
  },
  run: {
    label: (say, view) => (view ? runFace(view).label : say('run')),
    title: say => say('command_run'),
    icon: view => runFace(view).icon,
    keys: ['Accel Enter'],
    when: ({ model }) => !isBlank(model.state.form),
    run: ({ model }) => model.press()
  },
  showFault: {
    label: say => say('show_me'),
    title: say => say('show_what_needs_fixing'),
    when: hasFaults,
    run: ({ model }) => model.showFault()
  },
  insertCell: {
    label: say => say('insert_as_cell'),
    title: say => say('command_insert_cell'),
    icon: 'insert',
    keys: ['Accel Shift Enter'],
    when: ({ model }) =>
      !isBlank(model.state.form) && model.verdict.faults().length === 0 && !model.verdict.isRefused,
    run: ({ model }) => model.runs.insert()
  },
  loadCell: {
    label: say => say('load_from_cell'),
    title: say => say('command_load_cell'),
    icon: 'folder',
    at: ['head'],
    run: ({ model, show }) => {
      show();
      return model.intake.loadFromCell();
    }
  },
  readPicture: {
    label: say => say('settings_from_picture'),
    title: say => say('command_read_picture'),
    icon: 'folder',
    at: ['more'],
    run: ({ show, model }) => {
      show();
      choosePicture(given => void model.offers.open(given));
    }
  },
  findParameter: {
    label: say => say('find_parameter'),
    title: say => say('command_find_parameter'),
    icon: 'search',
    keys: ['Alt /'],
    on: ({ model }) => model.state.search !== null,
    run: ({ model, show }) => {
      show();
      model.search(model.state.search === null ? '' : null);
    }
  },
  clearForm: {
    label: say => say('clear_form'),
    at: ['more'],
    run: ({ model, words }) => model.replace(emptyForm, words.say('form_is_clear'))
  },
  showExamples: {
    label: say => say('show_examples'),
    at: ['more'],
    run: ({ model, show }) => {
      show();
      model.showExamples();
    }
  },
  scanModels: {
    label: say => say('scan_models'),
    at: ['more'],
    run: ({ model }) => model.scanModels()
  },
  settings: {
    label: say => say('settings'),
    title: say => say('diffusion_settings'),
    at: ['more'],
    group: 'settings',
    run: ({ openSettings }) => openSettings()
  },
  report: {
    label: say => say('save_report'),
    title: say => say('command_report'),
    at: ['more'],
    group: 'settings',
    run: ({ saveReport }) => saveReport()
  },
  undo: {
    label: say => say('undo'),
    title: say => say('bring_back_form'),
    icon: 'undo',
    at: ['note'],
    when: ({ model }) => Boolean(model.state.note?.undo),
    run: ({ model }) => model.undo()
  },
  reuseSeed: {
    label: say => say('reuse_a_seed'),
    hint: (say, { model }) => {
      const last = model.jobs.lastSeed();
      return last === null ? say('no_last_seed') : say('reuse_last_seed', { seed: last });
    },
    icon: 'reuse',
    when: ({ model }) => model.jobs.lastSeed() !== null,
    run: ({ model }) => model.reuseSeed()
  },
  pauseAll: {
    label: say => say('pause_all'),
    title: say => say('command_pause_all'),
    icon: 'pause',
    at: ['queue'],
    when: ({ model }) => !model.state.paused,
    run: ({ model }) => model.jobs.pauseAll(true)
  },
  resumeAll: {
    label: say => say('resume_all'),
    title: say => say('command_resume_all'),
    icon: 'play',
    at: ['queue'],
    when: ({ model }) => model.state.paused,
    run: ({ model }) => model.jobs.pauseAll(false)
  },
  cancelAll: {
    label: say => say('command_cancel_all'),
    icon: 'stop',
    run: view => cancelAll(view, view.words.say('command_cancel_all'))
  },
  fillPanel: {
    label: say => say('command_fill'),
    required: ['values'],
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

const isAlone = ({ view, job }: JobTarget): boolean =>
  view.model.state.jobs.every(({ id, state }) => id === job.id || isOver(state));

/** Where it can't pass the one next to it, moving it says why not, and what does it. */
const isMovable = (target: JobTarget): boolean => isGoingOn(target) && !isAlone(target);

/** The entry by which a job gets a priority. */
function priorityEntry(priority: Priority, code: 'priority_high' | 'priority_normal' | 'priority_low') {
  return {
    label: (say: Say) => say(code),
    at: ['menu'],
    group: 'priority',
    args: JOB,
    when: isGoingOn,
    on: ({ job }: JobTarget) => job.priority === priority,
    run: ({ view, job }: JobTarget) => view.model.jobs.setPriority(job.id, priority)
  } as const;
}

type JobPlace = 'row' | 'menu';

export const jobActions = actionTable<JobTarget, JobPlace>({ selector: '.jd-Job:focus', prefix: 'job-' })({
  pause: {
    label: say => say('pause'),
    icon: 'pause',
    at: ['row', 'menu'],
    args: JOB,
    when: target => isGoingOn(target) && ownState(target.job) !== 'paused',
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'pause')
  },
  resume: {
    label: say => say('resume'),
    icon: 'play',
    at: ['row', 'menu'],
    args: JOB,
    // What all wait for isn't this job's to end.
    when: ({ job }) => ownState(job) === 'paused',
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'resume')
  },
  open: {
    label: say => say('open'),
    icon: 'right',
    keys: ['Enter'],
    at: ['menu'],
    args: JOB,
    run: ({ view, job }) => view.model.jobs.open(job.id)
  },
  load: {
    label: say => say('load_into_form'),
    at: ['menu'],
    args: JOB,
    when: ({ job }) => Boolean(job.text),
    run: ({ view, job }) => view.model.intake.loadText(job.text ?? '', view.words.say('loaded_from_job'))
  },
  first: priorityEntry('high', 'priority_high'),
  normal: priorityEntry('normal', 'priority_normal'),
  later: priorityEntry('low', 'priority_low'),
  up: {
    label: say => say('move_up'),
    keys: ['Alt ArrowUp'],
    within: GOING_ON,
    at: ['menu'],
    group: 'place',
    args: JOB,
    when: isMovable,
    run: ({ view, job }) => view.model.jobs.move(job, -1)
  },
  down: {
    label: say => say('move_down'),
    keys: ['Alt ArrowDown'],
    within: GOING_ON,
    at: ['menu'],
    group: 'place',
    args: JOB,
    when: isMovable,
    run: ({ view, job }) => view.model.jobs.move(job, 1)
  },
  cancel: {
    label: say => say('cancel'),
    icon: 'close',
    keys: ['Delete'],
    within: GOING_ON,
    at: ['row', 'menu'],
    group: 'end',
    args: JOB,
    when: isGoingOn,
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'cancel')
  },
  cancelOthers: {
    label: say => say('cancel_all_others'),
    at: ['menu'],
    group: 'end',
    args: JOB,
    when: target => isGoingOn(target) && !isAlone(target),
    run: ({ view, job }) => cancelAll(view, view.words.say('cancel_all_others'), job.id)
  },
  retry: {
    label: (say, target) => {
      if (!target) {
        return say('draw_the_rest');
      }
      const failed = target.job.progress.cells_failed;
      return failed > 0 && failed === missing(target)
        ? say('retry_failed_cells', { cells: failed })
        : say('draw_missing_cells', { cells: missing(target) });
    },
    icon: 'retry',
    at: ['menu'],
    args: JOB,
    when: target => !isGoingOn(target) && missing(target) > 0,
    run: ({ view, job }) => view.model.jobs.tell(job.id, 'retry')
  },
  forget: {
    label: say => say('forget'),
    keys: ['Delete'],
    within: OVER,
    at: ['menu'],
    group: 'end',
    args: JOB,
    when: target => !isGoingOn(target),
    run: ({ view, job }) => forget(view, job)
  }
});

/** Ends all jobs but one, those of other notebooks and pages too: so it is asked first. */
async function cancelAll(view: PanelView, title: string, except?: string): Promise<void> {
  const ended = view.model.state.jobs.filter(({ id, state }) => id !== except && !isOver(state));
  const cells = ended.reduce((sum, { progress }) => sum + progress.cells_total - progress.cells_done, 0);
  const body = view.words.say('cancels_jobs', { jobs: ended.length, cells });
  if (ended.length === 0 || (await view.confirm({ title, body, yes: title }))) {
    await view.model.jobs.cancelAll(except);
  }
}

/** Takes a job out of the list, and with it the pictures that no other shows: so it is asked first. */
async function forget(
  { model, words: { say }, confirm }: PanelView,
  { id, progress }: JobSummary
): Promise<void> {
  const title = say('forget');
  if (await confirm({ title, body: say('forgets_cells', { cells: progress.cells_done }), yes: title })) {
    await model.jobs.forget(id);
  }
}

const NAME = { name: { type: 'string', description: 'The parameter; the one in focus when left out.' } };

export const parameterActions = actionTable<ParameterTarget, never>({
  selector: '.jd-Param',
  prefix: 'parameter-'
})({
  makeAxis: {
    label: (say, target) =>
      say('make_axis', { name: target ? labelOf(target.name, target.view.words) : say('the_parameter') }),
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
    label: say => say('back_to_one_value'),
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
    label: say => say('lower_weight'),
    hint: say => say('lower_weight_at_caret'),
    icon: 'remove',
    keys: ['Accel ArrowDown', { keys: 'Accel Shift ArrowDown', args: { fine: true } }],
    args: FINE,
    run: ({ view, area }, args) => weigh(view.model, area, -stepOf(args))
  },
  raiseWeight: {
    label: say => say('raise_weight'),
    hint: say => say('raise_weight_at_caret'),
    icon: 'add',
    keys: ['Accel ArrowUp', { keys: 'Accel Shift ArrowUp', args: { fine: true } }],
    args: FINE,
    run: ({ view, area }, args) => weigh(view.model, area, stepOf(args))
  }
});
