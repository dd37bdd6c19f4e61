import { isRetried } from '../../../schema/states';
import type { Say } from '../../../schema/messages/browser';
import type { LayoutWord as Place } from '../../../language/names/sweep-words';
import { actionTable, type Args } from '../../actions';
import type { Motion } from '../navigate';
import { progressLine } from '../sentences';
import { onlyIn, whyUnattached } from './why';
import { hiddenOf, withAll } from '../shown-values';
import {
  CELL,
  FULL,
  GRID,
  type GridTarget,
  hasNotebook,
  isAttached,
  isFull,
  isGoingOn,
  isSheet,
  noteDone,
  PICTURES,
  to,
  VIEW
} from './targets';

const along = (keys: string, axis: Place, step: 1 | -1): { keys: string; args: Args } => ({
  keys,
  args: { axis, step }
});
const MOTION = { to: { type: 'string', description: 'Which way, or to which edge.' } };

type GridPlace = 'axes' | 'bar' | 'more' | 'full-start' | 'full-end' | 'cull-start';

export const gridActions = actionTable<GridTarget, GridPlace>({
  selector: GRID,
  prefix: 'grid-',
  onDone: noteDone
})({
  move: {
    label: say => say('move_to_next_cell'),
    keys: [to('ArrowLeft', 'left'), to('ArrowRight', 'right'), to('ArrowUp', 'up'), to('ArrowDown', 'down')],
    within: CELL,
    args: MOTION,
    required: ['to'],
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }, args) => model.walk.moveFocus(args.to as Motion)
  },
  moveFar: {
    label: say => say('move_to_edge'),
    keys: [
      to('Accel ArrowLeft', 'leftmost'),
      to('Accel ArrowRight', 'rightmost'),
      to('Accel ArrowUp', 'top'),
      to('Accel ArrowDown', 'bottom')
    ],
    within: CELL,
    args: MOTION,
    required: ['to'],
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }, args) => model.walk.moveFocus(args.to as Motion)
  },
  moveToEnd: {
    label: say => say('move_to_ends'),
    keys: [
      to('Home', 'leftmost'),
      to('End', 'rightmost'),
      to('Accel Home', 'top'),
      to('Accel End', 'bottom')
    ],
    within: CELL,
    args: MOTION,
    required: ['to'],
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }, args) => model.walk.moveFocus(args.to as Motion)
  },
  movePage: {
    label: say => say('move_several_rows'),
    keys: [to('PageUp', 'pageUp'), to('PageDown', 'pageDown')],
    within: CELL,
    args: MOTION,
    required: ['to'],
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }, args) => model.walk.moveFocus(args.to as Motion)
  },
  moveAlong: {
    label: say => say('move_along_axes'),
    keys: [
      along('ArrowLeft', 'x', -1),
      along('ArrowRight', 'x', 1),
      along('ArrowUp', 'y', -1),
      along('ArrowDown', 'y', 1),
      along('Shift ArrowLeft', 'xx', -1),
      along('Shift ArrowRight', 'xx', 1),
      along('Shift ArrowUp', 'yy', -1),
      along('Shift ArrowDown', 'yy', 1)
    ],
    within: FULL,
    required: ['axis', 'step'],
    args: {
      axis: { type: 'string', enum: ['x', 'y', 'xx', 'yy'] },
      step: { type: 'integer', enum: [1, -1] }
    },
    when: isFull,
    why: onlyIn('full'),
    run: ({ model }, { axis, step }) => model.walk.moveAlong(axis as Place, step as 1 | -1)
  },
  back: {
    label: say => say('back_to_grid'),
    help: say => say('leave_grid'),
    icon: 'left',
    keys: ['Escape'],
    at: ['full-start', 'cull-start'],
    run: ({ model }) => model.goBack()
  },
  swap: {
    label: say => say('swap_columns_and_rows'),
    icon: 'swap',
    at: ['axes'],
    when: isSheet,
    run: ({ model }) => model.placing.swap()
  },
  compare: {
    label: (say, target) => {
      const count = target?.model.options.compare?.count ?? 0;
      return count > 0 ? say('compare_count', { count }) : say('compare');
    },
    title: say => say('compare_open'),
    hint: say => say('compare_open'),
    help: say => say('compare_open'),
    icon: 'compare',
    keys: ['Shift C'],
    within: VIEW,
    at: ['bar', 'full-end'],
    when: ({ model }) => (model.options.compare?.count ?? 0) > 0,
    why: say => say('nothing_compared_yet'),
    run: ({ model }) => model.options.compare?.open()
  },
  copyText: {
    label: say => say('copy'),
    title: say => say('copy_sweep_text'),
    hint: say => say('copy_sweep_text'),
    done: say => say('copied'),
    icon: 'copy',
    at: ['bar'],
    when: ({ model }) => Boolean(model.snapshot.sweep?.text),
    run: ({ model }) => model.handover.copySweepText()
  },
  contactSheet: {
    label: say => say('contact_sheet'),
    hint: say => say('download_contact_sheet'),
    icon: 'export',
    at: ['bar', 'more'],
    when: target => isSheet(target) && isAttached(target),
    run: ({ model }) => model.handover.downloadSheet()
  },
  openTab: {
    label: say => say('open_in_tab'),
    at: ['more'],
    when: target => hasNotebook(target) && Boolean(target.model.snapshot.sweep?.job),
    run: ({ model }) => model.handover.openInTab()
  },
  larger: {
    label: (say, target) => (target && !isSheet(target) ? say('larger_picture') : say('larger_cells')),
    keys: ['+', '='],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.sizing.resize(1)
  },
  smaller: {
    label: (say, target) => (target && !isSheet(target) ? say('smaller_picture') : say('smaller_cells')),
    keys: ['-', '_'],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.sizing.resize(-1)
  },
  actualSize: {
    // The sign alone is the same in every language.
    label: (say, target) => (target && !isSheet(target) ? '1 : 1' : say('cells_at_actual_size')),
    hint: (say, target) => (isSheet(target) ? say('cells_at_actual_size') : say('actual_size')),
    help: say => say('help_actual_size'),
    keys: ['Z'],
    within: PICTURES,
    at: ['more', 'full-end'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    on: ({ model }) => {
      const { mode, zoom, sizeBefore } = model.snapshot.view;
      return mode === 'grid' ? sizeBefore !== undefined : zoom === 1;
    },
    run: ({ model }) => model.sizing.toggleActualSize()
  },
  recipe: {
    label: say => say('recipe'),
    icon: 'list',
    keys: ['I'],
    within: FULL,
    at: ['full-end'],
    when: ({ model }) => model.snapshot.view.mode === 'full',
    why: onlyIn('full'),
    on: ({ model }) => model.snapshot.view.recipe,
    run: ({ model }) => model.toggleRecipe()
  },
  showAll: {
    label: say => say('show'),
    title: say => say('show_all_hidden'),
    icon: 'hidden',
    when: target => isSheet(target) && hidesValues(target),
    run: ({ model }) =>
      model.walk.showValues(shown => (model.snapshot.sweep?.axes ?? []).reduce(withAll, shown))
  },
  undo: {
    label: say => say('undo_mark'),
    keys: ['Accel Z'],
    within: VIEW,
    when: isAttached,
    why: whyUnattached,
    run: ({ model }) => model.undo()
  },
  help: {
    label: say => say('keys'),
    keys: ['?'],
    at: ['more'],
    group: 'help',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.toggleHelp()
  },
  resumeAll: {
    label: say => say('resume_all'),
    title: say => say('command_resume_all'),
    hint: say => say('resume_all_help'),
    icon: 'play',
    when: target => isAttached(target) && target.model.held.state.all,
    run: ({ model }) => model.session.resumeAll()
  },
  pause: {
    label: say => say('pause'),
    title: say => say('pause_this_sweep'),
    hint: say => say('pause_this_sweep'),
    icon: 'pause',
    at: ['more'],
    group: 'job',
    when: target => isAttached(target) && isGoingOn(target) && !target.model.held.state.own,
    run: ({ model }) => model.session.pause()
  },
  resume: {
    label: say => say('resume'),
    title: say => say('resume_this_sweep'),
    hint: say => say('resume_this_sweep'),
    icon: 'play',
    at: ['more'],
    group: 'job',
    when: target => isAttached(target) && isGoingOn(target) && target.model.held.state.own,
    run: ({ model }) => model.session.resume()
  },
  cancel: {
    label: say => say('cancel'),
    title: say => say('cancel_this_sweep'),
    hint: say => say('cancel_this_sweep'),
    icon: 'stop',
    when: target => isAttached(target) && target.model.snapshot.sweep !== null && isGoingOn(target),
    run: ({ model }) => model.session.cancel()
  },
  retry: {
    label: retryWords,
    icon: 'retry',
    when: target => unfinished(target) && !isGoingOn(target),
    run: ({ model }) => model.session.retry()
  },
  trust: {
    label: say => say('trust_notebook'),
    icon: 'ok',
    when: target => hasNotebook(target) && target.model.snapshot.attachment === 'untrusted',
    run: ({ model }) => model.options.bridge?.trustNotebook()
  },
  askAgain: {
    label: say => say('try_again'),
    title: say => say('ask_service_again'),
    icon: 'retry',
    when: ({ model }) => ['unknown', 'unreachable'].includes(model.snapshot.attachment),
    run: ({ model }) => model.session.askAgain()
  }
});

function unfinished(target: GridTarget): boolean {
  return (
    isAttached(target) && (target.model.snapshot.sweep?.cells.some(({ state }) => isRetried(state)) ?? false)
  );
}

function hidesValues({ model }: GridTarget): boolean {
  const { sweep, view } = model.snapshot;
  return sweep?.axes.some(axis => hiddenOf(view.shown, axis).length > 0) ?? false;
}

function retryWords(say: Say, target: GridTarget | null): string {
  const sweep = target?.model.snapshot.sweep;
  const words = sweep ? progressLine(sweep, target.model.options.text).actionLabel : '';
  return words || say('draw_the_rest');
}
