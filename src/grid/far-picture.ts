/** Where a cell's picture is to be had, for the page to ask for. */
import type { IDiffusionClient } from '../tokens';
import { askFor } from './size';
import type { CellView } from './sweep-state';
import type { GridSnapshot } from './view';

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

/** The whole picture of a cell that is done: the service's, or what the notebook has of it; null for any other. */
export function pictureOf(
  cell: CellView | undefined,
  model: { snapshot: GridSnapshot; options: { client: IDiffusionClient } }
): string | null {
  const { attachment, view } = model.snapshot;
  if (!cell || cell.state !== 'done') {
    return null;
  }
  const { client } = model.options;
  const far = farPicture(cell, {
    client,
    attached: attachment === 'service',
    missing: view.missing,
    size: null
  });
  return far ?? nearPicture(cell);
}
