/**
 * Where pictures lie in their panes. All panes share one scale and one place, in picture pixels, so that the same spot of every picture
 * lies at the same spot of its pane; a picture may have a shift and a factor of its own beside them. Pictures of different sizes keep
 * their pixels' size and share their centres.
 */
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };
export type Box = Point & Size;

/** `scale`: screen pixels for a picture's pixel, or fitted. `x`, `y`: how far the centre lies from the pane's, in picture pixels. */
export type Place = Point & { scale: 'fit' | number };
/** What a picture has beside what all share: a shift in picture pixels, and a factor of the scale. */
export type Own = Point & { factor: number };

export const CENTRED: Place = { scale: 'fit', x: 0, y: 0 };
export const NO_OWN: Own = { x: 0, y: 0, factor: 1 };

export const SCALE_MIN = 0.05;
export const SCALE_MAX = 32;
const FIT_MAX = 8;
const MARGIN = 8;

export function clampScale(scale: number): number {
  return Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale));
}

/** The scale at which the largest of the pictures just fits into a pane. */
export function fitted(room: Size, pictures: readonly Size[]): number {
  const width = Math.max(1, ...pictures.map(each => each.width));
  const height = Math.max(1, ...pictures.map(each => each.height));
  const scale = Math.min((room.width - 2 * MARGIN) / width, (room.height - 2 * MARGIN) / height);
  return Math.min(FIT_MAX, clampScale(scale));
}

/** The scale as a number. */
export function scaleOf({ scale }: Place, room: Size, pictures: readonly Size[]): number {
  return scale === 'fit' ? fitted(room, pictures) : scale;
}

/** Where a picture lies in its pane, in whole screen pixels, so that none of its pixels is smeared over two. */
export function boxOf(picture: Size, place: Point & { scale: number }, own: Own, room: Size): Box {
  const scale = place.scale * own.factor;
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  return {
    x: Math.round(room.width / 2 + (place.x + own.x) * scale - width / 2),
    y: Math.round(room.height / 2 + (place.y + own.y) * scale - height / 2),
    width,
    height
  };
}

/** The place after a drag of so many screen pixels. */
export function panned<P extends Point>(place: P, by: Point, scale: number): P {
  return { ...place, x: place.x + by.x / scale, y: place.y + by.y / scale };
}

/** The place after zooming to a scale, with the spot under `at` (screen pixels from the pane's centre) where it was. */
export function zoomed(place: Point, from: number, to: number, at: Point = { x: 0, y: 0 }): Place {
  const scale = clampScale(to);
  return { scale, x: place.x + at.x / scale - at.x / from, y: place.y + at.y / scale - at.y / from };
}

/** The place with some of the largest picture left in sight. */
export function kept(place: Place, pictures: readonly Size[]): Place {
  const limit = (length: number, size: number): number => Math.min(size / 2, Math.max(-size / 2, length));
  const width = Math.max(0, ...pictures.map(each => each.width));
  const height = Math.max(0, ...pictures.map(each => each.height));
  return { ...place, x: limit(place.x, width), y: limit(place.y, height) };
}

export function isShifted({ x, y, factor }: Own): boolean {
  return Math.round(x) !== 0 || Math.round(y) !== 0 || Math.abs(factor - 1) > 0.001;
}

/** What two pictures have in common, lying as they do: as large in both, at a place in each. Null when they don't meet. */
export type Overlap = Size & { a: Point; b: Point };

export function overlapOf(a: Size, b: Size, ownA: Point = NO_OWN, ownB: Point = NO_OWN): Overlap | null {
  const along = (la: number, lb: number, shift: number): [length: number, atA: number, atB: number] => {
    const start = Math.floor((la - lb) / 2) + shift;
    const from = Math.max(0, start);
    return [Math.min(la, start + lb) - from, from, from - start];
  };
  const [width, ax, bx] = along(a.width, b.width, Math.round(ownB.x) - Math.round(ownA.x));
  const [height, ay, by] = along(a.height, b.height, Math.round(ownB.y) - Math.round(ownA.y));
  return width > 0 && height > 0 ? { width, height, a: { x: ax, y: ay }, b: { x: bx, y: by } } : null;
}

/** The columns and rows in which so many panes show their pictures largest. */
export function paneGrid(count: number, room: Size, picture: Size): { columns: number; rows: number } {
  const shapes = Array.from({ length: Math.max(1, count) }, (_, k) => {
    const columns = k + 1;
    const rows = Math.ceil(Math.max(1, count) / columns);
    return {
      columns,
      rows,
      scale: Math.min(room.width / columns / picture.width, room.height / rows / picture.height)
    };
  });
  const best = shapes.reduce((a, b) => (b.scale > a.scale ? b : a));
  return { columns: best.columns, rows: best.rows };
}
