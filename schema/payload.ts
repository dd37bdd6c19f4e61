/**
 * The notebook's copy of a grid: enough to show it without kernel, service or extension state, never a token, an absolute URL or a
 * path. Thumbnails are WebP of at most 12 KB each and 2 MB in all.
 *
 * This is the only door through which a notebook's bytes reach the grid. A notebook may come from anyone, so every field is checked
 * and copied: what is not of the contract is dropped, ids and hashes (which end in URLs) keep to a safe alphabet, a thumbnail is WebP
 * by its first bytes, and counts are bounded.
 */
import * as z from 'zod/mini';
import { type CellParams, core, options } from './catalogue';
import { nothingOf, SHA256, valueSchema } from './parameters/value-schema';
import type { Facts } from './messages/types';
import { CELL_STATES, JOB_STATES } from './states';
import type { Layout, Mark, Origin, PlanAxis, Spec, WireError } from './wire';

export const PAYLOAD_VERSION = 1;
export const THUMBNAIL_BYTES_MAX = 12 * 1024;
export const THUMBNAILS_BYTES_MAX = 2 * 1024 * 1024;

const CELLS_MAX = 20_000;
const AXES_MAX = 32;
const TEXT_MAX = 1_000_000;
const NAME_MAX = 256;
const SENTENCE_MAX = 10_000;
/** Characters of base64 that hold the longest thumbnail. */
const THUMBNAIL_MAX = Math.ceil(THUMBNAIL_BYTES_MAX / 3) * 4;
const ID = /^[\w.-]{1,128}$/;
/** `RIFF` in base64, which opens every WebP file. */
const WEBP = /^UklGR[A-Za-z0-9+/]*={0,2}$/;

const origins: readonly Origin[] = ['user', 'model', 'catalogue'];

const id = z.string().check(z.regex(ID));
const orNull = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.nullable(schema), null);
const text = (longest: number) =>
  z.pipe(
    z.string(),
    z.transform((value: string) => value.slice(0, longest))
  );
const name = text(NAME_MAX).check(z.minLength(1));
const count = z.catch(
  z.pipe(
    z.number(),
    z.transform((value: number) => Math.max(0, Math.floor(value)))
  ),
  0
);
const scalar = orNull(z.union([z.string(), z.boolean(), z.number()]));
/** The first items of a list; anything else is an empty one. */
const listOf = <Item extends z.ZodMiniType>(item: Item, most: number) =>
  z.pipe(
    z.catch(z.array(z.unknown()), []),
    z.pipe(
      z.transform((items: unknown[]) => items.slice(0, most)),
      z.array(item)
    )
  );
/** An object of fields that are each lenient; of anything else, what these make of an empty one. */
const leniently = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.catch(schema, () => z.parse(schema, {}) as z.output<Schema>);
/** The object without what it doesn't say, for a key that is there counts as said. */
const said = <Bag extends object>(value: Bag): Bag =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Bag;

const cellParams = leniently(
  z.pipe(
    z.object(
      Object.fromEntries([
        ...core.map(each => [each.name, z.catch(valueSchema(each), nothingOf(each))]),
        ...options.map(each => [each.name, z.catch(z.optional(valueSchema(each)), undefined)])
      ]) as Record<string, z.ZodMiniType>
    ),
    z.transform(value => said(value) as CellParams)
  )
);

const mark: z.ZodMiniType<Mark | null> = orNull(
  z.object({
    rating: orNull(
      z.pipe(
        z.number(),
        z.transform((value: number) => Math.min(5, Math.max(0, Math.round(value))))
      )
    ),
    flag: orNull(z.enum(['pick', 'reject']))
  })
);

/** Facts of a sentence; one that has a sentence of its own is told by the message. */
const facts: z.ZodMiniType<Facts> = z.pipe(
  z.record(
    name,
    z.catch(z.optional(z.union([text(SENTENCE_MAX), z.number(), z.array(z.string())])), undefined)
  ),
  z.transform(said)
);

