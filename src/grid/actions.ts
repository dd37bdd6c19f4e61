/**
 * What can be done in the grid, and with a cell. One entry makes its button, menu item, key, line on the page of keys, command and
 * shortcut setting; see `actions/action.ts` for its parts.
 */
import { isRetried } from '../../schema/states';
import type { TranslationBundle } from '@jupyterlab/translation';
import { actionTable, type Action, type Args } from '../actions';
import type { LayoutWord as Place } from '../../language/names/sweep-words';
import type { GridModel } from './grid-model';
import type { Motion } from './navigate';
import { progressLine } from './sentences';
import { isActive, type CellView } from './sweep-state';

export type GridTarget = { model: GridModel; cell?: CellView };
export type CellTarget = { model: GridModel; cell: CellView };

/**
 * Where keys are ours. Anywhere in the grid; with no field in focus; on the sheet; on a cell itself, not on a button in it; in the full
 * picture; wherever pictures are looked at.
 */
const GRID = '.jd-Grid';
const VIEW = '.jd-Grid :focus:not(input)';
const SHEET = '.jd-Sheet :focus';
const CELL = '.jd-Cell:focus';
const FULL = '.jd-Grid.jd-mod-full :focus:not(input)';
const PICTURES = '.jd-Pictures :focus:not(input)';

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
    label: trans => trans.__('Move to the next cell'),
    keys: [to('ArrowLeft', 'left'), to('ArrowRight', 'right'), to('ArrowUp', 'up'), to('ArrowDown', 'down')],
    within: CELL,
    args: MOTION,
    when: isSheet,
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
  },
  moveFar: {
    label: trans => trans.__('To the edge'),
    keys: [
      to('Accel ArrowLeft', 'leftmost'),
      to('Accel ArrowRight', 'rightmost'),
      to('Accel ArrowUp', 'top'),
      to('Accel ArrowDown', 'bottom')
    ],
    within: CELL,
    args: MOTION,
    when: isSheet,
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
  },
  moveToEnd: {
    label: trans => trans.__('To the ends of the row and the column'),
    keys: [
      to('Home', 'leftmost'),
      to('End', 'rightmost'),
      to('Accel Home', 'top'),
      to('Accel End', 'bottom')
    ],
    within: CELL,
    args: MOTION,
    when: isSheet,
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
  },
  movePage: {
    label: trans => trans.__('Several rows up or down'),
    keys: [to('PageUp', 'pageUp'), to('PageDown', 'pageDown')],
    within: CELL,
    args: MOTION,
    when: isSheet,
    run: ({ model }, args) => model.moveFocus(args.to as Motion)
  },
  moveAlong: {
    label: trans => trans.__('Along the axes'),
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
    args: {
      axis: { type: 'string', enum: ['x', 'y', 'xx', 'yy'] },
      step: { type: 'integer', enum: [1, -1] }
    },
    when: isFull,
    run: ({ model }, { axis, step }) => model.moveAlong(axis as Place, step as 1 | -1)
  },
  back: {
    label: trans => trans.__('Back to grid'),
    help: trans => trans.__('Back to the grid, then to the notebook'),
    icon: 'left',
    keys: ['Escape'],
    at: ['full-start'],
    run: ({ model }) => model.goBack()
  },
  swap: {
    label: trans => trans.__('Swap columns and rows'),
    icon: 'swap',
    at: ['axes'],
    when: isSheet,
    run: ({ model }) => model.swap()
  },
  copyText: {
    label: trans => trans.__('Copy'),
    title: trans => trans.__('Copy the text of this sweep'),
    hint: trans => trans.__('Copy the text of this sweep'),
    done: trans => trans.__('Copied'),
    icon: 'copy',
    at: ['bar'],
    when: ({ model }) => Boolean(model.snapshot.sweep?.text),
    run: ({ model }) => model.handover.copySweepText()
  },
  contactSheet: {
    label: trans => trans.__('Contact sheet'),
    hint: trans => trans.__('Download the contact sheet: all pictures with their labels'),
    icon: 'export',
    at: ['bar'],
    when: target => isSheet(target) && isAttached(target),
    run: ({ model }) => model.handover.downloadSheet()
  },
  openTab: {
    label: trans => trans.__('Open in a tab of its own'),
    at: ['more'],
    when: target => hasNotebook(target) && Boolean(target.model.snapshot.sweep?.job),
    run: ({ model }) => model.handover.openInTab()
  },
  larger: {
    label: (trans, target) =>
      target && isFull(target) ? trans.__('Larger picture') : trans.__('Larger cells'),
    keys: ['+', '='],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.resize(1)
  },
  smaller: {
    label: (trans, target) =>
      target && isFull(target) ? trans.__('Smaller picture') : trans.__('Smaller cells'),
    keys: ['-', '_'],
    within: VIEW,
    at: ['more'],
    group: 'size',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.resize(-1)
  },
  actualSize: {
    // The sign alone is the same in every language.
    label: (trans, target) => (target && isFull(target) ? '1 : 1' : trans.__('All cells 1 : 1')),
    hint: (trans, target) => (isFull(target) ? trans.__('Actual size') : trans.__('All cells 1 : 1')),
    help: trans => trans.__('1 : 1 and back'),
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
    label: trans => trans.__('Recipe'),
    icon: 'list',
    keys: ['I'],
    within: FULL,
    at: ['full-end'],
    when: isFull,
    on: ({ model }) => model.snapshot.view.recipe,
    run: ({ model }) => model.toggleRecipe()
  },
  undo: {
    label: trans => trans.__('Undo a mark'),
    keys: ['Accel Z'],
    within: VIEW,
    when: isAttached,
    run: ({ model }) => model.undo()
  },
  help: {
    label: trans => trans.__('Keys'),
    keys: ['?'],
    at: ['more'],
    group: 'help',
    when: ({ model }) => model.snapshot.sheet !== null,
    run: ({ model }) => model.toggleHelp()
  },
  cancel: {
    label: trans => trans.__('Cancel'),
    title: trans => trans.__('Cancel this sweep'),
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
    label: trans => trans.__('Try again'),
    title: trans => trans.__('Ask the service for this sweep again'),
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
    label: trans => trans.__('Full picture'),
    icon: 'zoom',
    keys: ['Enter'],
    within: CELL,
    at: ['menu'],
    when: isSheet,
    run: ({ model, cell }) => model.open(cell.id)
  },
  menu: {
    label: trans => trans.__('Menu of the cell'),
    keys: ['Shift F10', 'ContextMenu'],
    within: SHEET,
    when: isSheet,
    run: ({ model }) => model.options.host.openCellMenu()
  },
  copySeed: {
    label: trans => trans.__('Copy seed'),
    done: trans => trans.__('Copied'),
    icon: 'copy',
    at: ['menu', 'recipe', 'cell-unmarkable'],
    group: 'take',
    run: ({ model, cell }) => model.handover.copySeed(cell)
  },
  copyParameters: {
    label: trans => trans.__('Copy parameters'),
    hint: trans => trans.__('Copy parameters as text'),
    done: trans => trans.__('Copied'),
    icon: 'copy',
    at: ['menu', 'recipe-head'],
    group: 'take',
    run: ({ model, cell }) => model.handover.copyParameters(cell)
  },
  useSeed: {
    label: trans => trans.__('Use seed'),
    done: trans => trans.__('Use seed'),
    icon: 'dice',
    at: ['menu', 'recipe'],
    group: 'take',
    when: hasNotebook,
    run: ({ model, cell }) => model.handover.useSeed(cell)
  },
  beginWith: {
    label: trans => trans.__('Use as start picture'),
    done: trans => trans.__('Use as start picture'),
    at: ['menu'],
    group: 'take',
    when: target => hasNotebook(target) && hasPicture(target),
    run: ({ model, cell }) => model.handover.beginWith(cell)
  },
  insert: {
    label: trans => trans.__('Insert as cell'),
    done: trans => trans.__('Inserted'),
    icon: 'insert',
    at: ['menu', 'recipe'],
    group: 'take',
    when: hasNotebook,
    run: ({ model, cell }) => model.handover.insert(cell)
  },
  download: {
    label: trans => trans.__('Download'),
    hint: trans => trans.__('Download picture'),
    title: trans => trans.__('Download picture'),
    icon: 'export',
    at: ['menu', 'recipe', 'full-end'],
    group: 'take',
    when: hasPicture,
    run: ({ model, cell }) => model.handover.download(cell)
  },
  pick: {
    label: trans => trans.__('Pick'),
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
    label: trans => trans.__('Reject'),
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
    label: trans => trans.__('Undecided'),
    keys: ['U'],
    within: PICTURES,
    at: ['menu'],
    group: 'mark',
    when: isMarkable,
    run: ({ model, cell }) => model.mark(cell, { flag: null })
  },
  rate: {
    label: trans => trans.__('Stars'),
    keys: [0, 1, 2, 3, 4, 5].map(rating => ({ keys: String(rating), args: { rating } })),
    within: PICTURES,
    args: { rating: { type: 'integer', minimum: 0, maximum: 5, description: '0 takes the stars away.' } },
    when: isMarkable,
    run: ({ model, cell }, { rating }) => model.mark(cell, { rating: rating === 0 ? null : Number(rating) })
  },
  retry: {
    label: trans => trans.__('Retry'),
    title: trans => trans.__('Retry failed cells'),
    icon: 'retry',
    at: ['menu'],
    group: 'retry',
    when: target => isAttached(target) && isRetried(target.cell.state),
    run: ({ model }) => model.retry()
  }
});

function noteDone({ id, done }: Pick<Action<never>, 'id' | 'done'>, { model }: GridTarget): void {
  model.noteDone(id, done?.(model.options.text.trans) ?? '');
}

function isGoingOn({ model }: GridTarget): boolean {
  return model.snapshot.sweep !== null && isActive(model.snapshot.sweep);
}

function retryWords(trans: TranslationBundle, target: GridTarget | null): string {
  const sweep = target?.model.snapshot.sweep;
  const words = sweep ? progressLine(sweep, target.model.options.text).actionLabel : '';
  return words || trans.__('Draw the rest');
}
