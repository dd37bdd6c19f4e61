import { axis, cellsOf, gridOf, FakeClient, makeJob, marked, settle } from '../testing';
import type { CellView } from '../sweep-state';
import {
  type Filter,
  type IResemblance,
  matchesOf,
  NO_FILTER,
  restricts,
  type Rule,
  withRule
} from './filter';

const axes = [axis('seed', [1, 2, 3]), axis('cfg_scale', [3, 5])];
const MARKS = [
  marked({ flag: 'pick', rating: 4, tags: ['hands'] }),
  marked({ flag: 'reject' }),
  marked({ rating: 2, tags: ['Hands', '好'] })
];
const cells = cellsOf(axes, 'done').map((cell, at) => ({
  ...cell,
  params: { ...cell.params, prompt: at % 2 === 0 ? 'A Cat, in rain' : '一只猫' },
  mark: MARKS[at] ?? marked({})
})) as unknown as CellView[];

/** Cells 0, 2 and 4 look alike; each is as far from another as their places are, times ten. */
const pictures: IResemblance = {
  alike: at => (at === 5 ? null : at % 2 === 0 ? 2 : 0),
  isFirst: at => (at === 5 ? null : at === 0 || at % 2 === 1),
  difference: (at, other) => (at === 5 ? null : Math.abs(at - other) * 10)
};
const found = (filter: Partial<Filter>, reference: number | null = 0): number[] =>
  matchesOf({ axes, cells }, { ...NO_FILTER, ...filter }, pictures, reference).flatMap((is, at) =>
    is ? [at] : []
  );
const byRules = (...rules: Rule[]): number[] => found({ rules });

test.each<[string, Partial<Filter>, number[]]>([
  ['all', {}, [0, 1, 2, 3, 4, 5]],
  ['picks', { flag: 'pick' }, [0]],
  ['rejects', { flag: 'reject' }, [1]],
  ['undecided, stars or not', { flag: 'undecided' }, [2, 3, 4, 5]],
  ['two stars and up', { stars: 2 }, [0, 2]],
  ['picks with five stars', { flag: 'pick', stars: 5 }, []]
])('%s', (_, filter, is) => expect(found(filter)).toEqual(is));

test.each<[string, Rule[], number[]]>([
  ['one value of an axis', [{ kind: 'value', axis: 'seed', values: [1] }], [2, 3]],
  ['either of two', [{ kind: 'value', axis: 'seed', values: [0, 2] }], [0, 1, 4, 5]],
  [
    'values of two axes',
    [
      { kind: 'value', axis: 'seed', values: [1] },
      { kind: 'value', axis: 'cfg_scale', values: [1] }
    ],
    [3]
  ],
  ['an axis that is gone', [{ kind: 'value', axis: 'steps', values: [0] }], [0, 1, 2, 3, 4, 5]],
  ['a tag, whatever its case', [{ kind: 'tag', tag: 'HANDS' }], [0, 2]],
  [
    'two tags',
    [
      { kind: 'tag', tag: 'hands' },
      { kind: 'tag', tag: '好' }
    ],
    [2]
  ],
  ['without tags', [{ kind: 'tag', tag: null }], [1, 3, 4, 5]],
  ['words in any order', [{ kind: 'words', words: 'rain  CAT' }], [0, 2, 4]],
  ['Chinese words', [{ kind: 'words', words: '猫' }], [1, 3, 5]],
  ['no words yet', [{ kind: 'words', words: ' ' }], [0, 1, 2, 3, 4, 5]],
  ['near-duplicates', [{ kind: 'alike' }], [0, 2, 4]],
  ['one of each', [{ kind: 'first' }], [0, 1, 3]],
  ['far from the reference', [{ kind: 'differs', percent: 20 }], [2, 3, 4]],
  ['near to it', [{ kind: 'resembles', percent: 20 }], [0, 1]]
])('%s', (_, rules, is) => expect(byRules(...rules)).toEqual(is));

test('without a reference nothing is near or far', () => {
  expect(found({ rules: [{ kind: 'differs', percent: 0 }] }, null)).toEqual([]);
});

test('values of one axis join; of rules that exclude each other the later one stands', () => {
  const rules = [
    { kind: 'value', axis: 'seed', values: [2] },
    { kind: 'value', axis: 'seed', values: [0] },
    { kind: 'tag', tag: 'a' },
    { kind: 'tag', tag: null },
    { kind: 'alike' },
    { kind: 'first' },
    { kind: 'differs', percent: 5 },
    { kind: 'resembles', percent: 10 }
  ] as const;
  expect(rules.reduce<Filter>(withRule, NO_FILTER).rules).toEqual([
    { kind: 'value', axis: 'seed', values: [0, 2] },
    { kind: 'tag', tag: null },
    { kind: 'first' },
    { kind: 'resembles', percent: 10 }
  ]);
});

test('a field without words restricts nothing', () => {
  expect(restricts({ ...NO_FILTER, rules: [{ kind: 'words', words: '' }] })).toBe(false);
  expect(restricts({ ...NO_FILTER, stars: 1 })).toBe(true);
});

describe('in a grid', () => {
  async function shown() {
    const model = gridOf(new FakeClient(makeJob(axes, { state: 'done', seq: 4, cells: cells as never })));
    model.showJob('job-1');
    await settle();
    model.flush();
    const values = (): unknown => model.snapshot.sheet!.arrangement.values;
    return { model, values };
  }

  test('what is left out stays in its place until the sheet is collapsed', async () => {
    const { model, values } = await shown();
    model.filtering.toggle();
    model.filtering.setStars(2);
    expect(model.snapshot.filter).toMatchObject({
      count: 2,
      flags: { all: 6, pick: 1, reject: 1, undecided: 4 }
    });
    expect(values()).toEqual([
      [0, 1, 2],
      [0, 1]
    ]);
    model.filtering.toggleCollapse();
    expect(values()).toEqual([[0, 1], [0]]);
    // A mark that is given now moves nothing; another filter does.
    model.mark(model.snapshot.sweep!.cells[2], { rating: null });
    model.flush();
    expect(model.snapshot.filter.count).toBe(1);
    expect(values()).toEqual([[0, 1], [0]]);
    model.filtering.setStars(1);
    expect(values()).toEqual([[0], [0]]);
    model.filtering.clear();
    expect(values()).toEqual([
      [0, 1, 2],
      [0, 1]
    ]);
  });

  test('nothing found collapses nothing; closed, the filter leaves nothing out and is kept', async () => {
    const { model, values } = await shown();
    model.filtering.toggle();
    model.filtering.toggleCollapse();
    model.filtering.setStars(5);
    expect(model.snapshot.filter.count).toBe(0);
    expect(values()).toEqual([
      [0, 1, 2],
      [0, 1]
    ]);
    model.filtering.toggle();
    expect(model.snapshot.filter.matches).toBeNull();
    model.filtering.toggle();
    expect(model.snapshot.filter.count).toBe(0);
  });
});
