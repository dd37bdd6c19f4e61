/** What can be done in the Compare panel. One entry makes its button, key, line on the page of keys, command and shortcut setting. */
import type { Say } from '../../schema/messages/browser';
import type { IconName } from '../icons';
import { actionTable, type Args } from '../actions';
import type { CompareModel } from './compare-model';
import type { Point } from './place';
import { pairOf, meantLetter, type Mode } from './state';

/** `open` shows the panel; the model is there before it. */
export type CompareTarget = { model: CompareModel; open(): Promise<void> };

const COMPARE = '.jd-Compare';
/** With no field in focus. */
const VIEW = '.jd-Compare :focus:not(input)';
/** On a pane itself. */
const PANE = '.jd-Pane:focus';
/** On whatever stands for a picture. */
const PICTURE = '.jd-Compared:focus';

const STEP_PX = 32;

const hasPair = ({ model }: CompareTarget): boolean => model.state.shown && pairOf(model.state) !== null;
const hasAny = ({ model }: CompareTarget): boolean => model.state.shown && model.state.tray.length > 0;
const isMarkable = (target: CompareTarget): boolean =>
  hasAny(target) && meantLetter(target.model.state) !== null;

const by = (keys: string, x: number, y: number): { keys: string; args: Args } => ({ keys, args: { x, y } });
/** Arrows move the picture's window as they move a text's: right shows what lies further right. */
const arrows = (held = ''): { keys: string; args: Args }[] => [
  by(`${held}ArrowLeft`, 1, 0),
  by(`${held}ArrowRight`, -1, 0),
  by(`${held}ArrowUp`, 0, 1),
  by(`${held}ArrowDown`, 0, -1)
];
const MOVE = {
  x: { type: 'integer', enum: [-1, 0, 1], description: 'Steps to the right.' },
  y: { type: 'integer', enum: [-1, 0, 1], description: 'Steps down.' }
} as const;
const moveOf = ({ x, y }: Args): Point => ({ x: Number(x) * STEP_PX, y: Number(y) * STEP_PX });

const mode = (name: Mode, key: string, word: (say: Say) => string) => ({
  label: word,
  keys: [key],
  within: VIEW,
  at: ['modes' as const],
  when: hasPair,
  on: ({ model }: CompareTarget) => model.state.mode === name,
  run: ({ model }: CompareTarget) => model.setMode(name)
});

type Place = 'modes' | 'bar';

