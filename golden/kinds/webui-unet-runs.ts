/** Fixtures of A1111's samplers on a model's UNet under guidance, from stored noise and stored contexts. */
import { openNoise } from '../../engine/random';
import type { LatentShape } from '../../engine/random';
import { denoisedOf, guide, networkInput, startSampling } from '../../engine/sampling';
import { compareNumbers } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { Bench, Kind } from '../runner';
import { samplerNamed } from './drive';

export const webuiUnetRunKinds: Kind[] = [
  { name: "A1111's UNet runs", knows: ({ id }) => id === 'B/kd_unet', check }
];

type Case = { id: string; steps: number; schedule?: string };
type Config = { cfg: number; seed: number; cases: Case[] };

async function check(fixture: Fixture, { folder, models }: Bench): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const { cfg, seed, cases } = fixture.config as unknown as Config;
  const contexts = ['context', 'uncond'].map(name => floatsOf(tensors.get(name), name));
  const items: Item[] = [];
  for (const { id, steps, schedule } of cases) {
    if (!samplerNamed(id)) {
      items.push({ name: id, outcome: 'fail', note: 'not one of our samplers' });
      continue;
    }
    const stored = tensors.get(`${id}/noise`)!;
    const [, ...shape] = stored.shape;
    const noise = openNoise({ rng: 'cpu', seed }, shape as unknown as LatentShape);
    const sampling = startSampling({ sampler: id, scheduler: schedule || 'automatic', steps }, noise);
    let turn = sampling.next();
    while (!turn.done) {
      const { x, sigma, timestep } = turn.value;
      const row = { x: networkInput(x, sigma), timestep, height: shape[1], width: shape[2] };
      const outputs = await networks.predict(contexts.map(context => ({ ...row, context })));
      const [denoised, away] = outputs.map(output =>
        denoisedOf(x, sigma, output, networks.info.predictionType)
      );
      turn = sampling.next(guide(away, [{ denoised, weight: 1 }], cfg));
    }
    const expected = floatsOf(tensors.get(`${id}/xs`), `${id}/xs`).slice(-turn.value.length);
    items.push(compareNumbers(id, turn.value, expected, toleranceOf(id, fixture)));
  }
  return items;
}

/** What the manifest's reason allows: DPM++ SDE computes a sigma whose last bit moves its path, DPM adaptive may take other steps. */
const ALLOWED: Readonly<Record<string, number>> = { 'DPM++ SDE': 3e-2, 'DPM adaptive': 1e-1 };

function toleranceOf(sampler: string, { tolerance = {} }: Fixture): Tolerance {
  return { ...tolerance, atol: Math.max(tolerance.atol ?? 0, ALLOWED[sampler] ?? 0) };
}
