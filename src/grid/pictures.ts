/** Where the pictures of cells come from. */
import type { IDiffusionClient } from '../tokens';
import { askFor } from './size';
import type { CellView } from './sweep-state';

/**
 * What to draw first and when the service has nothing: the preview of a cell being drawn, or the notebook's thumbnail, as a data URL.
 */
export function nearPicture(cell: CellView): string | null {
  const webp = cell.preview ?? cell.thumbnail;
  return webp ? `data:image/webp;base64,${webp}` : null;
}

/**
 * The service's picture, which replaces the near one when it has loaded. Null unless the service knows the job, so that an untrusted
 * notebook can't make the browser ask for anything. `size` is the longer side it is drawn at, null for the picture as it is.
 */
export function farPicture(
  cell: CellView,
  options: { client: IDiffusionClient; attached: boolean; missing: ReadonlySet<string>; size: number | null }
): string | null {
  const { client, attached, missing, size } = options;
  if (!cell.image || !attached || missing.has(cell.image)) {
    return null;
  }
  return size === null
    ? client.imageUrl(cell.image, { format: 'png' })
    : client.imageUrl(cell.image, {
        format: 'webp',
        max: askFor(size, globalThis.devicePixelRatio || 1, cell)
      });
}
