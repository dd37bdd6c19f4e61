import type { ReactElement } from 'react';
import { useSlice, type Source } from '../../ui';
import { letterOf } from '../compare-cell';
import type { CellView } from '../sweep-state';
import { useGrid } from './context';

/** The letter of a cell's picture among those that are compared, kept up to date; null when it is none of them. */
export function useLetter(cell: CellView | undefined): string | null {
  const { model } = useGrid();
  return useSlice(useCompared(), () => (cell ? letterOf(model, cell) : null));
}

/** How many pictures are compared, kept up to date. */
export function useComparedCount(): number {
  const { model } = useGrid();
  return useSlice(useCompared(), () => model.options.compare?.count ?? 0);
}

export function LetterTag({ letter }: { letter: string | null }): ReactElement | null {
  const { say } = useGrid().text;
  return letter === null ? null : (
    <span className="jd-Tag jd-mod-tr jd-mod-letter" title={say('compare_holds', { letter })}>
      {letter}
    </span>
  );
}

const sources = new WeakMap<object, Source>();
const NOTHING: Source = { subscribe: () => () => undefined };

/** The pictures that are compared as something to watch: one object a token, so that nobody subscribes anew at each drawing. */
function useCompared(): Source {
  const { compare } = useGrid().model.options;
  if (!compare) {
    return NOTHING;
  }
  const source = sources.get(compare) ?? {
    subscribe: listener => {
      const tell = (): void => listener();
      compare.changed.connect(tell);
      return () => void compare.changed.disconnect(tell);
    }
  };
  sources.set(compare, source);
  return source;
}
