/** Values that change nothing, whatever they are: given without what they need, or to a sampler that has no use for them. */
import { type AllParams, type Parameter, parameterNamed, type ParameterValue } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import { hasWildcards } from '../../language/prompt';
import type { CellKinds } from './cell-kinds';
import type { Said } from './said';

type Because = Pick<FaultData, 'code' | 'facts'>;

/** These always act, or are told by other remarks. */
const ACTING: ReadonlySet<string> = new Set(
  'prompt model sampler steps seed width height batch_count batch_size init_image extra_generation_params'.split(
    ' '
  )
);
/** Parameters that act in pairs, which the catalogue's `needs` doesn't say. */
const PARTNERS: Readonly<Record<string, string>> = {
  subseed: 'subseed_strength',
  seed_resize_from_w: 'seed_resize_from_h',
  seed_resize_from_h: 'seed_resize_from_w'
};
const samplerIsWhy = ({ sampler }: AllParams): Because => ({ code: 'idle_sampler', facts: { sampler } });
const STEPS = 8;
/** What is tried to find out why a value doesn't act, in this order. */
const OTHERWISE: readonly [Partial<AllParams>, (params: AllParams) => Because][] = [
  [
    { refiner_switch_at: 0.01 },
    ({ refiner_switch_at }) => ({ code: 'idle_switch', facts: { refiner_switch_at } })
  ],
  [{ cfg_scale: 7 }, ({ cfg_scale }) => ({ code: 'idle_guidance', facts: { cfg_scale } })],
  [{ prompt: '(a BREAK [b]:1.2) {c} :2' }, () => ({ code: 'idle_words', facts: {} })],
  [{ scheduler: 'karras' }, ({ scheduler }) => ({ code: 'idle_schedule', facts: { scheduler } })],
  // Some act from the second step on, whatever the sampler.
  [{ steps: STEPS }, () => ({ code: 'idle_here', facts: {} })],
  [{ sampler: 'Euler' }, samplerIsWhy],
  ...['Euler', 'Euler a', 'DPM++ SDE', 'DDIM'].flatMap(
    (sampler): [Partial<AllParams>, typeof samplerIsWhy][] =>
      ['karras', 'automatic'].map(scheduler => [{ sampler, scheduler, steps: STEPS }, samplerIsWhy])
  )
];

/** The parameters that a user gave and that change nothing in any cell, with the reason in the first. */
export function idleValues(said: Said, kinds: CellKinds): Map<string, Because> {
  const found = new Map<string, Because>();
  for (const [name, values] of said.values) {
    const parameter = ACTING.has(name) ? undefined : parameterNamed(name);
    const saysNothing = values.every(value => value === null || value === '' || value === false);
    if (parameter && !saysNothing) {
      const because = whyIdle(parameter, values, said, kinds);
      if (because) {
        found.set(name, because);
      }
    }
  }
  return found;
}

/** Why no value of a parameter changes anything in any cell, or null when one may. */
function whyIdle(
  parameter: Parameter,
  values: readonly ParameterValue[],
  said: Said,
  kinds: CellKinds
): Because | null {
  const { name } = parameter;
  if (name === 'wildcard_seed') {
    return said.prompts.some(hasWildcards) ? null : { code: 'idle_wildcards', facts: {} };
  }
  const [first] = kinds.all;
  const unmet = kinds.all.map(kind => unmetNeed(parameter, kind));
  if (unmet.every(need => need !== null)) {
    // The hires fix itself is left out beside a start picture, which is told by itself.
    return unmet[0] === 'enable_hr' && said.values.get('enable_hr')?.includes(true)
      ? null
      : { code: 'idle_needs', facts: { needs: unmet[0] } };
  }
  const tried = [...new Set([...extremes(parameter), ...(parameter.kind === 'text' ? [] : values)])];
  if (kinds.all.some((kind, k) => unmet[k] === null && !kinds.sameWith(kind, name, tried))) {
    return null;
  }
  const others = OTHERWISE.filter(([change]) => !(name in change));
  const acts = (change: Partial<AllParams>): boolean =>
    kinds.differsWith({ ...first, ...change }, name, tried);
  const found = others.find(([change]) => acts(change));
  if (found) {
    return found[1](first);
  }
  const { flavour } = first;
  if (
    flavour !== 'a1111' &&
    [{}, ...others.map(([change]) => change)].some(change => acts({ ...change, flavour: 'a1111' }))
  ) {
    return { code: 'idle_flavour', facts: { flavour } };
  }
  return { code: 'idle_here', facts: {} };
}

/** The first parameter that has to be set for this one to matter and isn't; null when it matters. */
function unmetNeed({ name, needs }: Parameter, params: Readonly<Record<string, unknown>>): string | null {
  const needed = needs ?? PARTNERS[name];
  if (needed === undefined) {
    return null;
  }
  const parameter = parameterNamed(needed);
  const above = needs === undefined ? null : unmetNeed(parameter, params);
  return above ?? ((params[needed] ?? null) === parameter.default ? needed : null);
}

/** Values as far apart as there are. */
function extremes({
  kind,
  min,
  max,
  choices,
  choices_from,
  optional,
  default: own
}: Parameter): ParameterValue[] {
  switch (kind) {
    case 'integer':
    case 'number':
      return [min ?? 0, max ?? 1];
    case 'boolean':
      return [true, false];
    case 'text':
      return ['a word', ''];
    default:
      return choices_from === 'schedulers'
        ? ['karras', 'exponential', 'sgm_uniform']
        : [...(choices ?? []), ...(optional ? [own] : [])];
  }
}
