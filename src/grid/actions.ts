/**
 * What can be done in the grid, and with a cell. One entry makes its button, menu item, key, line on the page of keys, command and
 * shortcut setting; see `actions/action.ts` for its parts.
 */
import { hasCode } from '../../schema/messages/has-code';
import { isRetried } from '../../schema/states';
import type { Say } from '../../schema/messages/browser';
import { actionTable, type Action, type Args } from '../actions';
import type { LayoutWord as Place } from '../../language/names/sweep-words';
import type { GridModel } from './grid-model';
import type { Motion } from './navigate';
import { progressLine } from './sentences';
import { hiddenOf, withAll, withoutValue } from './shown-values';
import { isActive, isOpen, type CellView } from './sweep-state';
import { isPictured } from './view';

export type GridTarget = { model: GridModel; cell?: CellView };
export type CellTarget = { model: GridModel; cell: CellView };

/**
 * Where keys are ours. Anywhere in the grid; with no field in focus; on the sheet; on a cell itself, not on a button in it; in the full
 * picture; wherever pictures are looked at; on a picture itself.
 */
const GRID = '.jd-Grid';
const VIEW = '.jd-Grid :focus:not(input)';
const SHEET = '.jd-Sheet :focus';
const CELL = '.jd-Cell:focus';
const FULL = '.jd-Grid.jd-mod-full :focus:not(input)';
const PICTURES = '.jd-Pictures :focus:not(input)';
const PICTURE = '.jd-Looked:focus';

const isFull = ({ model }: GridTarget): boolean => model.snapshot.view.mode === 'full';
const isSheet = (target: GridTarget): boolean => !isFull(target) && target.model.snapshot.sheet !== null;
const isAttached = ({ model }: GridTarget): boolean => model.attached;
const hasNotebook = ({ model }: GridTarget): boolean => model.options.bridge !== null;
const hasPicture = (target: CellTarget): boolean => isAttached(target) && target.cell.image !== null;
const isMarkable = (target: CellTarget): boolean => isAttached(target) && target.cell.state === 'done';
const unfinished = (target: GridTarget): boolean =>
  isAttached(target) && (target.model.snapshot.sweep?.cells.some(({ state }) => isRetried(state)) ?? false);

const to = (keys: string, motion: Motion): { keys: string; args: Args } => ({ keys, args: { to: motion } });
const along = (keys: string, axis: Place, step: 1 | -1): { keys: string; args: Args } => ({
  keys,
  args: { axis, step }
});
const MOTION = { to: { type: 'string', description: 'Which way, or to which edge.' } };

type GridPlace = 'axes' | 'bar' | 'more' | 'full-start' | 'full-end';

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
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
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
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
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
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
  },
  movePage: {
    label: say => say('move_several_rows'),
    keys: [to('PageUp', 'pageUp'), to('PageDown', 'pageDown')],
    within: CELL,
    args: MOTION,
    required: ['to'],
    when: isSheet,
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
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
    run: ({ model }, { axis, step }) => model.moveAlong(axis as Place, step as 1 | -1)
  },
  back: {
    label: say => say('back_to_grid'),
    help: say => say('leave_grid'),
    icon: 'left',
    keys: ['Escape'],
    at: ['full-start'],
    run: ({ model }) => model.goBack()
  },
  swap: {
    label: say => say('swap_columns_and_rows'),
    icon: 'swap',
    at: ['axes'],
    when: isSheet,
    run: ({ model }) => model.swap()
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
    at: ['bar'],
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
    label: (say, target) => (target && isFull(target) ? say('larger_picture') : say('larger_cells')),
    keys: ['+', '='],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.resize(1)
  },
  smaller: {
    label: (say, target) => (target && isFull(target) ? say('smaller_picture') : say('smaller_cells')),
    keys: ['-', '_'],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.resize(-1)
  },
  actualSize: {
    // The sign alone is the same in every language.
    label: (say, target) => (target && isFull(target) ? '1 : 1' : say('cells_at_actual_size')),
    hint: (say, target) => (isFull(target) ? say('actual_size') : say('cells_at_actual_size')),
    help: say => say('help_actual_size'),
    keys: ['Z'],
    within: PICTURES,
    at: ['more', 'full-end'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    on: ({ model }) => {
      const { mode, zoom, sizeBefore } = model.snapshot.view;
      return mode === 'full' ? zoom === 1 : sizeBefore !== undefined;
    },
    run: ({ model }) => model.toggleActualSize()
  },
  recipe: {
    label: say => say('recipe'),
    icon: 'list',
    keys: ['I'],
    within: FULL,
    at: ['full-end'],
    when: isFull,
    on: ({ model }) => model.snapshot.view.recipe,
    run: ({ model }) => model.toggleRecipe()
  },
  showAll: {
    label: say => say('show'),
    title: say => say('show_all_hidden'),
    icon: 'hidden',
    when: target => isSheet(target) && hidesValues(target),
    run: ({ model }) => model.showValues(shown => (model.snapshot.sweep?.axes ?? []).reduce(withAll, shown))
  },
  undo: {
    label: say => say('undo_mark'),
    keys: ['Accel Z'],
    within: VIEW,
    when: isAttached,
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
    icon: 'play',
    when: target => isAttached(target) && hasCode(target.model.snapshot.sweep?.diagnosis, 'queue_paused'),
    run: ({ model }) => model.resumeAll()
  },
  pause: {
    label: say => say('pause'),
    title: say => say('pause_this_sweep'),
    icon: 'pause',
    at: ['more'],
    group: 'job',
    when: target => isAttached(target) && isGoingOn(target) && !target.model.isPaused,
    run: ({ model }) => model.pause()
  },
  resume: {
    label: say => say('resume'),
    title: say => say('resume_this_sweep'),
    icon: 'play',
    at: ['more'],
    group: 'job',
    when: target => isAttached(target) && isGoingOn(target) && target.model.isPaused,
    run: ({ model }) => model.resume()
  },
  cancel: {
    label: say => say('cancel'),
    title: say => say('cancel_this_sweep'),
    icon: 'stop',
    when: target => isAttached(target) && target.model.snapshot.sweep !== null && isGoingOn(target),
    run: ({ model }) => model.cancel()
  },
  retry: {
    label: retryWords,
    icon: 'retry',
    when: target => unfinished(target) && !isGoingOn(target),
    run: ({ model }) => model.retry()
  },
  askAgain: {
    label: say => say('try_again'),
    title: say => say('ask_service_again'),
    icon: 'retry',
    when: ({ model }) => ['unknown', 'unreachable'].includes(model.snapshot.attachment),
    run: ({ model }) => model.askAgain()
  }
});

