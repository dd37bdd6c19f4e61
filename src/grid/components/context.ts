import { createContext, useContext } from 'react';
import type { IDiffusionText } from '../../tokens';
import type { GridModel } from '../grid-model';

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
