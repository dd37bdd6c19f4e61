import { actionTable, type Args } from '../../actions';
import type { Motion } from '../navigate';
import { isMarkable } from '../marks/marks';
import { onlyIn, whyUnattached, whyUnmarkable } from './why';
import {
  CELL,
  type CellTarget,
  CULL,
  GRID,
  isAttached,
  isCull,
  isSheet,
  noteDone,
  PICTURES,
  to,
  VIEW
} from './targets';

const by = (keys: string, row: boolean, step: 1 | -1): { keys: string; args: Args } => ({
  keys,
  args: { row, by: step }
});

type CullPlace = 'filter' | 'bar' | 'more' | 'menu' | 'cull-start' | 'cull-end' | 'selected';

/** Filtering, selecting, tagging, and going through the pictures one by one. */
export const cullActions = actionTable<CellTarget, CullPlace>({
  selector: GRID,
  prefix: 'cull-',
  onDone: noteDone
})({
  filter: {
    label: say => say('filter'),
    title: say => say('filter_cells'),
    icon: 'filter',
    keys: ['F'],
    within: VIEW,
    at: ['filter'],
    when: isSheet,
    why: onlyIn('grid'),
    on: ({ model }) => model.filtering.isOpen,
    run: ({ model }) => model.filtering.toggle()
  },
  mode: {
    label: say => say('cull'),
    title: say => say('cull_help'),
    hint: say => say('cull_help'),
    help: say => say('cull_help'),
    icon: 'cull',
    keys: ['K'],
    within: PICTURES,
    at: ['bar', 'more'],
    // While one flips, the same key plays.
    when: target => {
      const { sheet, view } = target.model.snapshot;
      return isAttached(target) && sheet !== null && !['cull', 'flip'].includes(view.mode);
    },
    why: whyUnattached,
    run: ({ model }) => model.cull.enter()
  },
  tags: {
    label: say => say('edit_tags'),
    title: say => say('tags'),
    help: say => say('tags'),
    icon: 'tag',
    keys: ['T'],
    within: PICTURES,
    at: ['menu', 'selected', 'cull-end'],
    when: target => isAttached(target) && isMarkable(target.cell),
    why: whyUnmarkable,
    run: ({ model }) => model.cull.openTags()
  },
  extend: {
    label: say => say('extend_selection'),
    keys: [
      to('Shift ArrowLeft', 'left'),
      to('Shift ArrowRight', 'right'),
      to('Shift ArrowUp', 'up'),
      to('Shift ArrowDown', 'down')
    ],
    within: CELL,
    args: { to: { type: 'string', description: 'Which way.' } },
    required: ['to'],
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }, args) => model.cull.extend(args.to as Motion)
  },
  selectAll: {
    label: say => say('select_all'),
    keys: ['Accel A'],
    within: CELL,
    when: isSheet,
    why: onlyIn('grid'),
    run: ({ model }) => model.cull.selectAll()
  },
  clearSelection: {
    label: say => say('clear_selection'),
    icon: 'close',
    at: ['selected'],
    when: ({ model }) => model.snapshot.cull.selected.size > 0,
    run: ({ model }) => {
      model.cull.clearSelection();
    }
  },
  autoAdvance: {
    label: say => say('auto_advance'),
    hint: say => say('auto_advance_help'),
    icon: 'arrow',
    at: ['more', 'cull-end'],
    when: isAttached,
    on: ({ model }) => model.cull.habits.autoAdvance,
    run: ({ model }) => model.cull.habits.toggleAutoAdvance()
  },
  step: {
    label: say => say('cull_next'),
    keys: [
      by('ArrowLeft', false, -1),
      by('ArrowRight', false, 1),
      by('ArrowUp', true, -1),
      by('ArrowDown', true, 1)
    ],
    within: CULL,
    required: ['by'],
    args: { by: { type: 'integer', enum: [1, -1] }, row: { type: 'boolean' } },
    when: isCull,
    why: onlyIn('cull'),
    run: ({ model }, { by: step, row }) =>
      row ? model.cull.stepRow(step as 1 | -1) : model.cull.step(step as 1 | -1)
  }
});
