/** What is done with axes and views as a whole: flipping, sizes that follow from the room, and changes of the sweep itself. */
import { actionTable } from '../../actions';
import { onlyIn } from './why';
import { GRID, type GridTarget, FULL, isFull, isSheet, noteDone, PICTURES } from './targets';

type AxisPlace = 'more' | 'cell-menu' | 'change';

const isFlip = ({ model }: GridTarget): boolean => model.snapshot.view.mode === 'flip';
const hasAxes = ({ model }: GridTarget): boolean =>
  model.snapshot.sheet !== null && (model.snapshot.sweep?.axes.length ?? 0) > 0;

export const axisActions = actionTable<GridTarget, AxisPlace>({
  selector: GRID,
  prefix: 'axes-',
  onDone: noteDone
})({
  flip: {
    label: say => say('flip'),
    hint: say => say('flip_view'),
    title: say => say('flip_view'),
    help: say => say('flip_view'),
    icon: 'flip',
    keys: ['L'],
    within: PICTURES,
    when: target => hasAxes(target) && !isFlip(target),
    why: (say, target) => (hasAxes(target) ? '' : say('needs_axes')),
    run: ({ model }) => model.openFlip()
  },
  grid: {
    label: say => say('grid'),
    hint: say => say('grid_view'),
    title: say => say('grid_view'),
    help: say => say('grid_view'),
    icon: 'grid',
    keys: ['G'],
    within: PICTURES,
    when: isFull,
    why: onlyIn('full'),
    run: ({ model }) => model.back()
  },
  play: {
    label: say => say('play'),
    help: say => say('play_or_pause'),
    title: say => say('play_or_pause'),
    icon: 'play',
    keys: ['K'],
    within: FULL,
    when: target => isFlip(target) && !target.model.flip.isStill,
    why: (say, target) => onlyIn('flip')(say, target) || say('page_is_still'),
    run: ({ model }) => {
      const { sweep, sheet, flip } = model.snapshot;
      const { at, pinned } = sheet!.arrangement;
      const first = at.x ?? at.y ?? at.xx ?? at.yy ?? pinned[0]?.axis;
      const axis = flip.playing ?? sweep?.axes[first]?.id;
      if (axis !== undefined) {
        model.flip.toggle(axis);
      }
    }
  },
  fitWidth: {
    label: say => say('fit_width'),
    at: ['more'],
    when: isSheet,
    on: ({ model }) => model.snapshot.view.fitWidth && model.snapshot.view.size === null,
    run: ({ model }) => model.sizing.fitWidth()
  },
  overlay: {
    label: say => say('overlay'),
    title: say => say('overlay_help'),
    at: ['more'],
    when: target => isSheet(target) && hasAxes(target),
    on: ({ model }) => model.snapshot.view.overlay,
    run: ({ model }) => model.toggleOverlay()
  },
  refine: {
    label: say => say('refine_here'),
    at: ['cell-menu'],
    when: ({ model, cell }) => cell !== undefined && model.edits.canRefine(cell),
    run: ({ model, cell }) => cell && model.edits.refine(cell, `[data-cell="${CSS.escape(cell.id)}"]`)
  },
  putIntoCell: {
    label: say => say('put_into_cell'),
    at: ['change'],
    when: ({ model }) => model.snapshot.edits.last?.cell === 'behind',
    run: ({ model }) => model.edits.changes.putIntoCell()
  },
  undoChange: {
    label: say => say('undo'),
    title: say => say('undo_change'),
    hint: say => say('undo_change'),
    at: ['change'],
    when: ({ model }) => model.edits.changes.canUndo,
    run: ({ model }) => model.edits.changes.undo()
  }
});
