import { compareActions } from './actions';
import { compareDesk, picture } from './testing';

const marksOf = (asked: string[]): string[] => asked.filter(each => each.startsWith('mark'));

test('the latest mark is taken back, then the one before', async () => {
  const { model, asked } = compareDesk({ keys: 'xy' });
  const target = { model, open: async () => undefined };
  expect(compareActions.undo.when!(target, {})).toBe(false);
  await model.marks.pick();
  await model.marks.rate(4);
  await model.marks.undo();
  expect(model.state.tray[1].mark).toEqual({ flag: 'pick', rating: null, tags: [] });
  expect(model.state.said).toBe('The latest mark of B is taken back.');
  await model.marks.undo();
  expect(model.state.tray[1].mark.flag).toBeNull();
  expect(marksOf(asked).slice(2)).toEqual(['mark cell-y {"rating":null}', 'mark cell-y {"flag":null}']);
  expect(compareActions.undo.when!(target, {})).toBe(false);
});

test('a picture that was out with its rejection is compared again, under its letter', async () => {
  const { model } = compareDesk({ keys: 'xyz' });
  model.setMode('side');
  model.focus('B');
  await model.marks.reject();
  expect(model.state.tray.map(({ letter }) => letter)).toEqual(['A', 'C']);
  await model.marks.undo();
  expect(model.state.tray.map(({ letter, key, mark }) => [letter, key, mark.flag])).toEqual([
    ['A', 'x', null],
    ['B', 'y', null],
    ['C', 'z', null]
  ]);
});

test('under another letter where a picture has taken it', async () => {
  const { model } = compareDesk({ keys: 'xyz' });
  model.setMode('side');
  model.focus('B');
  await model.marks.reject();
  model.add(picture('w'));
  await model.marks.undo();
  expect(model.state.tray.map(({ letter, key }) => letter + key)).toEqual(['Ax', 'Bw', 'Cz', 'Dy']);
});

test('one kept and one rejected are taken back together', async () => {
  const { model } = compareDesk({ keys: 'xy' });
  await model.marks.keep('B');
  await model.marks.undo();
  expect(model.state.tray.map(({ mark }) => mark.flag)).toEqual([null, null]);
  expect(model.marks.canUndo).toBe(false);
});

test('what the service refuses is no step, and an undoing that it refuses can be tried again', async () => {
  const { model, refuse } = compareDesk({ keys: 'xy' });
  refuse.with = Object.assign(new Error(), { error: { message: 'The disk is full.' } });
  await model.marks.pick();
  expect(model.marks.canUndo).toBe(false);
  refuse.with = null;
  await model.marks.pick();
  refuse.with = Object.assign(new Error(), { error: { message: 'The disk is full.' } });
  await model.marks.undo();
  expect([model.state.tray[1].mark.flag, model.state.note?.text]).toEqual(['pick', 'The disk is full.']);
  refuse.with = null;
  await model.marks.undo();
  expect(model.state.tray[1].mark.flag).toBeNull();
});
