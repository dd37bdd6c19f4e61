/** Why something can't be done in the grid, or with a cell, at the moment. Empty where another reason is to be told. */
import type { Say } from '../../../schema/messages/browser';
import { type CellTarget, type GridTarget, isAttached } from './targets';

const VIEWS = {
  grid: { modes: ['grid'], words: 'only_in_grid' },
  full: { modes: ['full', 'flip'], words: 'only_in_full' },
  flip: { modes: ['flip'], words: 'only_in_flip' },
  cull: { modes: ['cull'], words: 'only_in_cull' }
} as const;

/** That it belongs to a view which isn't shown. */
export function onlyIn(view: keyof typeof VIEWS): (say: Say, target: GridTarget) => string {
  const { modes, words } = VIEWS[view];
  return (say, { model }) =>
    (modes as readonly string[]).includes(model.snapshot.view.mode) ? '' : say(words);
}

export function whyUnattached(say: Say, target: GridTarget): string {
  return isAttached(target) ? '' : say('needs_service');
}

export function whyNoPicture(say: Say, target: CellTarget): string {
  return whyUnattached(say, target) || (target.cell.image === null ? say('needs_picture') : '');
}

export function whyUnmarkable(say: Say, target: CellTarget): string {
  return whyUnattached(say, target) || (target.cell.state === 'done' ? '' : say('needs_picture'));
}
