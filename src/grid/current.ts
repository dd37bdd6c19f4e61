/** The grid that a person is at: the one that had the focus last, while it is in the page and its tab in front. */
import type { GridModel } from './grid-model';

type Shown = { node: HTMLElement; model: GridModel };
let last: Shown | null = null;

export function noteFocus(shown: Shown): void {
  last = shown;
}

export function forgetFocus({ model }: Pick<Shown, 'model'>): void {
  last = last?.model === model ? null : last;
}

export function currentGrid(): GridModel | null {
  return last?.node.isConnected && !last.node.closest('.lm-mod-hidden') ? last.model : null;
}
