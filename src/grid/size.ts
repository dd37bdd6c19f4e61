/**
 * How large cells are. One size for all of them: the longer side of the box in CSS pixels, so zooming keeps them comparable.
 */
export const SIZE_MIN = 40;
export const SIZE_MAX = 640;
const AUTO_MIN = 76;
/** Rows don't shrink below this to fit the height: the sheet scrolls instead. */
const AUTO_MIN_FOR_HEIGHT = 112;
const AUTO_MAX = 208;
const AUTO_MAX_ALONE = 288;
/** How far a small picture is blown up without being asked. */
const AUTO_ENLARGED = 1.25;
/** The share of the window's height that the sheet may take; its style sheet says so too. */
export const SHEET_SHARE = 0.7;
const GAP = 4;
const OUTER_GAP = 16;
const STEP = 1.25;

export type Box = { width: number; height: number };

/** The shape that all pictures of a sweep fit into: theirs when they agree, else the largest width by the largest height. */
export function shapeOf(cells: readonly { params: { width: number; height: number } }[]): Box {
  let width = 0;
  let height = 0;
  for (const { params } of cells) {
    width = Math.max(width, params.width);
    height = Math.max(height, params.height);
  }
  return width > 0 && height > 0 ? { width, height } : { width: 1, height: 1 };
}

/** The cell box whose longer side is `size`, in the proportions of `shape`; at most 3 : 1, so that marks keep their room. */
export function boxOf(size: number, shape: Box): Box {
  const longer = Math.max(shape.width, shape.height);
  const side = (length: number): number => Math.round(size * Math.max(length / longer, 1 / 3));
  return { width: side(shape.width), height: side(shape.height) };
}

export type Room = {
  /** Pixels for the cells: without headers, but with the gaps. */
  width: number;
  height: number;
  columns: number;
  rows: number;
  outerColumns: number;
  outerRows: number;
};

/** The size at which all columns fit the width, and the rows the height as far as cells stay large enough to judge. */
export function fitSize(room: Room, shape: Box): number {
  const across = share(room.width, room.columns, room.outerColumns) * Math.max(1, shape.height / shape.width);
  const down = share(room.height, room.rows, room.outerRows) * Math.max(1, shape.width / shape.height);
  const alone = room.columns * room.rows === 1;
  const natural = Math.max(shape.width, shape.height) * (alone ? 2 : AUTO_ENLARGED);
  const most = Math.max(AUTO_MIN_FOR_HEIGHT, Math.min(alone ? AUTO_MAX_ALONE : AUTO_MAX, natural));
  return Math.floor(Math.min(most, Math.max(AUTO_MIN, across), Math.max(AUTO_MIN_FOR_HEIGHT, down)));
}

/** The size at which the columns fill the width, however high that makes the rows. */
export function widthSize(room: Room, shape: Box): number {
  const across = share(room.width, room.columns, room.outerColumns) * Math.max(1, shape.height / shape.width);
  return clampSize(Math.floor(across));
}

/** How high a sheet may be: a little more than its share, before it scrolls within a page that scrolls. */
export function fitsHeight(height: number, share: number): boolean {
  return height <= share * TOLERATED;
}
const TOLERATED = 1.15;

function share(pixels: number, count: number, groups: number): number {
  return (pixels - count * GAP - (groups - 1) * (OUTER_GAP - GAP)) / Math.max(1, count);
}

/** One step larger or smaller. */
export function stepSize(size: number, direction: 1 | -1): number {
  return clampSize(Math.round(direction > 0 ? size * STEP : size / STEP));
}

export function clampSize(size: number): number {
  return Math.min(SIZE_MAX, Math.max(SIZE_MIN, size));
}

const edges = [128, 256, 512, 1024];

/**
 * The longest side to ask the service for, so that a box is sharp on this screen; undefined for the whole picture. In a few steps,
 * so that zooming asks for few different pictures.
 */
export function askFor(size: number, pixelRatio: number, picture: Box): number | undefined {
  const needed = size * pixelRatio;
  const edge = edges.find(each => each >= needed);
  return edge !== undefined && edge < Math.max(picture.width, picture.height) ? edge : undefined;
}
