/** One form for cells that are the same picture, so that their content keys agree. Only where nothing else could come out. */
import { isOfCareAlone, NO_MODEL } from '../../schema/care';
import {
  type AllParams,
  type CellOptions,
  type CellParams,
  core,
  type CoreParams,
  matters,
  options,
  type ParameterValue
} from '../../schema/catalogue';
import type { SamplerEntry } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';

type Rule = (
  params: AllParams,
  sampler: SamplerEntry | undefined,
  context: SweepContext
) => Partial<AllParams>;

/** The core parameters of a cell that draws nothing. Its content key holds them, so they stay as they are. */
const UNDRAWN = {
  ...(Object.fromEntries(
    options.filter(({ name }) => !isOfCareAlone(name)).map(each => [each.name, each.default])
  ) as Partial<CellOptions>),
  prompt: '',
  negative_prompt: '',
  seed: 0,
  subseed: 0,
  subseed_strength: 0,
  steps: 1,
  cfg_scale: 1,
  sampler: 'Euler',
  scheduler: 'automatic',
  clip_skip: 1,
  eta: null,
  ensd: 0,
  emphasis: 'original',
  rng: 'cpu',
  flavour: 'a1111',
  width: 0,
  height: 0
} satisfies Partial<AllParams>;

const RULES: readonly Rule[] = [
  // Without a variation strength there is no variation seed.
  ({ subseed_strength }) => (subseed_strength === 0 ? { subseed: 0 } : {}),
  // A sampler that never adds noise has neither eta nor a seed of that noise.
  (_, sampler) => (sampler?.stochastic === false ? { eta: null, ensd: 0 } : {}),
  // `automatic` is the sampler's own schedule by name; in the diffusers flavour it is what the checkpoint's configuration says.
  ({ scheduler, flavour }, sampler, { schedulers }) => {
    const own = schedulers.find(each => each.name === sampler?.default_scheduler)?.name;
    return scheduler === 'automatic' && flavour === 'a1111' && own ? { scheduler: own } : {};
  },
  // The hires fix is of pictures that begin with noise; one that begins with a picture has none.
  ({ init_image }) => (init_image ? { enable_hr: false } : {}),
  // What draws nothing has nothing of drawing, and the size of its picture.
  ({ model, init_image: picture }, _, { sizeOfPicture }) =>
    model === NO_MODEL ? { ...UNDRAWN, ...((picture && sizeOfPicture(picture)) ?? {}) } : {}
];

/** The cell with what can't matter set to one value. Options at their defaults, and those without an effect because of another one, are left out. */
export function canonical(params: AllParams, context: SweepContext): CellParams {
  const sampler = context.samplers.find(each => each.name === params.sampler);
  const values = RULES.reduce((all, rule) => ({ ...all, ...rule(params, sampler, context) }), params);
  const byName: Readonly<Record<string, ParameterValue>> = values;
  const present = options.filter(
    option => values[option.name] !== option.default && matters(option, name => byName[name])
  );
  return {
    ...pick(values, CORE),
    ...pick<Partial<CellOptions>>(
      values,
      present.map(({ name }) => name)
    )
  };
}

/** The core parameters that a cell's JSON begins with, in that order; the others follow as in the catalogue. Recipes inside pictures hold it, so it stays. */
const FIRST: readonly (keyof CoreParams)[] = [
  'prompt',
  'negative_prompt',
  'model',
  'seed',
  'subseed',
  'subseed_strength',
  'steps',
  'cfg_scale'
];
const CORE = [...new Set([...FIRST, ...core.map(({ name }) => name)])];

function pick<From extends object, Name extends keyof From = keyof From>(
  from: From,
  names: readonly Name[]
): Pick<From, Name> {
  return Object.fromEntries(names.map(name => [name, from[name]])) as Pick<From, Name>;
}
