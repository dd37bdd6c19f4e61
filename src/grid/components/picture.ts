import { farPicture } from '../far-picture';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

export { farPicture, nearPicture } from '../far-picture';

/** The service's picture of a cell, for a component that draws one. */
export function useFarPicture(cell: CellView, size: number | null): string | null {
  const { model } = useGrid();
  return useSnapshot(({ attachment, view }) =>
    farPicture(cell, {
      client: model.options.client,
      attached: attachment === 'service',
      missing: view.missing,
      size
    })
  );
}
