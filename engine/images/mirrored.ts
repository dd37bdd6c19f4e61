/** The place inside of one beyond the edges, which are not repeated (OpenCV's BORDER_REFLECT_101, numpy's "reflect"). */
export function mirrored(place: number, length: number): number {
  if (length === 1) {
    return 0;
  }
  const period = 2 * (length - 1);
  const within = ((place % period) + period) % period;
  return within < length ? within : period - within;
}
