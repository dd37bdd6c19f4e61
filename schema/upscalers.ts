/** The upscalers that need no file, in the order in which they are offered. Names are A1111's. */

/** These enlarge the latent itself. */
export const LATENT_UPSCALERS = [
  'Latent',
  'Latent (antialiased)',
  'Latent (bicubic)',
  'Latent (bicubic antialiased)',
  'Latent (nearest)',
  'Latent (nearest-exact)'
] as const;
export type LatentUpscaler = (typeof LATENT_UPSCALERS)[number];

/** These enlarge the picture by a filter; A1111's "None" stretches it by Lanczos. */
export const FILTER_UPSCALERS = ['None', 'Lanczos', 'Nearest'] as const;
export type FilterUpscaler = (typeof FILTER_UPSCALERS)[number];

export const BUILT_IN_UPSCALERS = [...LATENT_UPSCALERS, ...FILTER_UPSCALERS] as const;

export function isLatentUpscaler(name: string): name is LatentUpscaler {
  return (LATENT_UPSCALERS as readonly string[]).includes(name);
}

export function isFilterUpscaler(name: string): name is FilterUpscaler {
  return (FILTER_UPSCALERS as readonly string[]).includes(name);
}
