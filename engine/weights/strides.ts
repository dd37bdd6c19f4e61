/** How the numbers of a tensor lie in memory: `strides` count elements between neighbours along each axis, as torch has them. */

/** Whether they follow each other row by row, so that strides say nothing new. */
export function rowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const axes = shape.map((_, axis) => axis);
  return shape.includes(0) || isDense(axes, shape, strides);
}

/**
 * The axes from the slowest to the fastest, where the tensor is a dense block whose axes were permuted (channels_last, a transposed
 * matrix); undefined where it has gaps or repetitions.
 */
export function memoryOrder(shape: readonly number[], strides: readonly number[]): number[] | undefined {
  const axes = shape.map((_, axis) => axis);
  const order = axes.sort((a, b) => strides[b] - strides[a] || a - b);
  return isDense(order, shape, strides) ? order : undefined;
}

/** Whether walking the axes in this order meets every place once and in turn; an axis of one element is never walked. */
function isDense(order: readonly number[], shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (const axis of [...order].reverse()) {
    if (shape[axis] !== 1 && strides[axis] !== step) {
      return false;
    }
    step *= shape[axis];
  }
  return true;
}
