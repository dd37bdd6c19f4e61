import { createContext, useContext } from 'react';
import type { Say } from '../../../schema/messages/browser';
import { sameParts, useSlice } from '../../ui';
import type { CompareTarget } from '../actions';
import type { CompareModel } from '../compare-model';
import type { CompareState } from '../state';

export type CompareContext = {
  model: CompareModel;
  say: Say;
  target: CompareTarget;
  /** Lets a person choose a picture among their files. */
  choose(): void;
};

export const CompareModelContext = createContext<CompareContext | null>(null);

/** The model and the words of the panel around a component. */
export function useCompare(): CompareContext {
  const context = useContext(CompareModelContext);
  if (!context) {
    throw new Error('a part of the Compare panel is drawn outside of it');
  }
  return context;
}

/** What a component takes of the panel's state; it is drawn again only when one of these parts is another. */
export function useCompareState<T>(select: (state: CompareState) => T): T {
  const { model } = useCompare();
  return useSlice(model, () => select(model.state), sameParts);
}