const error: z.ZodMiniType<WireError | null> = orNull(
  z.pipe(
    z.object({
      code: z.catch(text(128), ''),
      facts: z.catch(z.optional(facts), undefined),
      message: text(SENTENCE_MAX),
      title: z.catch(z.optional(text(SENTENCE_MAX)), undefined),
      detail: z.catch(z.optional(text(SENTENCE_MAX)), undefined),
      hint: z.catch(z.optional(text(SENTENCE_MAX)), undefined),
      where: z.catch(z.optional(z.object({ line: count, column: count, length: count })), undefined)
    }),
    z.transform(said)
  )
);

const axis: z.ZodMiniType<PlanAxis> = z.object({
  id: name,
  params: z.pipe(
    listOf(z.unknown(), AXES_MAX),
    z.transform((all: unknown[]) => all.filter(each => typeof each === 'string'))
  ),
  values: listOf(listOf(scalar, AXES_MAX), CELLS_MAX),
  labels: z
    .array(
      z.pipe(
        scalar,
        z.transform(value => String(value ?? ''))
      )
    )
    .check(z.maxLength(CELLS_MAX)),
  to_draw: listOf(count, CELLS_MAX)
});

const place = z.catch(z.optional(name), undefined);
const layout: z.ZodMiniType<Layout> = leniently(
  z.pipe(z.object({ x: place, y: place, xx: place, yy: place }), z.transform(said))
);

const PayloadCell = z.object({
  id,
  /** One index per axis. */
  index: listOf(count, AXES_MAX),
  params: cellParams,
  state: z.catch(z.enum(CELL_STATES), 'queued'),
  cached: z.catch(z.boolean(), false),
  image: orNull(z.string().check(z.regex(SHA256))),
  width: count,
  height: count,
  error,
  mark,
  /** base64 WebP without the data: prefix. */
  thumbnail: orNull(z.string().check(z.maxLength(THUMBNAIL_MAX), z.regex(WEBP)))
});
export type PayloadCell = z.output<typeof PayloadCell>;

const SweepPayload = z
  .object({
    version: z.pipe(
      z.number(),
      z.transform((): typeof PAYLOAD_VERSION => PAYLOAD_VERSION)
    ),
    /** null when the sweep could not start: `error` says why. */
    job: orNull(id),
    state: z.catch(z.enum(JOB_STATES), 'done'),
    created: z.catch(text(64), ''),
    text: orNull(text(TEXT_MAX)),
    // The grid shows the plan of the spec; the spec itself stays with the service.
    spec: z.pipe(
      z.unknown(),
      z.transform((): Spec => ({ base: {}, axes: [] }))
    ),
    axes: listOf(axis, AXES_MAX),
    layout,
    base: leniently(z.record(z.string(), scalar)),
    origins: leniently(z.record(z.string(), z.catch(z.enum(origins), 'user'))),
    cells: z.array(PayloadCell).check(z.maxLength(CELLS_MAX)),
    summary: leniently(z.object({ drawn: count, cached: count, failed: count, seconds: orNull(z.number()) })),
    /** Why nothing could start, when `job` is null. */
    error
  })
  .check(
    z.refine(({ cells }) => new Set(cells.map(cell => cell.id)).size === cells.length),
    z.refine(({ axes, cells }) => cells.every(cell => cell.index.length === axes.length))
  );
export type SweepPayload = z.output<typeof SweepPayload>;

export type PayloadReading = { payload: SweepPayload } | { problem: 'unreadable' | 'newer' };

/** The payload in a notebook's data, or why it can't be shown. Never throws. */
export function readPayload(value: unknown): PayloadReading {
  const { data, success } = z.safeParse(SweepPayload, value);
  if (success && Number((value as SweepPayload).version) <= PAYLOAD_VERSION) {
    return { payload: data };
  }
  const newer = z.safeParse(z.object({ version: z.number().check(z.gt(PAYLOAD_VERSION)) }), value).success;
  return { problem: newer ? 'newer' : 'unreadable' };
}
