import { useCallback, useRef, useSyncExternalStore } from 'react';

/** What can be watched: tells its listeners after every change, until the returned function is called. */
export type Source = { subscribe(listener: () => void): () => void };
export type Same<T> = (a: T, b: T) => boolean;

/**
 * What `select` finds, kept up to date: the component is drawn again only when that differs by `same`. A selector that makes a new
 * object each time needs `sameParts`.
 */
export function useSlice<T>(source: Source, select: () => T, same: Same<T> = Object.is): T {
  const last = useRef<{ value: T } | null>(null);
  const read = (): T => {
    const value = select();
    if (last.current === null || !same(last.current.value, value)) {
      last.current = { value };
    }
    return last.current.value;
  };
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  return useSyncExternalStore(subscribe, read);
}

/** Whether two objects (or lists) have the same members, each by identity. */
export function sameParts<T>(a: T, b: T): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return false;
  }
  const [left, right] = [a as Members, b as Members];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(name => Object.is(left[name], right[name]) && name in right)
  );
}

type Members = Readonly<Record<string, unknown>>;
