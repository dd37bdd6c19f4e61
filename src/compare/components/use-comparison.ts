import { useMemo } from 'react';
import { useSlice } from '../../ui';
import { seenItems } from '../state';
import type { Tray } from '../tray';
import { compareItems, titleAmong, type Comparison } from '../what-differs';
import { useCompare } from './context';

/** What differs between the pictures that are seen. */
export function useComparison(): Comparison {
  const { model } = useCompare();
  return useComparisonOf(() => seenItems(model.state));
}

/** What pictures are called among all of the tray: by what sets them apart; where that is no name of their own, as they are called at home. */
export function useTitles(): (item: Tray[number]) => string {
  const { model } = useCompare();
  const comparison = useComparisonOf(() => model.state.tray);
  return ({ letter, title }) => {
    const own = titleAmong(comparison, letter);
    const shared = comparison.letters.some(
      other => other !== letter && titleAmong(comparison, other) === own
    );
    return own !== '' && !shared ? own : title;
  };
}

function useComparisonOf(select: () => Tray): Comparison {
  const { model } = useCompare();
  const { language } = model.options.text;
  const items = useSlice(model, select, sameRecipes);
  return useMemo(() => compareItems(items, language), [items, language]);
}

/** Whether two lists are of the same pictures, as far as it matters how they were made. */
function sameRecipes(a: Tray, b: Tray): boolean {
  return (
    a.length === b.length &&
    a.every(({ letter, key, params }, at) => {
      const other = b[at];
      return letter === other.letter && key === other.key && params === other.params;
    })
  );
}
