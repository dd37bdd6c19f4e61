import { Briefly } from './briefly';
import type { View } from './view';

function open(): { briefly: Briefly; changes: Partial<View>[]; said: string[]; pass(): void } {
  const changes: Partial<View>[] = [];
  const said: string[] = [];
  let due: (() => void)[] = [];
  const briefly = new Briefly({
    later: (_, run) => {
      due.push(run);
      return () => void (due = due.filter(each => each !== run));
    },
    change: change => changes.push(change),
    say: words => said.push(words)
  });
  return { briefly, changes, said, pass: () => due.splice(0).forEach(run => run()) };
}

test('a second press shows its own words for its whole time', () => {
  const { briefly, changes, said, pass } = open();
  briefly.done('copy', 'Copied');
  briefly.done('insert', 'Inserted');
  pass();
  expect(changes).toEqual([{ just: 'copy' }, { just: 'insert' }, { just: null }]);
  expect(said).toEqual(['Copied', 'Inserted']);
});

test('the sum of a sweep and a press don’t end one another', () => {
  const { briefly, changes, pass } = open();
  expect([briefly.finished(null), briefly.finished(60_000)]).toEqual([{}, { justFinished: true }]);
  briefly.done('copy', 'Copied');
  pass();
  expect(changes).toEqual([{ just: 'copy' }, { justFinished: false }, { just: null }]);
});

test('a grid that is gone is changed no more', () => {
  const { briefly, changes, pass } = open();
  briefly.finished(60_000);
  briefly.dispose();
  pass();
  expect(changes).toEqual([]);
});
