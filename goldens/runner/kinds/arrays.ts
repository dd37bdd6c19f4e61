import type { Tensor } from '../../../engine/testing/read-tensors';
import { floatsOf } from '../manifest';

/** A batch as one array per item. */
export function itemsOf(tensor: Tensor | undefined, name = 'a tensor'): Float32Array[] {
  const all = floatsOf(tensor, name);
  const [batch] = tensor!.shape;
  const size = all.length / batch;
  return Array.from({ length: batch }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

/** Arrays one after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
