/**
 * The notebook's copy of a grid: enough to show it without kernel, service or extension state, never a token, an absolute URL or a
 * path. Thumbnails are WebP of at most 12 KB each and 2 MB in all.
 *
 * This is the only door through which a notebook's bytes reach the grid. A notebook may come from anyone, so every field is checked
 * and copied: what is not of the contract is dropped, ids and hashes (which end in URLs) keep to a safe alphabet, a thumbnail is WebP
 * by its first bytes, and counts are bounded.
 */
import * as v from 'valibot';
import { type CellParams, core, options } from './catalogue';
import { nothingOf, SHA256, valueSchema } from './parameters/value-schema';
import type { Facts } from './messages/types';
import { finite, object, record } from './shapes';
import { CELL_STATES, JOB_STATES } from './states';
import { TAG_LENGTH_MAX, TAGS_MAX, tidyTags } from './tags';
import type { Layout, Mark, Origin, PlanAxis, Spec, WireMessage } from './wire';

export const PAYLOAD_VERSION = 1;
export const THUMBNAIL_BYTES_MAX = 12 * 1024;
export const THUMBNAILS_BYTES_MAX = 2 * 1024 * 1024;

const CELLS_MAX = 20_000;
const AXES_MAX = 32;
const REMARKS_MAX = 200;
const TEXT_MAX = 1_000_000;
const NAME_MAX = 256;
const SENTENCE_MAX = 10_000;
/** Characters of base64 that hold the longest thumbnail. */
const THUMBNAIL_MAX = Math.ceil(THUMBNAIL_BYTES_MAX / 3) * 4;
const ID = /^[\w.-]{1,128}$/;
/** `RIFF` in base64, which opens every WebP file. */
const WEBP = /^UklGR[A-Za-z0-9+/]*={0,2}$/;

const origins: readonly Origin[] = ['user', 'model', 'catalogue'];

const id = v.pipe(v.string(), v.regex(ID));
type Schema = v.GenericSchema<unknown, unknown>;
const orNull = <Of extends Schema>(schema: Of) => v.fallback(v.nullable(schema), null);
/** What is there and of its kind. */
const ifSaid = <Of extends Schema>(schema: Of) => v.fallback(v.optional(schema), undefined);
const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.transform(value => value.slice(0, longest))
  );
const name = v.pipe(text(NAME_MAX), v.minLength(1));
const count = v.fallback(
  v.pipe(
    finite,
    v.transform(value => Math.max(0, Math.floor(value)))
  ),
  0
);
const scalar = orNull(v.union([v.string(), v.boolean(), finite]));
/** The first items of a list; anything else is an empty one. */
const listOf = <Item extends Schema>(item: Item, most: number) =>
  v.pipe(
    v.fallback(v.array(v.unknown()), () => []),
    v.transform(items => items.slice(0, most)),
    v.array(item)
  );
/** An object of fields that are each lenient; of anything else, what these make of an empty one. */
const leniently = <Of extends Schema>(schema: Of) => v.fallback(schema, () => v.parse(schema, {}));
/** The object without what it doesn't say, for a key that is there counts as said. */
const said = <Bag extends object>(value: Bag): Bag =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Bag;

const cellParams = leniently(
  v.pipe(
    object(
      Object.fromEntries<v.GenericSchema>([
        ...core.map(each => [each.name, v.fallback(valueSchema(each), nothingOf(each))] as const),
        ...options.map(each => [each.name, ifSaid(valueSchema(each))] as const)
      ])
    ),
    v.transform(value => said(value) as CellParams)
  )
);

const mark: v.GenericSchema<unknown, Mark | null> = orNull(
  object({
    rating: orNull(
      v.pipe(
        finite,
        v.transform(value => Math.min(5, Math.max(0, Math.round(value))))
      )
    ),
    flag: orNull(v.picklist(['pick', 'reject'])),
    // A notebook from before there were tags has none.
    tags: v.optional(
      v.pipe(
        listOf(v.fallback(text(TAG_LENGTH_MAX), ''), TAGS_MAX),
        v.transform(tags => tidyTags(tags))
      ),
      []
    )
  })
);

/** Facts of a sentence; one that has a sentence of its own is told by the message. */
const facts = v.pipe(
  record(name, ifSaid(v.union([text(SENTENCE_MAX), finite, v.array(v.string())]))),
  v.transform((value): Facts => said(value))
);

