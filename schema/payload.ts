/**
 * The notebook's copy of a grid: enough to show it without kernel, service or extension state, never a token, an absolute URL or a
 * path. Thumbnails are WebP of at most 12 KB each and 2 MB in all.
 */
import type { Cell, JobState, Layout, Plan, PlanAxis, Spec, WireError } from './wire';

export const SWEEP_MIME = 'application/vnd.jupyterlab-diffusion.sweep+json';
export const PAYLOAD_VERSION = 1;
export const THUMBNAIL_BYTES_MAX = 12 * 1024;
export const THUMBNAILS_BYTES_MAX = 2 * 1024 * 1024;

export type PayloadCell = Pick<
  Cell,
  'id' | 'index' | 'params' | 'state' | 'cached' | 'image' | 'width' | 'height' | 'error' | 'mark'
> & {
  /** base64 WebP without the data: prefix. */
  thumbnail: string | null;
};

export type SweepPayload = {
  version: typeof PAYLOAD_VERSION;
  /** null when the sweep could not start: `error` says why. */
  job: string | null;
  state: JobState;
  created: string;
  text: string | null;
  spec: Spec;
  axes: PlanAxis[];
  layout: Layout;
  base: Plan['base'];
  origins: Plan['origins'];
  cells: PayloadCell[];
  summary: { drawn: number; cached: number; failed: number; seconds: number | null };
  /** Why nothing could start, when `job` is null. */
  error?: WireError | null;
};