type CellPlace = 'cell' | 'cell-unmarkable' | 'menu' | 'marks' | 'recipe' | 'recipe-head' | 'full-end';

export const cellActions = actionTable<CellTarget, CellPlace>({
  selector: GRID,
  prefix: 'cell-',
  onDone: noteDone
})({
  open: {
    label: say => say('full_picture'),
    icon: 'zoom',
    keys: ['Enter'],
    within: CELL,
    at: ['menu'],
    when: isSheet,
    run: ({ model, cell }) => model.open(cell.id)
  },
  menu: {
    label: say => say('menu_of_cell'),
    keys: ['Shift F10', 'ContextMenu'],
    within: SHEET,
    when: isSheet,
    run: ({ model }) => model.options.host.openCellMenu()
  },
  copySeed: {
    label: say => say('copy_seed'),
    done: say => say('copied'),
    icon: 'copy',
    at: ['menu', 'recipe', 'cell-unmarkable'],
    group: 'take',
    run: ({ model, cell }) => model.handover.copySeed(cell)
  },
  copyParameters: {
    label: say => say('copy_parameters'),
    hint: say => say('copy_parameters_as_text'),
    done: say => say('copied'),
    icon: 'copy',
    at: ['menu', 'recipe-head'],
    group: 'take',
    run: ({ model, cell }) => model.handover.copyParameters(cell)
  },
  useSeed: {
    label: say => say('use_seed'),
    done: say => say('use_seed'),
    icon: 'dice',
    at: ['menu', 'recipe'],
    group: 'take',
    when: hasNotebook,
    run: ({ model, cell }) => model.handover.useSeed(cell)
  },
  beginWith: {
    label: say => say('use_as_start_picture'),
    done: say => say('use_as_start_picture'),
    at: ['menu'],
    group: 'take',
    when: target => hasNotebook(target) && hasPicture(target),
    run: ({ model, cell }) => model.handover.beginWith(cell)
  },
  insert: {
    label: say => say('insert_as_cell'),
    done: say => say('inserted'),
    icon: 'insert',
    at: ['menu', 'recipe'],
    group: 'take',
    when: hasNotebook,
    run: ({ model, cell }) => model.handover.insert(cell)
  },
  download: {
    label: say => say('download'),
    hint: say => say('download_picture'),
    title: say => say('download_picture'),
    icon: 'export',
    at: ['menu', 'recipe', 'full-end'],
    group: 'take',
    when: hasPicture,
    run: ({ model, cell }) => model.handover.download(cell)
  },
  pick: {
    label: say => say('pick'),
    icon: 'flag',
    keys: ['P'],
    within: PICTURES,
    at: ['cell', 'menu', 'marks'],
    group: 'mark',
    when: isMarkable,
    on: ({ cell }) => cell.mark.flag === 'pick',
    run: ({ model, cell }) => model.mark(cell, { flag: cell.mark.flag === 'pick' ? null : 'pick' })
  },
  reject: {
    label: say => say('reject'),
    icon: 'reject',
    keys: ['X'],
    within: PICTURES,
    at: ['cell', 'menu', 'marks'],
    group: 'mark',
    when: isMarkable,
    on: ({ cell }) => cell.mark.flag === 'reject',
    run: ({ model, cell }) => model.mark(cell, { flag: cell.mark.flag === 'reject' ? null : 'reject' })
  },
  unmark: {
    label: say => say('undecided'),
    keys: ['U'],
    within: PICTURES,
    at: ['menu'],
    group: 'mark',
    when: isMarkable,
    run: ({ model, cell }) => model.mark(cell, { flag: null })
  },
  rate: {
    label: say => say('rate_stars'),
    keys: [0, 1, 2, 3, 4, 5].map(rating => ({ keys: String(rating), args: { rating } })),
    within: PICTURES,
    required: ['rating'],
    args: { rating: { type: 'integer', minimum: 0, maximum: 5, description: '0 takes the stars away.' } },
    when: isMarkable,
    run: ({ model, cell }, { rating }) => model.mark(cell, { rating: rating === 0 ? null : Number(rating) })
  },
  hideColumn: {
    label: say => say('hide_column'),
    keys: ['H'],
    within: CELL,
    when: target => isSheet(target) && columnAxis(target) !== null,
    run: hideColumn
  },
  reference: {
    label: say => say('reference'),
    title: say => say('use_as_reference'),
    help: say => say('use_as_reference'),
    icon: 'compare',
    keys: ['R'],
    within: PICTURES,
    at: ['menu', 'full-end'],
    group: 'compare',
    when: ({ cell }) => isPictured(cell),
    on: ({ model, cell }) => model.snapshot.view.reference === cell.id,
    run: ({ model, cell }) => model.setReference(cell)
  },
  blink: {
    label: say => say('hold_to_blink'),
    help: say => say('hold_to_blink'),
    keys: ['Space'],
    within: PICTURE,
    when: ({ model }) => {
      const { reference, focus } = model.snapshot;
      return reference !== null && reference !== focus;
    },
    run: ({ model }) => model.blink(true)
  },
  draw: {
    label: (say, target) => (target?.cell.state === 'queued' ? say('draw_next') : say('draw_again')),
    title: say => say('draw_next_or_again'),
    help: say => say('draw_next_or_again'),
    keys: ['N'],
    within: PICTURES,
    at: ['menu'],
    group: 'draw',
    when: target => isNext(target) || isAgain(target),
    run: target => (isNext(target) ? target.model.drawNext(target.cell) : target.model.drawAgain(target.cell))
  },
  cancel: {
    label: say => say('cancel_this_cell'),
    keys: ['Delete'],
    within: PICTURES,
    at: ['menu'],
    group: 'draw',
    when: target => isAttached(target) && isGoingOn(target) && isOpen(target.cell),
    run: ({ model, cell }) => model.cancelCell(cell)
  },
  retry: {
    label: say => say('retry'),
    title: say => say('retry_what_failed'),
    icon: 'retry',
    at: ['menu'],
    group: 'retry',
    when: target => isAttached(target) && isRetried(target.cell.state),
    run: ({ model }) => model.retry()
  }
});

