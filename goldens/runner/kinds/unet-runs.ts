/** Fixtures of diffusers' schedulers on a model's UNet under guidance, from stored noise and stored contexts. */
import { denoisedOf, combineDenoised, networkInput } from '../../../engine/sampling';
import type { SchedulerConfig } from '../../../engine/sampling';
import type { Tensor } from '../../../engine/testing/read-tensors';
import type { INetworks } from '../../../engine/types';
import { worstOf } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { DiffusersRun } from './diffusers-run';
import type { DiffusersCase } from './diffusers-run';

export const unetRunKinds: Kind[] = [
  { name: 'UNet runs', matches: ({ id }) => id === 'B/unet_diffusers', check }
];

type Config = { cfg: number; class?: string; common?: SchedulerConfig; cases: DiffusersCase[] };

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const config = fixture.config as Config;
  const items: Item[] = [];
  for (const each of config.cases) {
    items.push(await checkCase(each, tensors, networks, config, fixture));
  }
  return items;
}

async function checkCase(
  each: DiffusersCase,
  tensors: Map<string, Tensor>,
  networks: INetworks,
  { cfg, class: className = '', common }: Config,
  { tolerance = {} }: Fixture
): Promise<Item> {
  const { predictionType } = networks.info;
  const [height, width] = tensors.get(`${each.id}/noise`)!.shape.slice(-2);
  const contexts = ['context', 'uncond'].map(name => floatsOf(tensors.get(name), name));
  try {
    const run = new DiffusersRun(each, tensors, each.class ?? className, common, predictionType);
    let turn = run.sampling.next();
    while (!turn.done) {
      run.record(turn.value);
      const { x, sigma, timestep } = turn.value;
      const input = networkInput(x, sigma);
      const rows = contexts.map(context => ({ x: input, timestep, context, height, width }));
      const outputs = await networks.predict(rows, { flavour: 'diffusers' });
      const [denoised, away] = outputs.map(output => denoisedOf(x, sigma, output, run.prediction));
      turn = run.sampling.next(combineDenoised(away, [{ denoised, weight: 1 }], cfg));
    }
    return worstOf(each.id, run.compare(tolerance));
  } catch (error) {
    return { name: each.id, outcome: 'fail', note: (error as Error).message };
  }
}
