import { pairOf, seenLetter, shownScale } from './state';
import { compareDesk, picture, settle } from './testing';

const roles = ({ model }: ReturnType<typeof compareDesk>): string =>
  [model.state.reference, model.state.candidate].join('');

test('a tenth picture is refused with a sentence, and nothing else changes', () => {
  const { model } = compareDesk({ keys: '123456789' });
  expect(model.add(picture('x'))).toBe(false);
  expect(model.state.note).toMatchObject({ bad: true, text: expect.stringMatching(/^Nine pictures/) });
  expect(model.state.tray).toHaveLength(9);
});

test('pairs are walked, swapped, and another picture becomes the reference', () => {
  const desk = compareDesk({ keys: 'wxyz' });
  const { model } = desk;
  expect(roles(desk)).toBe('AB');
  model.step(1);
  model.step(1);
  expect(roles(desk)).toBe('AD');
  model.step(1);
  expect(roles(desk)).toBe('AB');
  model.swap();
  expect(roles(desk)).toBe('BA');
  model.step(-1);
  expect(roles(desk)).toBe('BD');
  model.makeReference();
  expect(roles(desk)).toBe('DB');
});

test('the key that is held shows the reference, which the other keys then mean', () => {
  const { model } = compareDesk({ keys: 'xy' });
  expect(seenLetter(model.state)).toBe('B');
  model.hold(true);
  expect(seenLetter(model.state)).toBe('A');
  model.release();
  expect(seenLetter(model.state)).toBe('B');
});

test('blinking by itself goes on until another mode is chosen, and never for who asked for less motion', () => {
  const { model, tick } = compareDesk({ keys: 'xy' });
  model.blinkKey();
  expect(model.state.auto).toBe(true);
  tick();
  expect(seenLetter(model.state)).toBe('A');
  tick();
  expect(seenLetter(model.state)).toBe('B');
  model.setMode('slider');
  expect(model.state).toMatchObject({ auto: false, flash: false });
  tick();
  expect(seenLetter(model.state)).toBe('B');

  const calm = compareDesk({ keys: 'xy', calm: true });
  calm.model.blinkKey();
  expect(calm.model.state.auto).toBe(false);
});

test('zooming and moving is for all, unless it is for one alone', async () => {
  const { model } = compareDesk({ keys: 'xyz' });
  await settle();
  expect(shownScale(model.state)).toBe(4);
  model.places.pan({ x: 40, y: 0 });
  expect(model.state.place).toMatchObject({ x: 10, y: 0 });
  model.places.toggleActual();
  expect(model.state.place.scale).toBe(1);
  model.setMode('side');
  model.focus('C');
  model.places.pan({ x: 12, y: -4 }, true);
  expect(model.state.own).toEqual({ z: { x: 12, y: -4, factor: 1 } });
  expect(model.state.place).toMatchObject({ x: 10, y: 0 });
  model.places.toggleSync();
  model.places.zoom(1);
  expect(model.state.own.z.factor).toBeCloseTo(1.25);
  model.places.putBack('C');
  expect(model.state.own).toEqual({});
  model.places.toggleActual();
  expect(model.state.place).toEqual({ scale: 'fit', x: 0, y: 0 });
});

test('a mark is for the picture that is seen, and goes back when the service refuses', async () => {
  const { model, asked, refuse } = compareDesk({ keys: 'xy' });
  await model.marks.pick();
  await model.marks.rate(4);
  expect(model.state.tray[1].mark).toEqual({ flag: 'pick', rating: 4, tags: [] });
  expect(asked.filter(each => each.startsWith('mark'))).toEqual([
    'mark cell-y {"flag":"pick"}',
    'mark cell-y {"rating":4}'
  ]);
  await model.marks.pick();
  expect(model.state.tray[1].mark.flag).toBeNull();
  refuse.with = Object.assign(new Error(), { error: { message: 'The disk is full.' } });
  await model.marks.reject();
  expect(model.state.tray[1].mark.flag).toBeNull();
  expect(model.state.note).toEqual({ text: 'The disk is full.', bad: true });
});

test('a picture that is no cell says that it cannot be marked', async () => {
  const { model, asked } = compareDesk();
  model.add(picture('x'));
  model.add(picture('file-1', { image: null, cell: null }));
  await model.marks.pick();
  expect(asked.filter(each => each.startsWith('mark'))).toEqual([]);
  expect(model.state.note?.text).toMatch(/^B isn’t a cell/);
});

