import {
  PAYLOAD_VERSION,
  type PayloadCell,
  type SweepPayload,
  THUMBNAILS_BYTES_MAX,
  THUMBNAIL_BYTES_MAX
} from '../../schema/payload';
import type { Job } from '../../schema/wire';

/** The PNG of a hash, or null. */
export type ReadPicture = (sha256: string) => Promise<Buffer | null>;
/** A WebP of at most so many bytes of a hash's picture, or null. */
export type ReadThumbnail = (sha256: string, bytesMax: number) => Promise<Uint8Array | null>;

/** Bytes of base64 that each byte of a thumbnail takes. */
const BASE64 = 4 / 3;
/** Below this a thumbnail shows nothing; rather none than that. */
const THUMBNAIL_BYTES_MIN = 700;

/** The notebook's copy of a job's grid, thumbnails within the limits of the contract. */
export async function makePayload(job: Job, thumbnail: ReadThumbnail): Promise<SweepPayload> {
  const hashes = [...new Set(job.cells.map(({ image }) => image).filter(image => image !== null))];
  const share = Math.floor(THUMBNAILS_BYTES_MAX / BASE64 / Math.max(1, job.cells.length));
  const limit = Math.min(THUMBNAIL_BYTES_MAX, share);
  const thumbnails = new Map<string, string>();
  const make = async (hash: string): Promise<void> => {
    const webp = await thumbnail(hash, limit);
    if (webp) {
      thumbnails.set(hash, Buffer.from(webp).toString('base64'));
    }
  };
  await Promise.all(limit >= THUMBNAIL_BYTES_MIN ? hashes.map(make) : []);
  const { progress, plan } = job;
  return {
    version: PAYLOAD_VERSION,
    job: job.id,
    state: job.state,
    created: job.created,
    text: job.text,
    spec: job.spec,
    axes: plan.axes,
    layout: plan.layout,
    base: plan.base,
    origins: plan.origins,
    cells: job.cells.map(cell => payloadCell(cell, thumbnails)),
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

function payloadCell(cell: Job['cells'][number], thumbnails: Map<string, string>): PayloadCell {
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
