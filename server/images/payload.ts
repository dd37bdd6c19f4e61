import {
  COLUMNS_FROM,
  packCells,
  PAYLOAD_VERSION,
  type PayloadCell,
  THUMBNAIL_BYTES_MAX,
  type WrittenPayload
} from '../../schema/payload';
import type { Job } from '../../schema/wire';
import { BASE64, notebookShares } from './notebook-shares';

/** The PNG of a hash, or null. */
export type ReadPicture = (sha256: string) => Promise<Buffer | null>;
/** A WebP of at most so many bytes of a hash's picture, or null. */
export type ReadThumbnail = (sha256: string, bytesMax: number) => Promise<Uint8Array | null>;

/** Below this a thumbnail shows nothing; rather fewer of them than that. */
const THUMBNAIL_BYTES_MIN = 1200;

/** The notebook's copy of a job's grid. Thumbnails get what its cells leave of its share: the more there are the smaller, then fewer. */
export async function makePayload(job: Job, thumbnail: ReadThumbnail): Promise<WrittenPayload> {
  const bare = payloadOf(job, new Map());
  const room = notebookShares(job.cells.length).payload - Buffer.byteLength(JSON.stringify(bare));
  const hashes = shownFirst(job);
  const each = Math.min(THUMBNAIL_BYTES_MAX, Math.floor(room / BASE64 / Math.max(1, hashes.length)));
  const limit = Math.max(each, THUMBNAIL_BYTES_MIN);
  const count = each === limit ? hashes.length : Math.max(0, Math.floor(room / BASE64 / limit));
  const thumbnails = new Map<string, string>();
  const make = async (hash: string): Promise<void> => {
    const webp = await thumbnail(hash, limit);
    if (webp) {
      thumbnails.set(hash, Buffer.from(webp).toString('base64'));
    }
  };
  await Promise.all(hashes.slice(0, count).map(make));
  return thumbnails.size === 0 ? bare : payloadOf(job, thumbnails);
}

/** The pictures of a job: those that somebody picked or rated, then as they stand in the sweep. */
function shownFirst({ cells }: Job): string[] {
  const marked = cells.filter(({ mark }) => mark && (mark.flag === 'pick' || mark.rating));
  const images = [...marked, ...cells].map(({ image }) => image);
  return [...new Set(images)].filter(image => image !== null);
}

function payloadOf(job: Job, thumbnails: ReadonlyMap<string, string>): WrittenPayload {
  const cells = job.cells.map(cell => payloadCell(cell, thumbnails));
  const isLarge = cells.length >= COLUMNS_FROM;
  const { progress, plan } = job;
  return {
    version: isLarge ? PAYLOAD_VERSION : 1,
    job: job.id,
    state: job.state,
    created: job.created,
    text: job.text,
    spec: job.spec,
    axes: plan.axes,
    layout: plan.layout,
    base: plan.base,
    origins: plan.origins,
    cells: isLarge ? packCells(cells) : cells,
    summary: {
      drawn: progress.cells_done - progress.cells_cached,
      cached: progress.cells_cached,
      failed: progress.cells_failed,
      seconds:
        job.finished === null ? null : Math.max(0, (Date.parse(job.finished) - Date.parse(job.created)) / 1e3)
    },
    remarks: plan.warnings,
    error: null
  };
}

function payloadCell(cell: Job['cells'][number], thumbnails: ReadonlyMap<string, string>): PayloadCell {
  const { id, index, params, state, cached, image, width, height, error, mark } = cell;
  return {
    id,
    index,
    params,
    state,
    cached,
    image,
    width,
    height,
    error,
    mark: mark ?? null,
    thumbnail: (image && thumbnails.get(image)) ?? null
  };
}
