import type { Say } from '../../../schema/messages/browser';
import { isRetried } from '../../../schema/states';
import { actionTable } from '../../actions';
import { letterOf, toggleCompared } from '../compare-cell';
import { withoutValue } from '../shown-values';
import { isOpen } from '../sweep-state';
import { tallyOf } from '../tally';
import { isPictured } from '../view';
import { onlyIn, whyNoPicture, whyUnmarkable, whyUnattached } from './why';
import {
  CELL,
  type CellTarget,
  GRID,
  hasNotebook,
  isAttached,
  isGoingOn,
  isSheet,
  noteDone,
  PICTURE,
  PICTURES,
  SHEET
} from './targets';

const hasPicture = (target: CellTarget): boolean => isAttached(target) && target.cell.image !== null;
const isMarkable = (target: CellTarget): boolean => isAttached(target) && target.cell.state === 'done';

type CellPlace =
  'cell' | 'cell-unmarkable' | 'menu' | 'marks' | 'recipe' | 'recipe-head' | 'full-end' | 'selected' | 'cull';

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
    why: onlyIn('grid'),
    run: ({ model, cell }) => model.open(cell.id)
  },
  menu: {
    label: say => say('menu_of_cell'),
    keys: ['Shift F10', 'ContextMenu'],
    within: SHEET,
    when: isSheet,
    why: onlyIn('grid'),
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
  copyPicture: {
    label: say => say('copy_picture'),
    done: say => say('copied'),
    icon: 'copy',
    keys: ['Accel C'],
    within: PICTURE,
    at: ['menu'],
    group: 'take',
    when: hasPicture,
    why: whyNoPicture,
    run: ({ model, cell }) => model.handover.copyPicture(cell)
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
    at: ['cell', 'menu', 'marks', 'selected', 'cull'],
    group: 'mark',
    when: isMarkable,
    why: whyUnmarkable,
    on: ({ cell }) => cell.mark.flag === 'pick',
    run: ({ model, cell }) => model.mark(cell, { flag: cell.mark.flag === 'pick' ? null : 'pick' })
  },
  reject: {
    label: say => say('reject'),
    icon: 'reject',
    keys: ['X'],
    within: PICTURES,
    at: ['cell', 'menu', 'marks', 'selected', 'cull'],
    group: 'mark',
    when: isMarkable,
    why: whyUnmarkable,
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
    why: whyUnmarkable,
    run: ({ model, cell }) => model.mark(cell, { flag: null })
  },
  rate: {
    label: say => say('rate_stars'),
    keys: [0, 1, 2, 3, 4, 5].map(rating => ({ keys: String(rating), args: { rating } })),
    within: PICTURES,
    required: ['rating'],
    args: { rating: { type: 'integer', minimum: 0, maximum: 5, description: '0 takes the stars away.' } },
    when: isMarkable,
    why: whyUnmarkable,
    run: ({ model, cell }, { rating }) => model.mark(cell, { rating: rating === 0 ? null : Number(rating) })
  },
  hideColumn: {
    label: say => say('hide_column'),
    keys: ['H'],
    within: CELL,
    when: target => isSheet(target) && columnAxis(target) !== null,
    why: (say, target) => onlyIn('grid')(say, target) || say('no_column_to_hide'),
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
    why: whyNoPicture,
    on: ({ model, cell }) => model.snapshot.view.reference === cell.id,
    run: ({ model, cell }) => model.reference.choose(cell)
  },
  compare: {
    label: say => say('compare'),
    title: say => say('compare_this'),
    hint: say => say('compare_this'),
    help: say => say('compare_this'),
    icon: 'compare',
    keys: ['C'],
    within: PICTURES,
    at: ['cell', 'menu', 'recipe'],
    group: 'compare',
    when: target => hasPicture(target) && Boolean(target.model.options.compare),
    why: whyNoPicture,
    on: ({ model, cell }) => letterOf(model, cell) !== null,
    run: ({ model, cell }) => toggleCompared(model, cell, 'cell-compare')
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
    why: (say, { model }) => say(model.snapshot.reference === null ? 'nothing_drawn_yet' : 'is_reference'),
    run: ({ model }) => model.reference.blink(true)
  },
  draw: {
    label: (say, target) => drawWords(say, target),
    title: say => say('draw_next_or_again'),
    help: say => say('draw_next_or_again'),
    keys: ['N'],
    within: PICTURES,
    at: ['menu'],
    group: 'draw',
    when: target => isNext(target) || isAgain(target) || isMissing(target),
    why: whyNotDrawn,
    run: target =>
      isNext(target)
        ? target.model.draws.next(target.cell)
        : isAgain(target)
          ? target.model.draws.again(target.cell)
          : target.model.session.retryCell(target.cell.id)
  },
  cancel: {
    label: say => say('cancel_this_cell'),
    keys: ['Delete'],
    within: PICTURES,
    at: ['menu'],
    group: 'draw',
    when: target => isAttached(target) && isGoingOn(target) && isOpen(target.cell),
    why: (say, target) => whyUnattached(say, target) || say('only_open_cells_cancelled'),
    run: ({ model, cell }) => model.session.cancelCell(cell.id)
  },
  retry: {
    label: (say, target) => (target ? say('retry_all_of_sweep', { cells: missingIn(target) }) : say('retry')),
    title: say => say('retry_what_failed'),
    hint: (say, target) => say('retry_all_of_sweep_help', { cells: missingIn(target) }),
    icon: 'retry',
    at: ['menu'],
    group: 'retry',
    // Where it is the only one that is missing, this would say the same as drawing it.
    when: target => isMissing(target) && missingIn(target) > 1,
    run: ({ model }) => model.session.retry()
  }
});

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
    model.walk.showValues(shown => withoutValue(shown, axis, cell.index[at]));
  }
}

function isNext(target: CellTarget): boolean {
  return isAttached(target) && isGoingOn(target) && target.cell.state === 'queued';
}

/** How many cells of the sweep failed or were cancelled. */
function missingIn({ model }: CellTarget): number {
  const { failed, cancelled } = tallyOf(model.snapshot.sweep?.cells ?? []);
  return failed + cancelled;
}

function isMissing(target: CellTarget): boolean {
  return isAttached(target) && isRetried(target.cell.state);
}

function drawWords(say: Say, target: CellTarget | null): string {
  switch (target?.cell.state) {
    case 'queued':
      return say('draw_next');
    case 'failed':
      return say('retry');
    case 'cancelled':
      return say('draw_this_cell');
    default:
      return say('draw_again');
  }
}

function whyNotDrawn(say: Say, target: CellTarget): string {
  const { again } = target.cell;
  if (!isAttached(target)) {
    return say('needs_service');
  }
  return again?.state === 'waiting' ? say('waits_again') : isOpen(target.cell) ? say('is_drawn_now') : '';
}

function isAgain(target: CellTarget): boolean {
  return hasPicture(target) && isMarkable(target) && target.cell.again?.state !== 'waiting';
}
