import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { Store } from './store';
import { sameParts, useSlice } from './use-slice';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

test('a component is drawn again only when its slice differs', () => {
  const store = new Store({ a: 1, b: 1, list: [1] });
  const drawn: string[] = [];
  function A(): null {
    drawn.push(`a ${useSlice(store, () => store.state.a)}`);
    return null;
  }
  function Pair(): null {
    const { a, first } = useSlice(store, () => ({ a: store.state.a, first: store.state.list[0] }), sameParts);
    drawn.push(`pair ${a} ${first}`);
    return null;
  }
  const root = createRoot(document.createElement('div'));
  act(() =>
    root.render(
      <>
        <A />
        <Pair />
      </>
    )
  );
  drawn.length = 0;
  act(() => store.set({ b: 2, list: [1, 2] }));
  expect(drawn).toEqual([]);
  act(() => store.set({ a: 3 }));
  expect(drawn).toEqual(['a 3', 'pair 3 1']);
  act(() => root.unmount());
});

test.each([
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [{ a: [] }, { a: [] }, false],
  [[1, 2], [1, 2], true],
  [null, {}, false],
  ['a', 'a', true]
])('%j and %j have the same parts: %s', (a, b, same) => {
  expect(sameParts<unknown>(a, b)).toBe(same);
});
