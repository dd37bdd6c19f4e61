/**
 * The only door through which a notebook's bytes reach the grid. A notebook may come from anyone, so every field is checked and
 * copied: what is not of the contract is dropped, ids and hashes (which end in URLs) keep to a safe alphabet, a thumbnail is WebP by
 * its first bytes, and counts are bounded.
 */
import {
  PAYLOAD_VERSION,
  THUMBNAIL_BYTES_MAX,
  type PayloadCell,
  type SweepPayload
} from '../../schema/payload';
import { CELL_STATES, JOB_STATES } from '../../schema/states';
import type { CellParams, Layout, Mark, Origin, PlanAxis, WireError } from '../../schema/wire';

const CELLS_MAX = 20_000;
const AXES_MAX = 32;
const TEXT_MAX = 1_000_000;
const ID = /^[\w.-]{1,128}$/;
const SHA256 = /^[0-9a-f]{64}$/;
/** `RIFF` in base64, which opens every WebP file. */
const WEBP = /^UklGR[A-Za-z0-9+/]*={0,2}$/;

const origins: readonly Origin[] = ['user', 'model', 'catalogue'];

const emptyParams: CellParams = {
  prompt: '',
  negative_prompt: '',
  model: '',
  seed: 0,
  subseed: 0,
  subseed_strength: 0,
  steps: 0,
  cfg_scale: 0,
  sampler: '',
  scheduler: '',
  width: 0,
  height: 0,
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111'
};

export type Reading = { payload: SweepPayload } | { problem: 'unreadable' | 'newer' };

type Bag = Record<string, unknown>;

/** The payload in a notebook's data, or why it can't be shown. Never throws. */
export function readPayload(value: unknown): Reading {
  const bag = bagOf(value);
  if (!bag || typeof bag.version !== 'number' || !Array.isArray(bag.cells) || bag.cells.length > CELLS_MAX) {
    return { problem: 'unreadable' };
  }
  if (bag.version > PAYLOAD_VERSION) {
    return { problem: 'newer' };
  }
  const axes = listOf(bag.axes, AXES_MAX).map(axisOf);
  const cells = bag.cells.map(each => cellOf(each, axes.length));
  const ids = new Set(cells.map(cell => cell?.id));
  if (axes.some(axis => !axis) || cells.some(cell => !cell) || ids.size !== cells.length) {
    return { problem: 'unreadable' };
  }
  const summary = bagOf(bag.summary) ?? {};
  return {
    payload: {
      version: PAYLOAD_VERSION,
      job: matching(bag.job, ID),
      state: oneOf(bag.state, JOB_STATES, 'done'),
      created: textOf(bag.created, 64) ?? '',
      text: textOf(bag.text, TEXT_MAX),
      spec: { base: {}, axes: [] }, // The grid shows the plan of the spec; the spec itself stays with the service.
      axes: axes as PlanAxis[],
      layout: layoutOf(bag.layout),
      base: valuesOf(bag.base),
      origins: originsOf(bag.origins),
      cells: cells as PayloadCell[],
      summary: {
        drawn: countOf(summary.drawn),
        cached: countOf(summary.cached),
        failed: countOf(summary.failed),
        seconds: numberOf(summary.seconds)
      },
      error: errorOf(bag.error)
    }
  };
}

function axisOf(value: unknown): PlanAxis | null {
  const bag = bagOf(value);
  const id = textOf(bag?.id, 256);
  if (!bag || !id || !Array.isArray(bag.labels) || bag.labels.length > CELLS_MAX) {
    return null;
  }
  const labels = bag.labels.map(label => (typeof label === 'string' ? label : String(label ?? '')));
  const values = listOf(bag.values, CELLS_MAX).map(row => listOf(row, AXES_MAX).map(scalarOf));
  return {
    id,
    params: listOf(bag.params, AXES_MAX).filter(each => typeof each === 'string'),
    values,
    labels,
    to_draw: listOf(bag.to_draw, CELLS_MAX).map(countOf)
  };
}

function cellOf(value: unknown, axes: number): PayloadCell | null {
  const bag = bagOf(value);
  const id = matching(bag?.id, ID);
  const index = listOf(bag?.index, AXES_MAX).map(countOf);
  if (!bag || !id || index.length !== axes) {
    return null;
  }
  const image = matching(bag.image, SHA256);
  return {
    id,
    index,
    params: paramsOf(bag.params),
    state: oneOf(bag.state, CELL_STATES, 'queued'),
    cached: bag.cached === true,
    image,
    width: countOf(bag.width),
    height: countOf(bag.height),
    error: errorOf(bag.error),
    mark: markOf(bag.mark),
    thumbnail: thumbnailOf(bag.thumbnail)
  };
}

function paramsOf(value: unknown): CellParams {
  const bag = bagOf(value) ?? {};
  const kept = Object.entries(emptyParams).map(([name, fallback]) => {
    const given = bag[name];
    const fits = name === 'eta' ? given === null || finite(given) : typeof given === typeof fallback;
    return [name, fits && (typeof given !== 'number' || finite(given)) ? given : fallback];
  });
  return Object.fromEntries(kept) as CellParams;
}

function thumbnailOf(value: unknown): string | null {
  const longest = Math.ceil(THUMBNAIL_BYTES_MAX / 3) * 4;
  return typeof value === 'string' && value.length <= longest && WEBP.test(value) ? value : null;
}

function markOf(value: unknown): Mark | null {
  const bag = bagOf(value);
  if (!bag) {
    return null;
  }
  const rating = numberOf(bag.rating);
  return {
    rating: rating === null ? null : Math.min(5, Math.max(0, Math.round(rating))),
    flag: bag.flag === 'pick' || bag.flag === 'reject' ? bag.flag : null
  };
}

function errorOf(value: unknown): WireError | null {
  const bag = bagOf(value);
  const message = textOf(bag?.message, 10_000);
  if (!bag || message === null) {
    return null;
  }
  const where = bagOf(bag.where);
  return {
    code: textOf(bag.code, 128) ?? '',
    message,
    hint: textOf(bag.hint, 10_000) ?? undefined,
    where: where
      ? { line: countOf(where.line), column: countOf(where.column), length: countOf(where.length) }
      : undefined
  };
}

function layoutOf(value: unknown): Layout {
  const bag = bagOf(value) ?? {};
  const layout: Layout = {};
  for (const place of ['x', 'y', 'xx', 'yy'] as const) {
    const axis = textOf(bag[place], 256);
    if (axis) {
      layout[place] = axis;
    }
  }
  return layout;
}

function valuesOf(value: unknown): SweepPayload['base'] {
  return Object.fromEntries(Object.entries(bagOf(value) ?? {}).map(([name, each]) => [name, scalarOf(each)]));
}

function originsOf(value: unknown): SweepPayload['origins'] {
  return Object.fromEntries(
    Object.entries(bagOf(value) ?? {}).map(([name, each]) => [name, oneOf(each, origins, 'user')])
  );
}

function bagOf(value: unknown): Bag | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : null;
}
function listOf(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}
function textOf(value: unknown, longest: number): string | null {
  return typeof value === 'string' ? value.slice(0, longest) : null;
}
function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === 'string' && pattern.test(value) ? value : null;
}
function finite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
function numberOf(value: unknown): number | null {
  return finite(value) ? value : null;
}
function countOf(value: unknown): number {
  return finite(value) ? Math.max(0, Math.floor(value)) : 0;
}
function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'boolean' ? value : numberOf(value);
}
function oneOf<T>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.includes(value as T) ? (value as T) : fallback;
}
