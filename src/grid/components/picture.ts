export { farPicture, nearPicture } from '../pictures';
import { farPicture } from '../pictures';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

/** The same for a component that draws one cell. */
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
