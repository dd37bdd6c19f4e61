/**
 * The notebook's copy of a grid: enough to show it without kernel, service or extension state, never a token, an absolute URL or a
 * path. It is below 2 MB whatever the size of the sweep; thumbnails are WebP of at most 12 KB each. Version 2 writes many cells in columns.
 *
 * This is the only door through which a notebook's bytes reach the grid. A notebook may come from anyone, so every field is checked
 * and copied: what is not of the contract is dropped, ids and hashes (which end in URLs) keep to a safe alphabet, a thumbnail is WebP
 * by its first bytes, and counts are bounded.
 */
import * as v from 'valibot';
import { type CellParams, core, options } from './catalogue';
import { nothingOf, SHA256, valueSchema } from './parameters/value-schema';
import { type Column, countedColumn, readColumn, toColumn } from './columns';
import type { Facts } from './messages/types';
import { finite, object, record } from './shapes';
import { CELL_STATES, JOB_STATES } from './states';
import type { Layout, Mark, Origin, PlanAxis, Spec, WireMessage } from './wire';

export const PAYLOAD_VERSION = 2;
export const THUMBNAIL_BYTES_MAX = 12 * 1024;
/** Of a payload, and of the output that it is in with its sheet: small enough to mail and to keep in version control. */
export const PAYLOAD_BYTES_MAX = 2_000_000;
/** Cells from which on they are written in columns; fewer are written one by one, for whoever reads a notebook's file. */
export const COLUMNS_FROM = 500;

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
    flag: orNull(v.picklist(['pick', 'reject']))
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

const cellFields = {
  state: v.fallback(v.picklist(CELL_STATES), 'queued'),
  cached: v.fallback(v.boolean(), false),
  image: orNull(v.pipe(v.string(), v.regex(SHA256))),
  width: count,
  height: count,
  error,
  mark,
  /** base64 WebP without the data: prefix. */
  thumbnail: orNull(v.pipe(v.string(), v.maxLength(THUMBNAIL_MAX), v.regex(WEBP)))
};
const PayloadCell = object({
  id,
  /** One index per axis. */
  index: listOf(count, AXES_MAX),
  params: cellParams,
  ...cellFields
});
export type PayloadCell = v.InferOutput<typeof PayloadCell>;

/** Cells in columns; those of `params` and of the fields by their names, of `index` one an axis. */
export type PackedCells = {
  count: number;
  id: Column;
  index: readonly Column[];
  params: Readonly<Record<string, Column>>;
} & Readonly<Record<keyof typeof cellFields, Column>>;

export function packCells(cells: readonly PayloadCell[]): PackedCells {
  const names = [...new Set(cells.flatMap(({ params }) => Object.keys(params)))];
  const column = (of: (cell: PayloadCell) => unknown): Column => toColumn(cells.map(of));
  const columns = <Name extends string>(
    all: readonly Name[],
    of: (cell: PayloadCell, name: Name) => unknown
  ): Record<Name, Column> =>
    Object.fromEntries(all.map(each => [each, column(cell => of(cell, each))])) as Record<Name, Column>;
  return {
    count: cells.length,
    id: countedColumn(cells.map(cell => cell.id)),
    index: (cells[0]?.index ?? []).map((_, axis) => column(({ index }) => index[axis])),
    params: columns(names, ({ params }, each) => (params as Record<string, unknown>)[each]),
    ...columns(Object.keys(cellFields) as (keyof typeof cellFields)[], (cell, each) => cell[each])
  };
}

const valuesOfParams = new Map<string, v.GenericSchema<unknown, unknown>>([
  ...core.map(each => [each.name, v.fallback(valueSchema(each), nothingOf(each))] as const),
  ...options.map(each => [each.name, ifSaid(valueSchema(each))] as const)
]);

/** Cells out of their columns, every value checked as that of a cell by itself; each value once, however many cells have it. */
function unpackCells(packed: Record<string, unknown>): PayloadCell[] {
  const size = v.parse(v.pipe(finite, v.integer(), v.minValue(0), v.maxValue(CELLS_MAX)), packed.count);
  const columnOf = <Of extends Schema>(column: unknown, schema: Of) =>
    readColumn(column, size, value => v.parse(schema, value));
  const ids = columnOf(packed.id, id);
  const index = v.parse(listOf(v.unknown(), AXES_MAX), packed.index).map(each => columnOf(each, count));
  const params = Object.entries(packed.params as object).flatMap(([each, column]) => {
    const schema = valuesOfParams.get(each);
    return schema ? [[each, columnOf(column, schema)] as const] : [];
  });
  const fields = Object.entries(cellFields).map(
    ([each, schema]) => [each, columnOf(packed[each], schema)] as const
  );
  const nothing = v.parse(cellParams, {});
  return Array.from({ length: size }, (_, place) => {
    const name = ids(place);
    if (name === undefined) {
      throw new Error('a cell without an id');
    }
    const own: Record<string, unknown> = { ...nothing };
    for (const [each, column] of params) {
      const value = column(place);
      if (value !== undefined) {
        own[each] = value;
      }
    }
    const cell: Record<string, unknown> = {
      id: name,
      index: index.map(column => column(place) ?? 0),
      params: own
    };
    for (const [each, column] of fields) {
      cell[each] = column(place) ?? null;
    }
    return cell as PayloadCell;
  });
}

const packedCells = v.pipe(
  v.custom<Record<string, unknown>>(value => typeof value === 'object' && !Array.isArray(value)),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return unpackCells(dataset.value);
    } catch {
      addIssue({ message: 'no cells in columns' });
      return NEVER;
    }
  })
);

const SweepPayload = v.pipe(
  object({
    version: finite,
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
    cells: v.union([v.pipe(v.array(PayloadCell), v.maxLength(CELLS_MAX)), packedCells]),
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
/** As it is written. */
export type WrittenPayload = Omit<SweepPayload, 'cells'> & { cells: readonly PayloadCell[] | PackedCells };

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