export const compareActions = actionTable<CompareTarget, Place>({ selector: COMPARE, prefix: 'compare-' })({
  open: {
    label: say => say('compare_open'),
    icon: 'compare',
    run: ({ open }) => open()
  },
  blink: {
    ...mode('blink', 'B', say => say('compare_blink')),
    help: say => say('compare_blink_help'),
    run: ({ model }) => model.blinkKey()
  },
  slider: mode('slider', 'L', say => say('compare_slider')),
  side: mode('side', 'V', say => say('compare_side')),
  onion: mode('onion', 'O', say => say('compare_onion')),
  difference: mode('difference', 'D', say => say('compare_difference')),
  auto: {
    label: say => say('compare_auto'),
    hint: say => say('compare_auto_hint'),
    icon: ({ model }): IconName => (model.state.auto ? 'pause' : 'play'),
    when: target =>
      hasPair(target) && target.model.state.mode === 'blink' && !target.model.options.host.calm(),
    on: ({ model }) => model.state.auto,
    run: ({ model }) => model.setAuto(!model.state.auto)
  },
  hold: {
    label: say => say('compare_hold'),
    keys: ['Space'],
    within: PICTURE,
    when: hasPair,
    run: ({ model }) => model.hold(true)
  },
  before: {
    label: say => say('compare_before'),
    keys: ['['],
    within: VIEW,
    when: hasPair,
    run: ({ model }) => model.step(-1)
  },
  after: {
    label: say => say('compare_after'),
    keys: [']'],
    within: VIEW,
    when: hasPair,
    run: ({ model }) => model.step(1)
  },
  pan: {
    label: say => say('compare_move'),
    keys: arrows(),
    within: PANE,
    args: MOVE,
    required: ['x', 'y'],
    when: hasAny,
    run: ({ model }, args) => model.places.pan(moveOf(args))
  },
  panAlone: {
    label: say => say('compare_move_alone'),
    keys: arrows('Alt '),
    within: PANE,
    args: MOVE,
    required: ['x', 'y'],
    when: hasAny,
    run: ({ model }, args) =>
      model.places.nudge({ x: Math.sign(Number(args.x)), y: Math.sign(Number(args.y)) })
  },
  larger: {
    label: say => say('compare_larger'),
    keys: ['+', '='],
    within: VIEW,
    when: hasAny,
    run: ({ model }) => model.places.zoom(1)
  },
  smaller: {
    label: say => say('compare_smaller'),
    keys: ['-', '_'],
    within: VIEW,
    when: hasAny,
    run: ({ model }) => model.places.zoom(-1)
  },
  actual: {
    // The sign alone is the same in every language.
    label: () => '1 : 1',
    title: say => say('compare_actual'),
    hint: say => say('compare_actual'),
    help: say => say('compare_actual'),
    keys: ['Z'],
    within: VIEW,
    at: ['bar'],
    when: hasAny,
    on: ({ model }) => model.state.place.scale === 1,
    run: ({ model }) => model.places.toggleActual()
  },
  fit: {
    label: say => say('compare_fit'),
    title: say => say('compare_fit_hint'),
    hint: say => say('compare_fit_hint'),
    at: ['bar'],
    when: hasAny,
    on: ({ model }) => model.state.place.scale === 'fit',
    run: ({ model }) => model.places.fit()
  },
  loupe: {
    label: say => say('compare_loupe'),
    keys: ['Q'],
    within: PICTURE,
    when: hasAny,
    run: ({ model }) => model.places.showLoupe()
  },
  sync: {
    label: say => say('compare_synced'),
    hint: say => say('compare_synced_hint'),
    help: say => say('compare_synced_hint'),
    icon: 'link',
    keys: ['Y'],
    within: VIEW,
    when: hasPair,
    on: ({ model }) => model.state.synced,
    run: ({ model }) => model.places.toggleSync()
  },
  swap: {
    label: (say, target) => {
      const { reference: left, candidate: right } = target?.model.state ?? {};
      return left && right ? say('compare_swap', { left, right }) : say('compare_swap_two');
    },
    help: say => say('compare_swap_two'),
    icon: 'swap',
    keys: ['W'],
    within: VIEW,
    when: hasPair,
    run: ({ model }) => model.swap()
  },
  reference: {
    label: say => say('compare_reference'),
    title: say => say('compare_make_reference'),
    help: say => say('compare_make_reference'),
    keys: ['R'],
    within: VIEW,
    when: hasPair,
    run: ({ model }) => model.makeReference()
  },
  pick: {
    label: say => say('pick'),
    icon: 'flag',
    keys: ['P'],
    within: VIEW,
    when: isMarkable,
    run: ({ model }) => model.marks.pick()
  },
  reject: {
    label: say => say('reject'),
    icon: 'reject',
    keys: ['X'],
    within: VIEW,
    when: isMarkable,
    run: ({ model }) => model.marks.reject()
  },
  unmark: {
    label: say => say('undecided'),
    keys: ['U'],
    within: VIEW,
    when: isMarkable,
    run: ({ model }) => model.marks.unmark()
  },
  rate: {
    label: say => say('rate_stars'),
    keys: [0, 1, 2, 3, 4, 5].map(rating => ({ keys: String(rating), args: { rating } })),
    within: VIEW,
    required: ['rating'],
    args: { rating: { type: 'integer', minimum: 0, maximum: 5, description: '0 takes the stars away.' } },
    when: isMarkable,
    run: ({ model }, { rating }) => model.marks.rate(Number(rating))
  },
  undo: {
    label: say => say('undo_mark'),
    keys: ['Accel Z'],
    within: VIEW,
    when: target => target.model.state.shown && target.model.marks.canUndo,
    run: ({ model }) => model.marks.undo()
  },
  takeOut: {
    label: say => say('compare_take_out'),
    icon: 'close',
    keys: ['Delete', 'Backspace'],
    within: PICTURE,
    when: hasAny,
    run: ({ model }) => model.takeOut(meantLetter(model.state))
  },
  clear: {
    label: say => say('compare_clear'),
    when: hasAny,
    run: ({ model }) => model.clear()
  },
  help: {
    label: say => say('keys'),
    title: say => say('keys'),
    icon: 'help',
    keys: ['?'],
    at: ['bar'],
    when: ({ model }) => model.state.shown,
    on: ({ model }) => model.state.help,
    run: ({ model }) => model.toggleHelp()
  },
  back: {
    label: say => say('compare_leave'),
    keys: ['Escape'],
    when: ({ model }) => model.state.help || model.state.note !== null || model.state.auto,
    run: ({ model }) => model.goBack()
  }
});