const error: v.GenericSchema<unknown, WireMessage | null> = orNull(
  v.pipe(
    object({
      code: v.fallback(text(128), ''),
      facts: ifSaid(facts),
      message: text(SENTENCE_MAX),
      title: ifSaid(text(SENTENCE_MAX)),
      detail: ifSaid(text(SENTENCE_MAX)),
      hint: ifSaid(text(SENTENCE_MAX)),
      where: ifSaid(object({ line: count, column: count, length: count }))
    }),
    v.transform(said)
  )
);

/** What is said of the whole sweep; a saved remark without words is none. */
const remarks = v.pipe(
  listOf(error, REMARKS_MAX),
  v.transform(all => all.filter(each => each !== null))
);

const axis: v.GenericSchema<unknown, PlanAxis> = object({
  id: name,
  params: v.pipe(
    listOf(v.unknown(), AXES_MAX),
    v.transform(all => all.filter(each => typeof each === 'string'))
  ),
  values: listOf(listOf(scalar, AXES_MAX), CELLS_MAX),
  labels: v.pipe(
    v.array(
      v.pipe(
        scalar,
        v.transform(value => String(value ?? ''))
      )
    ),
    v.maxLength(CELLS_MAX)
  ),
  to_draw: listOf(count, CELLS_MAX)
});

const place = ifSaid(name);
const layout: v.GenericSchema<unknown, Layout> = leniently(
  v.pipe(object({ x: place, y: place, xx: place, yy: place }), v.transform(said))
);

const PayloadCell = object({
  id,
  /** One index per axis. */
  index: listOf(count, AXES_MAX),
  params: cellParams,
  state: v.fallback(v.picklist(CELL_STATES), 'queued'),
  cached: v.fallback(v.boolean(), false),
  image: orNull(v.pipe(v.string(), v.regex(SHA256))),
  width: count,
  height: count,
  error,
  mark,
  /** base64 WebP without the data: prefix. */
  thumbnail: orNull(v.pipe(v.string(), v.maxLength(THUMBNAIL_MAX), v.regex(WEBP)))
});
export type PayloadCell = v.InferOutput<typeof PayloadCell>;

const SweepPayload = v.pipe(
  object({
    version: v.pipe(
      finite,
      v.transform((): typeof PAYLOAD_VERSION => PAYLOAD_VERSION)
    ),
    /** null when the sweep could not start: `error` says why. */
    job: orNull(id),
    state: v.fallback(v.picklist(JOB_STATES), 'done'),
    created: v.fallback(text(64), ''),
    text: orNull(text(TEXT_MAX)),
    // The grid shows the plan of the spec; the spec itself stays with the service.
    spec: v.pipe(
      v.unknown(),
      v.transform((): Spec => ({ base: {}, axes: [] }))
    ),
    axes: listOf(axis, AXES_MAX),
    layout,
    base: leniently(record(v.string(), scalar)),
    origins: leniently(record(v.string(), v.fallback(v.picklist(origins), 'user'))),
    cells: v.pipe(v.array(PayloadCell), v.maxLength(CELLS_MAX)),
    summary: leniently(object({ drawn: count, cached: count, failed: count, seconds: orNull(finite) })),
    /** What is odd about the sweep, though it is drawn. */
    remarks: ifSaid(remarks),
    /** Why nothing could start, when `job` is null. */
    error
  }),
  v.check(({ cells }) => new Set(cells.map(cell => cell.id)).size === cells.length),
  v.check(({ axes, cells }) => cells.every(cell => cell.index.length === axes.length))
);
export type SweepPayload = v.InferOutput<typeof SweepPayload>;

export type PayloadReading = { payload: SweepPayload } | { problem: 'unreadable' | 'newer' };

/** The payload in a notebook's data, or why it can't be shown. Never throws. */
export function readPayload(value: unknown): PayloadReading {
  const { output, success } = v.safeParse(SweepPayload, value);
  if (success && Number((value as SweepPayload).version) <= PAYLOAD_VERSION) {
    return { payload: output };
  }
  const newer = v.is(object({ version: v.pipe(finite, v.gtValue(PAYLOAD_VERSION)) }), value);
  return { problem: newer ? 'newer' : 'unreadable' };
}
