import { axis } from '../testing';
import { NO_FILTER, type Rule } from './filter';
import { NO_KEPT_FILTER, type KeptFilter } from './filtering';
import { readFilter } from './kept-filter';

const axes = [axis('seed', [1, 2, 3])];
const rules: Rule[] = [
  { kind: 'value', axis: 'seed', values: [0, 2] },
  { kind: 'tag', tag: null },
  { kind: 'tag', tag: 'hands' },
  { kind: 'words', words: 'cat' },
  { kind: 'first' },
  { kind: 'differs', percent: 12 }
];
const whole: KeptFilter = { open: true, collapse: true, filter: { flag: 'pick', stars: 3, rules } };
const withRules = (read: Rule[]): KeptFilter => ({
  ...NO_KEPT_FILTER,
  filter: { ...NO_FILTER, rules: read }
});

test('a filter is read as it was kept', () => {
  expect(readFilter(JSON.parse(JSON.stringify(whole)), axes)).toEqual(whole);
});

test.each<[string, unknown, KeptFilter]>([
  ['nothing', undefined, NO_KEPT_FILTER],
  ['no object', 7, NO_KEPT_FILTER],
  [
    'words where there is none',
    { open: 'yes', filter: { flag: 'best', stars: 9, rules: 'all' } },
    NO_KEPT_FILTER
  ],
  [
    'values that the axis has no more',
    { filter: { rules: [{ kind: 'value', axis: 'seed', values: [1, 3, 'x'] }] } },
    withRules([{ kind: 'value', axis: 'seed', values: [1] }])
  ],
  [
    'axes and rules that there are none of',
    {
      filter: {
        rules: [{ kind: 'value', axis: 'steps', values: [0] }, { kind: 'colour' }, null, { kind: 'alike' }]
      }
    },
    withRules([{ kind: 'alike' }])
  ],
  [
    'more than all',
    {
      filter: {
        rules: [
          { kind: 'differs', percent: 101 },
          { kind: 'words', words: 3 }
        ]
      }
    },
    NO_KEPT_FILTER
  ]
])('of a kept filter that tells of %s the rest holds', (_, value, wanted) => {
  expect(readFilter(value, axes)).toEqual(wanted);
});
