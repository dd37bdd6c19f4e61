/** Below this cosine between two latents they are fused along the arc, above it along the chord, which is the same then. */
const NEARLY_PARALLEL = 0.9995;

/**
 * Latents fused by their weights, which needn't add up to 1, along the arcs between them (Shoemake 1985, slerp): what is fused keeps
 * their length, which a mean would lose. Of more than two each joins what was fused before by its share of the weights so far; equal
 * latents, and one with all the weight, come out as they are. Throws where all weights are 0.
 */
export function fusedLatents(latents: readonly Float32Array[], weights: readonly number[]): Float32Array {
  let sum = weights[0];
  let fused = latents[0];
  for (let i = 1; i < latents.length; i++) {
    sum += weights[i];
    if (weights[i] > 0) {
      fused = sum === weights[i] ? latents[i] : alongArc(fused, latents[i], weights[i] / sum);
    }
  }
  if (!(sum > 0)) {
    throw new Error('latents are fused by weights, of which one is above 0');
  }
  return fused;
}

/** `share` of the way from `from` to `to`. */
function alongArc(from: Float32Array, to: Float32Array, share: number): Float32Array {
  let [dot, ownSquares, otherSquares] = [0, 0, 0];
  from.forEach((value, k) => {
    dot += value * to[k];
    ownSquares += value * value;
    otherSquares += to[k] * to[k];
  });
  const cosine = dot / Math.sqrt(ownSquares * otherSquares);
  // Opposite latents have no one arc between them, and an empty one no direction.
  if (!(Math.abs(cosine) < NEARLY_PARALLEL)) {
    return from.map((value, k) => value * (1 - share) + to[k] * share);
  }
  const angle = Math.acos(cosine);
  const [a, b] = [Math.sin((1 - share) * angle), Math.sin(share * angle)].map(each => each / Math.sin(angle));
  return from.map((value, k) => a * value + b * to[k]);
}
