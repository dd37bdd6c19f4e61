import { PictureTurns } from './picture-turns';

let now = 0;
let turns: PictureTurns;
let begun: number[];
let ends: (() => void)[];

beforeEach(() => {
  jest.useFakeTimers();
  now = 0;
  turns = new PictureTurns(() => now);
  begun = [];
  ends = [];
});
afterEach(() => void jest.useRealTimers());

const show = (...pictures: number[]): void =>
  pictures.forEach(picture => (ends[picture] = turns.wait(() => begun.push(picture))));

test('nothing waits without a scroll, nor what the page has', () => {
  expect(turns.isFree('/a')).toBe(true);
  turns.noteScroll();
  expect([turns.isFree('/a'), turns.isFree('data:image/webp;base64,x')]).toEqual([false, true]);
  turns.noteLoaded('/a');
  expect([turns.isFree('/a'), turns.isFree('/b')]).toEqual([true, false]);
  now = 1000;
  expect(turns.isFree('/b')).toBe(true);
});

test('a few are asked for at once, and then those that came last', () => {
  turns.noteScroll();
  show(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[1]();
  ends[0]();
  expect(begun).toEqual([0, 1, 2, 3, 9, 8]);
});

test('what went out of view before its turn is never asked for', () => {
  turns.noteScroll();
  show(0, 1, 2, 3, 4, 5, 6);
  [6, 5, 2].forEach(picture => ends[picture]());
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('where a scroll ends, all that are in view are asked for', () => {
  turns.noteScroll();
  show(0, 1, 2, 3, 4, 5, 6);
  jest.advanceTimersByTime(200);
  expect(begun).toHaveLength(4);
  ends[6]();
  now = 200;
  jest.advanceTimersByTime(200);
  expect(begun).toEqual([0, 1, 2, 3, 5, 4]);
});

test('a picture that never comes does not hold up the others', () => {
  turns.noteScroll();
  show(0, 1, 2, 3, 4);
  jest.advanceTimersByTime(10_000);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});
