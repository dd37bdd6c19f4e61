import { textIn } from '../i18n/text';
import { Reference } from './reference';
import { fromJob } from './sweep-state';
import { axis, cellsOf, makeJob } from './testing';
import type { View } from './view';

const axes = [axis('seed', [1, 2])];

function open(
  reference: number | null,
  language: 'en' | 'zh_CN' = 'en'
): {
  unit: Reference;
  view: Pick<View, 'reference' | 'blinking'>;
  changes: Partial<View>[];
  said: string[];
} {
  const view: Pick<View, 'reference' | 'blinking'> = { reference: null, blinking: false };
  const changes: Partial<View>[] = [];
  const said: string[] = [];
  const unit = new Reference({
    text: textIn(language),
    view: () => view,
    snapshot: () => ({ sweep: fromJob(makeJob(axes, { cells: cellsOf(axes, 'done') })), reference }),
    change: change => {
      changes.push(change);
      Object.assign(view, change);
    },
    say: words => said.push(words)
  });
  return { unit, view, changes, said };
}

test('the same picture once more is the reference no longer', () => {
  const { unit, view } = open(0);
  unit.choose({ id: 'cell-1' });
  expect(view.reference).toBe('cell-1');
  unit.choose({ id: 'cell-1' });
  expect(view.reference).toBeNull();
});

test.each([
  ['en', 'Reference: Seed 2'],
  ['zh_CN', '基准：种子 2']
] as const)('what is seen in the place of a cell is told, in %s', (language, words) => {
  const { unit, said } = open(1, language);
  unit.blink(true);
  expect(said).toEqual([words]);
});

test('a key that is held says it once, and nothing is told as it is let go', () => {
  const { unit, changes, said } = open(0);
  [true, true, true, false, false].forEach(each => unit.blink(each));
  expect(changes).toEqual([{ blinking: true }, { blinking: false }]);
  expect(said).toHaveLength(1);
});
