import { createContext, useContext } from 'react';
import type { IDiffusionText } from '../../tokens';
import { sameParts, useSlice } from '../../ui';
import type { GridModel } from '../grid-model';
import type { GridSnapshot } from '../view';

export type GridContext = { model: GridModel; text: IDiffusionText };

export const GridModelContext = createContext<GridContext | null>(null);

/** The model and the words of the grid around a component. */
export function useGrid(): GridContext {
  const context = useContext(GridModelContext);
  if (!context) {
    throw new Error('a part of the grid is drawn outside of it');
  }
  return context;
}

/** What a component takes of the grid's snapshot; it is drawn again only when one of these parts is another. */
export function useSnapshot<T>(select: (snapshot: GridSnapshot) => T): T {
  const { model } = useGrid();
  return useSlice(model, () => select(model.snapshot), sameParts);
}
