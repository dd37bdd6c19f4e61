import { readView, ViewKeeper, type KeptView } from './kept-view';
import { axis, settle } from './testing';
import { NO_KEPT_FILTER } from './filter/filtering';
import { initialView as firstView } from './view';

const initialView = { ...firstView, filter: NO_KEPT_FILTER };

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [3, 5])];
const chosen: KeptView = {
  layout: { x: 'cfg_scale' },
  pins: { seed: 2 },
  shown: { cfg_scale: [1] },
  inside: null,
  size: 120,
  fitWidth: false,
  overlay: true,
  filter: {
    open: true,
    collapse: true,
    filter: { flag: 'pick', stars: 3, rules: [{ kind: 'words', words: 'cat' }] }
  }
};

class Hand {
  readonly stored = new Map<string, unknown>();
  readonly waits: (() => void)[] = [];
  found = 0;
  readonly keeper = new ViewKeeper({
    views: {
      read: job => Promise.resolve(this.stored.get(job)),
      write: (job, view) =>
        Promise.resolve(void (view ? this.stored.set(job, view) : this.stored.delete(job)))
    },
    later: (_, run) => {
      this.waits.push(run);
      return () => void this.waits.splice(this.waits.indexOf(run), 1);
    },
    onFound: () => void this.found++
  });
  pass(): void {
    this.waits.splice(0).forEach(run => run());
  }
}

test('a view that was chosen is there again, once', async () => {
  const hand = new Hand();
  hand.keeper.follow('job-1');
  hand.keeper.note({ ...initialView, ...chosen });
  hand.pass();
  const later = new Hand();
  later.stored.set('job-1', JSON.parse(JSON.stringify(hand.stored.get('job-1'))));
  later.keeper.follow('job-1');
  await settle();
  expect([later.found, later.keeper.due([])]).toEqual([1, null]);
  expect(later.keeper.due(axes)).toEqual(chosen);
  expect(later.keeper.due(axes)).toBeNull();
});

test('looking alone keeps nothing, and neither does taking a view as it was found', async () => {
  const hand = new Hand();
  hand.stored.set('job-1', chosen);
  hand.keeper.follow('job-1');
  hand.keeper.note(initialView);
  await settle();
  hand.keeper.note({ ...initialView, ...hand.keeper.due(axes) });
  expect(hand.waits).toEqual([]);
});

test('a choice that is made before the kept view is found stands', async () => {
  const hand = new Hand();
  hand.stored.set('job-1', chosen);
  hand.keeper.follow('job-1');
  hand.keeper.note({ ...initialView, size: 99 });
  await settle();
  hand.pass();
  expect([hand.found, hand.keeper.due(axes)]).toEqual([0, null]);
  expect(hand.stored.get('job-1')).toMatchObject({ size: 99, layout: null });
});

test('what is put back as it was is forgotten, and a sweep in the place of another takes its view along', async () => {
  const hand = new Hand();
  hand.stored.set('job-1', chosen);
  hand.keeper.follow('job-1');
  await settle();
  hand.keeper.due(axes);
  hand.keeper.note(initialView);
  hand.pass();
  expect(hand.stored.has('job-1')).toBe(false);
  hand.keeper.follow('job-2', { ...initialView, ...chosen });
  hand.pass();
  expect(hand.stored.get('job-2')).toEqual(chosen);
});

test.each<[string, unknown, Partial<KeptView>]>([
  ['nothing', null, {}],
  ['no object', 'grid', {}],
  [
    'axes that there are none of',
    { layout: { x: 'steps', y: 'seed' }, inside: 'steps' },
    { layout: { y: 'seed' } }
  ],
  ['one axis at two places', { layout: { x: 'seed', y: 'seed' } }, {}],
  [
    'values beyond the axis',
    { shown: { seed: [0, 7], cfg_scale: [9] }, pins: { seed: 3 } },
    { shown: { seed: [0] } }
  ],
  ['a value twice', { shown: { seed: [0, 0] } }, {}],
  ['sizes that no cell has', { size: 1e9, overlay: 1, fitWidth: 'yes' }, {}]
])('of a kept view that tells of %s the rest holds', (_, value, held) => {
  const nothing = {
    layout: null,
    pins: {},
    shown: {},
    inside: null,
    size: null,
    fitWidth: false,
    overlay: false,
    filter: NO_KEPT_FILTER
  };
  expect(readView(value, axes)).toEqual({ ...nothing, ...held });
});
