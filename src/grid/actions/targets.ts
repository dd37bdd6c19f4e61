/** What the actions of the grid are done with, where in the page their keys are theirs, and when they can be done. */
import type { Action, Key } from '../../actions';
import type { Motion } from '../navigate';
import type { GridModel } from '../grid-model';
import { isActive, type CellView } from '../sweep-state';

export type GridTarget = { model: GridModel; cell?: CellView };
export type CellTarget = { model: GridModel; cell: CellView };

/** Where keys are ours: anywhere in the grid. */
export const GRID = '.jd-Grid';
/** With no field in focus. */
export const VIEW = '.jd-Grid :focus:not(input)';
/** On the sheet. */
export const SHEET = '.jd-Sheet :focus';
/** On a cell itself, not on a button in it. */
export const CELL = '.jd-Cell:focus';
/** In the full picture. */
export const FULL = '.jd-Grid.jd-mod-full :focus:not(input)';
/** Where one picture after the other is gone through. */
export const CULL = '.jd-Grid.jd-mod-cull :focus:not(input)';
/** Wherever pictures are looked at. */
export const PICTURES = '.jd-Pictures :focus:not(input)';
/** On a picture itself. */
export const PICTURE = '.jd-Looked:focus';

/** One picture, on its own or to flip through. */
export const isFull = ({ model }: GridTarget): boolean => ['full', 'flip'].includes(model.snapshot.view.mode);
export const isCull = ({ model }: GridTarget): boolean => model.snapshot.view.mode === 'cull';
export const isSheet = ({ model }: GridTarget): boolean =>
  model.snapshot.view.mode === 'grid' && model.snapshot.sheet !== null;
export const isAttached = ({ model }: GridTarget): boolean => model.attached;
export const hasNotebook = ({ model }: GridTarget): boolean => model.options.bridge !== null;
export const isGoingOn = ({ model }: GridTarget): boolean =>
  model.snapshot.sweep !== null && isActive(model.snapshot.sweep);

export function noteDone({ id, done }: Pick<Action<never>, 'id' | 'done'>, { model }: GridTarget): void {
  model.briefly.done(id, done?.(model.options.text.say) ?? '');
}

/** A key that leads somewhere on the sheet. */
export const to = (keys: string, motion: Motion): Key => ({ keys, args: { to: motion } });
