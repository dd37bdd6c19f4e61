/** What a mask leaves of a latent: `mask` (height, width) is 1 where it is drawn anew and 0 where `latent` (channels, height, width) stays. */
export type LatentMask = { mask: Float32Array; latent: Float32Array };

/** `drawn` where the mask is 1 and `kept` where it is 0, for every channel: drawn · mask + kept · (1 - mask). */
export function blended(drawn: Float32Array, kept: Float32Array, mask: Float32Array): Float32Array {
  return drawn.map((value, k) => {
    const share = mask[k % mask.length];
    return Math.fround(value * share) + Math.fround(kept[k] * Math.fround(1 - share));
  });
}
