import { useMemo } from 'react';
import { useSlice } from '../../ui';
import { seenItems } from '../state';
import type { Item, Tray } from '../tray';
import { compareItems, titleAmong, type Comparison } from '../what-differs';
import { useCompare } from './context';

/** What differs between the pictures that are seen. */
export function useComparison(): Comparison {
  const { model } = useCompare();
  return useComparisonOf(() => seenItems(model.state));
}

/** What pictures are called beside one another: by what sets them apart, else as they are called at home. */
export function useTitles(): (item: Item) => string {
  const comparison = useComparison();
  return item => titleBeside(comparison, item);
}

/** The same among all of the tray. */
export function useTrayTitles(): (item: Item) => string {
  const { model } = useCompare();
  const comparison = useComparisonOf(() => model.state.tray);
  return item => titleBeside(comparison, item);
}

/** One kind of name for all: short ones only where each picture has its own. */
function titleBeside(comparison: Comparison, { letter, title }: Item): string {
  const names = comparison.letters.map(each => titleAmong(comparison, each));
  const own = titleAmong(comparison, letter);
  return own !== '' && !names.includes('') && new Set(names).size === names.length ? own : title;
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
