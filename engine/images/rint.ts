/** The nearest whole number, of two equally near the even one (C's rint, OpenCV's cvRound, Python's round). */
export function rint(value: number): number {
  const low = Math.floor(value);
  const over = value - low;
  return over > 0.5 || (over === 0.5 && low % 2 !== 0) ? low + 1 : low;
}
