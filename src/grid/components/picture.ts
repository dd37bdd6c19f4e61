import type { IDiffusionClient } from '../../tokens';
import { askFor } from '../size';
import type { CellView } from '../sweep-state';
import { useGrid, useSnapshot } from './context';

/**
 * What to draw first and when the service has nothing: the preview of a cell being drawn, or the notebook's thumbnail, as a data URL.
 */
export function nearPicture(cell: CellView): string | null {
  const webp = cell.preview ?? cell.thumbnail;
  return webp ? `data:image/webp;base64,${webp}` : null;
}

/**
 * Whether the service is asked for a cell's picture, which replaces the near one when it has loaded. Never unless it knows the job, so
 * that an untrusted notebook can't make the browser ask for anything.
 */
export function isAsked({ image }: CellView, attached: boolean, missing: ReadonlySet<string>): boolean {
  return image !== null && attached && !missing.has(image);
}

/** The address of the service's picture. `size` is the longer side it is drawn at, null for the picture as it is. */
export function pictureUrl(cell: CellView, client: IDiffusionClient, size: number | null): string | null {
  const { image } = cell;
  if (image === null) {
    return null;
  }
  return size === null
    ? client.imageUrl(image, { format: 'png' })
    : client.imageUrl(image, { format: 'webp', max: askFor(size, globalThis.devicePixelRatio || 1, cell) });
}

/** The same, null when the service isn't asked. */
export function farPicture(
  cell: CellView,
  options: { client: IDiffusionClient; attached: boolean; missing: ReadonlySet<string>; size: number | null }
): string | null {
  const { client, attached, missing, size } = options;
  return isAsked(cell, attached, missing) ? pictureUrl(cell, client, size) : null;
}

/** The same for a component that draws one cell. */
export function useFarPicture(cell: CellView, size: number | null): string | null {
  const { model } = useGrid();
  const asked = useSnapshot(({ attachment, view }) => isAsked(cell, attachment === 'service', view.missing));
  return asked ? pictureUrl(cell, model.options.client, size) : null;
}
