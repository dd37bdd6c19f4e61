import { isAsked, pictureUrl } from '../far-picture';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

export { farPicture, isAsked, nearPicture, pictureUrl } from '../far-picture';

/** The service's picture of a cell, for a component that draws one. */
export function useFarPicture(cell: CellView, size: number | null): string | null {
  const { model } = useGrid();
  const asked = useSnapshot(({ attachment, view }) => isAsked(cell, attachment === 'service', view.missing));
  return asked ? pictureUrl(cell, model.options.client, size) : null;
}
