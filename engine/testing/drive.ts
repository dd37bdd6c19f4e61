/** The final latent of a sampler whose every call is answered by `denoise`, and how many there were. */
export function drive<Q>(
  steps: Generator<Q, Float32Array, Float32Array>,
  denoise: (call: Q) => Float32Array
): { latent: Float32Array; asks: number } {
  let asks = 0;
  let turn = steps.next();
  while (!turn.done) {
    asks++;
    turn = steps.next(denoise(turn.value));
  }
  return { latent: turn.value, asks };
}
