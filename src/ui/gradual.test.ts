import { Gradual } from './gradual';

let listener: (() => void) | null = null;
const source = {
  subscribe(tell: () => void): () => void {
    listener = tell;
    return () => void (listener = null);
  }
};
let frames: (() => void)[];
let now: number;

beforeEach(() => {
  frames = [];
  now = 0;
  jest.spyOn(globalThis, 'requestAnimationFrame').mockImplementation(run => frames.push(() => run(0)));
});
afterEach(() => void jest.restoreAllMocks());

const frame = (): void => frames.splice(0).forEach(run => run());

/** Watchers that show a number, and leave again with what is returned. */
function watch(gradual: Gradual, count: number): { shown: number[]; leave: (() => void)[] } {
  const shown = Array.from({ length: count }, () => 0);
  const leave = shown.map((_, k) =>
    gradual.watch({ isBehind: () => shown[k] !== now, redraw: () => (shown[k] = now) })
  );
  return { shown, leave };
}

test('a change of many things is shown in portions, a frame each, until all are as they are', () => {
  const { shown } = watch(new Gradual(source, 3), 7);
  now = 1;
  listener?.();
  expect(shown).toEqual([1, 1, 1, 0, 0, 0, 0]);
  frame();
  expect(shown).toEqual([1, 1, 1, 1, 1, 1, 0]);
  frame();
  expect(shown).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(frames).toEqual([]);
});

test('who waits goes first when something changes again', () => {
  const { shown } = watch(new Gradual(source, 3), 5);
  now = 1;
  listener?.();
  now = 2;
  listener?.();
  expect(shown).toEqual([2, 1, 1, 2, 2]);
  frame();
  expect(shown).toEqual([2, 2, 2, 2, 2]);
});

test('who left is told nothing, and after the last one the source is left', () => {
  const { shown, leave } = watch(new Gradual(source, 1), 2);
  now = 1;
  listener?.();
  leave[1]();
  frame();
  expect(shown).toEqual([1, 0]);
  leave[0]();
  expect(listener).toBeNull();
});