function noteDone({ id, done }: Pick<Action<never>, 'id' | 'done'>, { model }: GridTarget): void {
  model.noteDone(id, done?.(model.options.text.say) ?? '');
}

/** The axis of the columns, where one of its values can be hidden. */
function columnAxis({ model }: CellTarget): number | null {
  const { at, values } = model.snapshot.sheet!.arrangement;
  return at.x !== null && values[at.x].length > 1 ? at.x : null;
}

function hideColumn(target: CellTarget): void {
  const { model, cell } = target;
  const at = columnAxis(target);
  const axis = at === null ? undefined : model.snapshot.sweep?.axes[at];
  if (at !== null && axis) {
    model.showValues(shown => withoutValue(shown, axis, cell.index[at]));
  }
}

function hidesValues({ model }: GridTarget): boolean {
  const { sweep, view } = model.snapshot;
  return sweep?.axes.some(axis => hiddenOf(view.shown, axis).length > 0) ?? false;
}

function isNext(target: CellTarget): boolean {
  return isAttached(target) && isGoingOn(target) && target.cell.state === 'queued';
}

function isAgain(target: CellTarget): boolean {
  return hasPicture(target) && isMarkable(target) && target.cell.again?.state !== 'waiting';
}

function isGoingOn({ model }: GridTarget): boolean {
  return model.snapshot.sweep !== null && isActive(model.snapshot.sweep);
}

function retryWords(say: Say, target: GridTarget | null): string {
  const sweep = target?.model.snapshot.sweep;
  const words = sweep ? progressLine(sweep, target.model.options.text).actionLabel : '';
  return words || say('draw_the_rest');
}
