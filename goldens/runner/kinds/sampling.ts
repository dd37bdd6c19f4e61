import { denoisedOf, networkInput, planDiffusers } from '../../../engine/sampling';
import type { SchedulerConfig } from '../../../engine/sampling';
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { Ask, PredictionType } from '../../../engine/types';
import { worstOf } from '../compare';
import type { Item } from '../compare';
import type { Fixture } from '../manifest';
import type { Kind } from '../kind';
import { DiffusersRun } from './diffusers-run';
import type { DiffusersCase } from './diffusers-run';
import { Fault } from '../../../schema/fault';

export const samplingKinds: Kind[] = [
  {
    name: 'diffusers',
    matches: ({ id, config }) => id.startsWith('B/diffusers_') && typeof config?.class === 'string',
    check: (fixture, { folder }) => check(fixture, folder.tensors(fixture))
  }
];

type Config = {
  class: string;
  common?: SchedulerConfig;
  cases: DiffusersCase[];
  /** Cases that the library itself refuses, or answers with NaN; the number of steps is in the name. */
  raises_or_nan?: Pick<DiffusersCase, 'id' | 'kwargs'>[];
};

/** What passed is one item, the rest one each. */
function check(fixture: Fixture, tensors: Map<string, Tensor>): Item[] {
  const config = fixture.config as Config;
  const items = [
    ...config.cases.map(each => checkCase(each, tensors, config, fixture)),
    ...(config.raises_or_nan ?? []).map(each => checkRefusal(each, config))
  ];
  const passed = items.filter(({ outcome }) => outcome === 'pass');
  const others = items.filter(({ outcome }) => outcome !== 'pass');
  return passed.length > 0 ? [worstOf('runs', passed), ...others] : others;
}

function checkCase(
  each: DiffusersCase,
  tensors: Map<string, Tensor>,
  config: Config,
  { tolerance = {} }: Fixture
): Item {
  try {
    const run = new DiffusersRun(each, tensors, config.class, config.common);
    const answer = analytic(run.prediction);
    let turn = run.sampling.next();
    while (!turn.done) {
      run.record(turn.value);
      turn = run.sampling.next(answer(turn.value));
    }
    return worstOf(each.id, run.compare(tolerance));
  } catch (error) {
    return { name: each.id, outcome: 'fail', note: (error as Error).message };
  }
}

/** f(x, t) = .6 tanh(x) + .2 cos(2x + t/250). */
const analytic =
  (prediction: PredictionType) =>
  ({ x, sigma, timestep }: Ask): Float32Array => {
    const output = networkInput(x, sigma).map(
      value => 0.6 * Math.tanh(value) + 0.2 * Math.cos(2 * value + timestep / 250)
    );
    return denoisedOf(x, sigma, output, prediction);
  };

/** What the library can't run must be refused before any network is asked. */
function checkRefusal({ id, kwargs }: Pick<DiffusersCase, 'id' | 'kwargs'>, config: Config): Item {
  const [, strength, steps] = /\/(?:s([\d.]+)_)?n(\d+)$/.exec(id) ?? [];
  const init = strength ? { latent: new Float32Array(1), strength: Number(strength) } : undefined;
  try {
    planDiffusers({
      sampler: config.class,
      steps: Number(steps),
      eta: kwargs?._eta,
      flavour: 'diffusers',
      config: { ...config.common, ...kwargs },
      init
    });
  } catch (error) {
    return error instanceof Fault
      ? { name: id, outcome: 'pass', note: error.message }
      : { name: id, outcome: 'fail', note: (error as Error).message };
  }
  return { name: id, outcome: 'fail', note: 'drawn, but the library can not' };
}
