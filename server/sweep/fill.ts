/** What the user left unsaid: the model's own defaults, else the catalogue's. */
import { NO_MODEL } from '../../schema/care';
import { Fault, type FaultData } from '../../schema/fault';
import type { ParameterValue } from '../../schema/catalogue';
import type { ModelEntry, Origin } from '../../schema/wire';
import { checkValue } from '../../language/cell/values/check';
import { modelCalled, samplerCalled } from '../../language/names/choices';
import { SIZE } from '../../language/names/parameters';

import type { SweepContext } from '../../language/cell';

export type Filled = { values: Record<string, ParameterValue>; origins: Record<string, Origin> };

/** Pixels of a model that names no size of its own: SD 1.x's. */
const NATIVE = 512;

/** Stands for the model of cells that are care alone. */
const NOTHING_DRAWS = { name: NO_MODEL, native: null, defaults: {} } as Pick<
  ModelEntry,
  'name' | 'native' | 'defaults'
>;

/** What of a checkpoint a cell is filled in from. */
type Drawing = Pick<ModelEntry, 'name' | 'native' | 'defaults'>;

/** The model that draws: the named one, or the default; throws when there is none or it can't be used. */
export function modelOf(name: ParameterValue | undefined, context: SweepContext): Drawing {
  const wanted = name ?? context.defaultModel;
  if (wanted === NO_MODEL) {
    return NOTHING_DRAWS;
  }
  if (wanted === null) {
    throw new Fault('no_model', {});
  }
  return modelCalled(String(wanted), context);
}

/**
 * Every parameter of the catalogue for one model. `said` are the user's values, `onAxes` the parameters that axes set. A schedule that
 * the model pairs with its own sampler isn't used with a sampler that the user names: that one keeps its own (`automatic`).
 */
export function fill(
  model: Drawing,
  said: Readonly<Record<string, ParameterValue>>,
  onAxes: ReadonlySet<string>,
  context: SweepContext,
  warnings: FaultData[]
): Filled {
  const own = modelDefaults(model, context, warnings);
  const namesSampler = 'sampler' in said || onAxes.has('sampler');
  if (namesSampler && own.sampler !== undefined) {
    delete own.scheduler;
  }
  const filled: Filled = { values: {}, origins: {} };
  for (const { name, default: fallback } of context.parameters) {
    const [value, origin]: [ParameterValue, Origin] =
      name in said ? [said[name], 'user'] : name in own ? [own[name], 'model'] : [fallback, 'catalogue'];
    filled.values[name] = value;
    filled.origins[name] = origin;
  }
  filled.values.model = model.name;
  for (const side of SIZE) {
    if (filled.values[side] === null) {
      filled.values[side] = model.native?.[side] ?? NATIVE;
      filled.origins[side] = model.native ? 'model' : 'catalogue';
    }
  }
  return filled;
}

/** The model's `generation_defaults.json`, checked; what it can't mean is left out with a warning. */
function modelDefaults(
  model: Drawing,
  context: SweepContext,
  warnings: FaultData[]
): Record<string, ParameterValue> {
  const own: Record<string, ParameterValue> = {};
  for (const [name, value] of Object.entries(model.defaults)) {
    const parameter = context.parameters.find(each => each.name === name);
    if (!parameter || parameter.kind === 'model' || parameter.group === 'batch' || value === null) {
      continue;
    }
    try {
      own[name] = checkValue(parameter, value, context);
    } catch {
      warnings.push({
        code: 'bad_model_default',
        facts: { name: model.name, param: name, value: String(value) }
      });
    }
  }
  if (own.sampler !== undefined) {
    const { sampler, scheduler } = samplerCalled(String(own.sampler), context);
    own.sampler = sampler.name;
    own.scheduler = scheduler ?? own.scheduler;
  }
  return own;
}
