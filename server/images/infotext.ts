import type { CellParams } from '../../schema/wire';

export type InfotextSource = {
  params: CellParams;
  model: { name: string; sha256: string };
  /** The schedule that was really used, where the parameter says `automatic`. */
  schedulerLabel: string;
  version: string;
};

/**
 * A1111's infotext of a cell: prompt, negative prompt, and one line of `Key: value` in A1111's order, so that its users' tools read
 * our pictures. What A1111 leaves out at its default is left out here.
 */
export function infotext({ params, model, schedulerLabel, version }: InfotextSource): string {
  const varied = params.subseed_strength > 0;
  const pairs: [string, string | number | null][] = [
    ['Steps', params.steps],
    ['Sampler', params.sampler],
    ['Schedule type', schedulerLabel],
    ['CFG scale', params.cfg_scale],
    ['Seed', params.seed],
    ['Size', `${params.width}x${params.height}`],
    ['Model hash', model.sha256.slice(0, 10)],
    ['Model', model.name],
    ['Variation seed', varied ? params.subseed : null],
    ['Variation seed strength', varied ? params.subseed_strength : null],
    ['Clip skip', params.clip_skip > 1 ? params.clip_skip : null],
    ['ENSD', params.ensd || null],
    ['RNG', params.rng === 'nv' ? 'NV' : 'CPU'],
    ['Eta', params.eta],
    ['Emphasis', emphasisNames[params.emphasis]],
    ['Flavour', params.flavour === 'a1111' ? null : params.flavour],
    ['Version', `jupyterlab-diffusion ${version}`]
  ];
  const line = pairs
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${quoted(String(value))}`)
    .join(', ');
  const negative = params.negative_prompt ? `\nNegative prompt: ${params.negative_prompt}` : '';
  return `${params.prompt}${negative}\n${line}`;
}

/** A1111's names of what isn't its default. */
const emphasisNames = { original: null, no_norm: 'No norm', ignore: 'Ignore', none: 'None' } as const;

function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
