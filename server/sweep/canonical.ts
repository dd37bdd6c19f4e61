/** One form for cells that are the same picture, so that their content keys agree. Only where nothing else could come out. */
import { matters, options } from '../../schema/catalogue';
import type { CellOptions, CellParams, CoreParams } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';

/**
 * The cell with what can't matter set to one value: without a variation strength there is no variation seed, a sampler that never
 * adds noise has neither eta nor a seed of that noise, and `automatic` is the sampler's own schedule by name (in the diffusers flavour
 * it is what the checkpoint's configuration says, so there it stays). Options at their defaults, and those without an effect because
 * of another one, are left out. Keys come in the order of the catalogue.
 */
export function canonical(
  params: CoreParams & CellOptions,
  { samplers, schedulers }: SweepContext
): CellParams {
  const sampler = samplers.find(each => each.name === params.sampler);
  const addsNoise = sampler === undefined || sampler.stochastic;
  const own = schedulers.find(each => each.name === sampler?.default_scheduler)?.name;
  const isOwn = params.scheduler === 'automatic' && params.flavour === 'a1111';
  return {
    prompt: params.prompt,
    negative_prompt: params.negative_prompt,
    model: params.model,
    seed: params.seed,
    subseed: params.subseed_strength === 0 ? 0 : params.subseed,
    subseed_strength: params.subseed_strength,
    steps: params.steps,
    cfg_scale: params.cfg_scale,
    sampler: params.sampler,
    scheduler: isOwn && own ? own : params.scheduler,
    width: params.width,
    height: params.height,
    clip_skip: params.clip_skip,
    eta: addsNoise ? params.eta : null,
    ensd: addsNoise ? params.ensd : 0,
    emphasis: params.emphasis,
    rng: params.rng,
    flavour: params.flavour,
    ...optionsOf(params)
  };
}

/** The hires fix is of pictures that begin with noise; one that begins with a picture has none. */
function optionsOf(params: CoreParams & CellOptions): Partial<CellOptions> {
  const values: Readonly<Record<string, unknown>> = params.init_image
    ? { ...params, enable_hr: false }
    : params;
  const valueOf = (name: string): unknown => values[name];
  const present = options.filter(
    option => values[option.name] !== option.default && matters(option, valueOf)
  );
  return Object.fromEntries(present.map(({ name }) => [name, values[name]]));
}
