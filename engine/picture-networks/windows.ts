/**
 * Windows of attention over a picture whose size only the run knows. Pixels are rows (h·w, c), and windows are those rows in another
 * order, so that cutting, shifting and padding are one look-up, and the way back another.
 */
import { attention, linear, reshape, shapeOf, transpose } from '../graph';
import type { Graph, Value } from '../graph';

/** How a picture is cut. */
export type Cut = {
  /** Rows and columns of a window. */
  height: number;
  width: number;
  /** By how many rows and columns the windows are moved on, those at the end going on at the beginning (Liu et al. 2021). */
  shift?: readonly [number, number];
  /** Windows see so many pixels more at each side, as zeros beyond the picture. */
  overlap?: number;
  /** What a picture is filled up to at its end, by zeros; where this is left out it divides by the windows. */
  multiple?: number;
};

export type Windows = {
  /** Pixels of a window. */
  size: number;
  /** For each pixel of each window its row, (windows · size); where there are zeros, one more row stands for them. */
  order: Value;
  zeros: boolean;
  /** The way back: for each row its place among the windows. */
  back: Value;
  /** Which pixels of a window belong together (windows, 1, size, size), and what is added to attention where they only meet because the end goes on at the beginning. */
  mask: { together: Value; closed: number } | null;
};

type Bounds = { height: Value; width: Value; pixels: Value };

/** Height, width and pixels of the picture `like`, as whole numbers [1]. */
function boundsOf(g: Graph, like: Value): Bounds {
  const part = (from: number): Value =>
    g.op('Slice', [shapeOf(g, like), g.ints([from]), g.ints([from + 1])], [1]);
  const [height, width] = [part(2), part(3)];
  return { height, width, pixels: ints(g, 'Mul', height, width) };
}

const ints = (g: Graph, op: string, a: Value, b: Value): Value =>
  g.op(op, [a, b], a.shape.length >= b.shape.length ? a.shape : b.shape);

/** The windows of `like` (1, c, h, w). */
export function windowsOf(g: Graph, like: Value, cut: Cut, closed = -100): Windows {
  const { height, width, shift = [0, 0], overlap = 0, multiple } = cut;
  const bounds = boundsOf(g, like);
  const zeros = overlap > 0 || multiple !== undefined;
  const rows = places(g, bounds.height, { window: height, shift: shift[0], overlap, multiple });
  const columns = places(g, bounds.width, { window: width, shift: shift[1], overlap, multiple });
  const size = (height + 2 * overlap) * (width + 2 * overlap);
  const down = reshape(g, rows, [-1, 1, height + 2 * overlap, 1]);
  const across = reshape(g, columns, [1, -1, 1, width + 2 * overlap]);
  const inside = ints(g, 'Add', ints(g, 'Mul', down, bounds.width), across);
  const grid = zeros ? withZeros(g, inside, { down, across }, bounds) : inside;
  const order = reshape(g, grid, [-1]);
  const back = overlap > 0 ? order : wayBack(g, order, bounds);
  const mask =
    shift[0] + shift[1] > 0 ? { together: togetherIn(g, { down, across, shift, size }), closed } : null;
  return { size, order, zeros, back, mask };
}

type Line = { window: number; shift: number; overlap: number; multiple: number | undefined };

/** Which pixels of a line of `length` each of its windows sees, (windows, window + 2·overlap). */
function places(g: Graph, length: Value, { window, shift, overlap, multiple = window }: Line): Value {
  const one = (value: number): Value => g.ints([value]);
  const blocks = ints(g, 'Div', ints(g, 'Add', length, one(multiple - 1)), one(multiple));
  const whole = ints(g, 'Mul', blocks, one(multiple));
  const starts = g.op('Range', [scalar(g, one(0)), scalar(g, whole), scalar(g, one(window))], [null]);
  const within = g.ints(Array.from({ length: window + 2 * overlap }, (_, i) => i - overlap + shift));
  const all = ints(g, 'Add', reshape(g, starts, [-1, 1]), within);
  return shift > 0 ? ints(g, 'Mod', all, whole) : all;
}

function scalar(g: Graph, x: Value): Value {
  return g.op('Squeeze', [x], []);
}

/** Pixels outside the picture as the row behind its last. */
function withZeros(
  g: Graph,
  inside: Value,
  { down, across }: { down: Value; across: Value },
  bounds: Bounds
): Value {
  const within = (line: Value, length: Value): Value =>
    ints(g, 'And', ints(g, 'GreaterOrEqual', line, g.ints([0])), ints(g, 'Less', line, length));
  const valid = ints(g, 'And', within(down, bounds.height), within(across, bounds.width));
  return g.op('Where', [valid, inside, bounds.pixels], inside.shape);
}