test('among several side by side who is rejected is out; of two nobody leaves', async () => {
  const { model } = compareDesk({ keys: 'xyz' });
  model.setMode('side');
  model.focus('B');
  await model.marks.reject();
  expect(model.state.tray.map(({ letter }) => letter)).toEqual(['A', 'C']);
  await model.marks.reject();
  expect(model.state.tray).toHaveLength(2);
});

test('one is kept and the other rejected', async () => {
  const { model } = compareDesk({ keys: 'xy' });
  await model.marks.keep('B');
  expect(model.state.tray.map(({ mark }) => mark.flag)).toEqual(['reject', 'pick']);
});

test('a mark that was given in a grid is seen here', () => {
  const { model } = compareDesk({ keys: 'xy' });
  model.noteMark('cell-x', { flag: 'pick', rating: 2, tags: ['hands'] });
  expect(model.state.tray[0].mark).toEqual({ flag: 'pick', rating: 2, tags: ['hands'] });
});

test('the pair is measured first, then all others against the reference, each once', async () => {
  const { model, asked } = compareDesk({ keys: 'wxyz' });
  await settle();
  asked.length = 0;
  model.step(-1);
  model.swap();
  await settle();
  expect(asked).toEqual(['measure z w', 'measure z x', 'measure z y']);
  expect(model.measures.of('x')).toMatchObject({ state: 'done' });
  expect(model.measures.of('z')).toBeUndefined();
  model.step(1);
  await settle();
  expect(asked).toHaveLength(3);
});

test('a map is painted while the difference is looked at, and again for another threshold', async () => {
  const { model, asked } = compareDesk({ keys: 'xy' });
  await settle();
  expect(model.measures.shownMap).toBeNull();
  model.setMode('difference');
  await settle();
  expect(asked.at(-1)).toBe('map y 8,20');
  model.setThreshold(12);
  await settle();
  expect(asked.at(-1)).toBe('map y 12,20');
  expect(model.measures.shownMap?.colours).toEqual([12, 20]);
});

test('a shift of its own is measured as it lies', async () => {
  const { model, asked } = compareDesk({ keys: 'xy' });
  await settle();
  model.places.nudge({ x: 3, y: 0 });
  await settle();
  const measured = model.measures.of('y');
  expect(measured?.state === 'done' && measured.overlap).toMatchObject({
    width: 125,
    a: { x: 3 },
    b: { x: 0 }
  });
  expect(asked.filter(each => each.startsWith('measure'))).toHaveLength(2);
  model.places.nudge({ x: 200, y: 0 });
  await settle();
  expect(model.measures.of('y')).toEqual({ state: 'apart' });
});

test('nothing is loaded before somebody looks', async () => {
  const { model } = compareDesk();
  model.setShown(false);
  model.add(picture('x'));
  await settle();
  expect(model.state.tray[0]).toMatchObject({ state: 'waiting', params: null });
  model.setShown(true);
  await settle();
  expect(model.state.tray[0]).toMatchObject({ state: 'ready', width: 128, params: { seed: 'x' } });
});

test('a picture that the service lost says so and leaves the others alone', async () => {
  const { model } = compareDesk({ keys: 'x' });
  model.add(picture('gone'));
  await settle();
  expect(model.state.tray.map(({ state }) => state)).toEqual(['ready', 'gone']);
  expect(pairOf(model.state)).not.toBeNull();
  expect(model.measures.of('gone')).toBeUndefined();
});

test('what could not be had is asked for again once the service answers', async () => {
  const lost = { there: false };
  const { model } = compareDesk({ keys: 'x', lost });
  model.add(picture('gone'));
  await settle();
  lost.there = true;
  model.askAgain();
  await settle();
  expect(model.state.tray.map(({ state }) => state)).toEqual(['ready', 'ready']);
  expect(model.measures.of('gone')).toMatchObject({ state: 'done' });
});

test('a picture of this page is forgotten when it is taken out', () => {
  const { model, revoked } = compareDesk();
  model.add(picture('file-1', { image: null, url: 'blob:1' }));
  model.takeOut('A');
  expect(revoked).toEqual(['blob:1']);
});

test('the loupe follows the pointer at a spot of the pictures', async () => {
  const { model } = compareDesk({ keys: 'xy' });
  await settle();
  model.places.point({ x: 40, y: 0 });
  expect(model.state.loupe).toBeNull();
  model.places.showLoupe();
  expect(model.state.loupe).toEqual({ x: 10, y: 0 });
  model.places.point({ x: 80, y: 4 });
  expect(model.state.loupe).toEqual({ x: 20, y: 1 });
  model.release();
  expect(model.state.loupe).toBeNull();
});
