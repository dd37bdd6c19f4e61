/** Fixtures of samplers on a model's UNet under guidance, from stored noise and stored contexts. */
import { openGenerator, openNoise } from '../../engine/random';
import type { ImageNoise, LatentShape } from '../../engine/random';
import { denoisedOf, guide, networkInput, startSampling } from '../../engine/sampling';
import type { SamplingSettings, SchedulerConfig } from '../../engine/sampling';
import type { Tensor } from '../../engine/testing/read-tensors';
import type { INetworks } from '../../engine/types';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { Bench, Kind } from '../runner';
import { samplerOfClass } from './diffusers-classes';
import { samplerNamed } from './drive';

export const unetRunKinds: Kind[] = [
  { name: 'UNet runs', knows: ({ id }) => id === 'B/unet_diffusers', check }
];

type Case = {
  id: string;
  steps: number;
  schedule?: string;
  seed?: number;
  class?: string;
  kwargs?: SchedulerConfig & { _eta?: number };
};
type Config = { cfg: number; seed?: number; cases: Case[] };

async function check(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const { cfg, seed, cases } = fixture.config as unknown as Config;
  const items: Item[] = [];
  for (const each of cases) {
    const settings = settingsOf(each);
    if (!settings) {
      items.push({ name: each.id, outcome: 'unsupported', note: 'not one of our samplers' });
      continue;
    }
    const noise = noiseOf(tensors.get(`${each.id}/noise`)!, (each.seed ?? seed)!, each.class !== undefined);
    const latent = await run(settings, noise, tensors, networks, cfg);
    const expected = floatsOf(tensors.get(`${each.id}/xs`), `${each.id}/xs`).slice(-latent.length);
    items.push(compareNumbers(each.id, latent, expected, toleranceOf(settings.sampler, fixture)));
  }
  return items;
}

function settingsOf({ id, steps, schedule, class: className, kwargs = {} }: Case): SamplingSettings | null {
  if (className === undefined) {
    return samplerNamed(id) && { sampler: id, scheduler: schedule || 'automatic', steps };
  }
  const sampler = samplerOfClass(className, kwargs);
  return sampler ? { sampler, steps, eta: kwargs._eta, flavour: 'diffusers', config: kwargs } : null;
}

/** The stored noise, and what the image's generator draws after it. */
function noiseOf(stored: Tensor, seed: number, diffusers: boolean): ImageNoise {
  const initial = floatsOf(stored, 'noise');
  if (diffusers) {
    const steps = openGenerator('cpu', seed);
    steps.randn(initial.length);
    return { initial, steps, brownian: () => ({ between: () => steps.randn(initial.length) }) };
  }
  const [, ...shape] = stored.shape;
  return { ...openNoise({ rng: 'cpu', seed }, shape as unknown as LatentShape), initial };
}

async function run(
  settings: SamplingSettings,
  noise: ImageNoise,
  tensors: Map<string, Tensor>,
  networks: INetworks,
  scale: number
): Promise<Float32Array> {
  const [height, width] = [...tensors.values()].find(({ shape }) => shape.length === 4)!.shape.slice(-2);
  const contexts = ['context', 'uncond'].map(name => floatsOf(tensors.get(name), name));
  const { flavour, config = {} } = settings;
  const prediction =
    (config as { prediction_type?: typeof networks.info.predictionType }).prediction_type ??
    networks.info.predictionType;
  const sampling = startSampling(settings, noise);
  let turn = sampling.next();
  while (!turn.done) {
    const { x, sigma, timestep } = turn.value;
    const input = networkInput(x, sigma);
    const rows = contexts.map(context => ({ x: input, timestep, context, height, width }));
    const outputs = await networks.predict(rows, { flavour });
    const [denoised, away] = outputs.map(output => denoisedOf(x, sigma, output, prediction));
    turn = sampling.next(guide(away, [{ denoised, weight: 1 }], scale));
  }
  return turn.value;
}

/** DPM++ SDE computes a sigma whose last bit moves its path; the manifest's reason allows it this much. */
function toleranceOf(sampler: string, { tolerance = {} }: Fixture): Tolerance {
  return sampler === 'DPM++ SDE' ? { ...tolerance, atol: Math.max(tolerance.atol ?? 0, 3e-2) } : tolerance;
}