/** Where among the windows each pixel lies. */
function wayBack(g: Graph, order: Value, { pixels }: Bounds): Value {
  const range = (to: Value): Value =>
    g.op('Range', [scalar(g, g.ints([0])), scalar(g, to), scalar(g, g.ints([1]))], [null]);
  const room = range(ints(g, 'Add', pixels, g.ints([1])));
  const count = g.op('Shape', [order], [1]);
  const scattered = g.op('ScatterElements', [room, order, range(count)], [null]);
  return g.op('Slice', [scattered, g.ints([0]), pixels], [null]);
}

type Region = { down: Value; across: Value; shift: readonly [number, number]; size: number };

/** The first `shift` rows and columns of a picture meet its last ones in a window, without being their neighbours. */
function togetherIn(g: Graph, { down, across, shift, size }: Region): Value {
  const wrapped = (line: Value, by: number, code: number): Value => {
    const first = ints(g, 'Less', line, g.ints([by]));
    return g.op('Where', [first, g.ints([code]), g.ints([0])], line.shape);
  };
  const regions = ints(g, 'Add', wrapped(down, shift[0], 2), wrapped(across, shift[1], 1));
  return g.op(
    'Equal',
    [reshape(g, regions, [-1, 1, size, 1]), reshape(g, regions, [-1, 1, 1, size])],
    [null, 1, size, size]
  );
}

/** Rows (h·w, c) as windows (windows, size, c). */
export function inWindows(g: Graph, rows: Value, { order, size, zeros }: Windows): Value {
  const width = rows.shape[1] as number;
  const all = zeros
    ? g.op('Concat', [rows, g.floats(new Float32Array(width), [1, width])], rows.shape, {
        attributes: { axis: 0 }
      })
    : rows;
  return reshape(g, g.op('Gather', [all, order], [null, width]), [-1, size, width]);
}

/** Windows (windows, size, c) as rows (h·w, c). */
export function outOfWindows(g: Graph, x: Value, { back }: Windows): Value {
  const width = x.shape[2] as number;
  return g.op('Gather', [reshape(g, x, [-1, width]), back], [null, width]);
}

/**
 * What is added to attention between a pixel and another: an entry of `table` (entries, heads) by how far they lie apart,
 * (1, heads, size, seen). Made when the session loads.
 */
export function positionBias(
  g: Graph,
  table: Value,
  index: Value,
  { size, seen, heads }: { size: number; seen: number; heads: number }
): Value {
  const found = g.op('Gather', [table, index], [size * seen, heads]);
  return reshape(g, transpose(g, found, [1, 0]), [1, heads, size, seen]);
}

/** Which entry of a table of (2·height − 1) · (2·width − 1) belongs to each pair of pixels of a window, the seeing one first. */
export function relativeIndex(height: number, width: number): number[] {
  const pixels = Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width]);
  return pixels.flatMap(([y, x]) =>
    pixels.map(([v, u]) => (y - v + height - 1) * (2 * width - 1) + (x - u + width - 1))
  );
}

/** Attention of `heads` heads within the windows of `rows`, queries, keys and values by the layer `qkv`; rows (h·w, c) again. */
export function windowAttention(
  g: Graph,
  rows: Value,
  windows: Windows,
  { qkv, heads, bias }: { qkv: string; heads: number; bias: Value }
): Value {
  const width = rows.shape[1] as number;
  const seen = reshape(g, inWindows(g, rows, windows), [-1, width]);
  const [q, k, v] = [0, 1, 2].map(part =>
    reshape(g, projected(g, qkv, seen, part, width), [-1, windows.size, width])
  );
  return outOfWindows(g, attention(g, q, k, v, heads, masked(g, bias, windows, q)), windows);
}

/**
 * `bias` (1, heads, n, n) with the mask of shifted windows. It takes its zero from `q` only so that it is made when that layer is run: the
 * runtime makes early what needs nothing late, and the masks of all layers together are most of a run's memory.
 */
export function masked(g: Graph, bias: Value, { mask, size }: Windows, q: Value): Value {
  if (!mask) {
    return bias;
  }
  const first = g.op('Slice', [q, g.ints([0, 0, 0]), g.ints([1, 1, 1])], [1, 1, 1]);
  const zero = g.op('Mul', [first, g.floats([0], [])], [1, 1, 1]);
  const late = g.op('Where', [mask.together, zero, g.floats([mask.closed], [1])], [null, 1, size, size]);
  return g.op('Add', [bias, late], [null, ...bias.shape.slice(1)]);
}

/** Queries, keys or values: part 0, 1 or 2 of a layer (3·width, c). */
export function projected(g: Graph, name: string, rows: Value, part: number, width: number): Value {
  return linear(g, name, rows, 3 * width, {
    bias: g.has(`${name}.bias`),
    slice: [part * width, (part + 1) * width]
  });
}
