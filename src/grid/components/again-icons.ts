import type { IconName } from '../../icons';
import type { CellView } from '../sweep-state';

/** What came of drawing a cell again, as signs. */
export const AGAIN_ICONS: Record<NonNullable<CellView['again']>['state'], IconName> = {
  waiting: 'retry',
  same: 'ok',
  restored: 'ok',
  other: 'warn',
  failed: 'error'
};
