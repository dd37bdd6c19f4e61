/** What all cells of a sweep share, said once above them. Data: whoever shows it makes the words. */
import { isCareAlone } from '../../schema/care';
import { findParameter, type ParameterValue } from '../../schema/catalogue';
import type { CellParams, Plan, PlanAxis } from '../../schema/wire';

/** Something that all cells have in common. A sampler brings its schedule along unless that is its own or varies. */
export type CommonFact =
  | { kind: 'sampler'; sampler: string; scheduler: string | null }
  | { kind: 'size'; width: number; height: number }
  | { kind: 'parameter'; name: string; value: string | number | boolean };

export type CommonLine = {
  /** As written, variants and all; empty where the prompt is an axis. */
  prompt: string;
  /** In the order in which one asks for them. */
  facts: CommonFact[];
};

type Params = { params: CellParams };

/**
 * Parameters that have their place in the line and the recipe, or that say nothing of the picture; the others follow where they are not
 * at their defaults.
 */
const PLACED: ReadonlySet<string> = new Set([
  'prompt',
  'negative_prompt',
  'model',
  'sampler',
  'scheduler',
  'steps',
  'cfg_scale',
  'width',
  'height',
  'seed',
  'extra_generation_params'
]);

/** The common line of a sweep: of its axes, its base as planned, and its cells. */
export function commonLine(
  axes: readonly Pick<PlanAxis, 'params'>[],
  base: Plan['base'],
  cells: readonly Params[]
): CommonLine {
  const varying = varyingNames(axes);
  const first = cells[0]?.params;
  const written = typeof base.prompt === 'string' ? base.prompt : '';
  if (!first) {
    return { prompt: varying.has('prompt') ? '' : written, facts: [] };
  }
  if (isCareAlone(first)) {
    const facts = unusualParams(first, varying).map(each => ({ kind: 'parameter', ...each }) as const);
    return {
      prompt: '',
      facts: facts.filter(({ name }) => cells.every(({ params }) => params[name] === first[name]))
    };
  }
  const shared = (...names: (keyof CellParams)[]): boolean =>
    names.every(name => !varying.has(name) && cells.every(({ params }) => params[name] === first[name]));
  const fact = (name: keyof CellParams): CommonFact[] =>
    shared(name) ? [{ kind: 'parameter', name, value: first[name]! }] : [];
  const negative = typeof base.negative_prompt === 'string' ? base.negative_prompt : first.negative_prompt;
  const scheduler = shared('scheduler') ? namedScheduler(first) : null;
  const facts: CommonFact[] = [
    ...(varying.has('negative_prompt') || negative === ''
      ? []
      : [{ kind: 'parameter', name: 'negative_prompt', value: negative } as const]),
    ...(shared('sampler')
      ? [{ kind: 'sampler', sampler: first.sampler, scheduler } as const]
      : scheduler !== null
        ? [{ kind: 'parameter', name: 'scheduler', value: scheduler } as const]
        : []),
    ...fact('steps'),
    ...fact('cfg_scale'),
    ...(shared('width', 'height')
      ? [{ kind: 'size', width: first.width, height: first.height } as const]
      : []),
    ...fact('model'),
    ...fact('seed'),
    ...unusualParams(first, varying)
      .filter(({ name }) => shared(name))
      .map(each => ({ kind: 'parameter', ...each }) as const)
  ];
  return { prompt: varying.has('prompt') ? '' : written || (shared('prompt') ? first.prompt : ''), facts };
}

/** The names of all parameters on axes. */
export function varyingNames(axes: readonly Pick<PlanAxis, 'params'>[]): ReadonlySet<string> {
  return new Set(axes.flatMap(axis => axis.params));
}

/** The schedule that was asked for, or null for the sampler's own. */
export function namedScheduler({ scheduler }: Pick<CellParams, 'scheduler'>): string | null {
  return scheduler === 'automatic' || scheduler === '' ? null : scheduler;
}

/** Parameters beyond those that every recipe names, where they are not at their defaults and do not vary. */
export function unusualParams(
  params: CellParams,
  varying: ReadonlySet<string>
): { name: keyof CellParams; value: NonNullable<ParameterValue> }[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const usual = value === null || value === findParameter(name)?.default || isIdle(name, params);
    return PLACED.has(name) || usual || varying.has(name) ? [] : [{ name: name as keyof CellParams, value }];
  });
}

/** A variation seed says nothing while its strength is 0. */
export function isIdle(name: string, params: CellParams): boolean {
  return name === 'subseed' && params.subseed_strength === 0;
}
