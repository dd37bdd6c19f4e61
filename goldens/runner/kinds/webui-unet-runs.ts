/** Fixtures of A1111's samplers on a model's UNet under guidance, from stored noise and stored contexts. */
import { openNoise } from '../../../engine/random';
import type { ImageNoise, LatentShape } from '../../../engine/random';
import {
  adaptiveAttempt,
  adaptiveStart,
  combineDenoised,
  denoisedOf,
  networkInput,
  planWebui,
  startSampling
} from '../../../engine/sampling';
import type { ModelCall, SamplingSettings } from '../../../engine/sampling';
import { valuesOf } from '../../../engine/testing/read-tensors';
import { compareNumbers, worstOf } from '../compare';
import type { Item } from '../compare';
import { floatsOf } from '../manifest';
import type { Fixture, Tolerance } from '../manifest';
import type { CheckContext, Kind } from '../kind';
import { itemsOf } from './arrays';
import { samplerNamed } from './drive';

export const webuiUnetRunKinds: Kind[] = [
  { name: "A1111's UNet runs", matches: ({ id }) => id === 'B/kd_unet', check }
];

type Case = { id: string; steps: number; schedule?: string };
type Config = { cfg: number; seed: number; cases: Case[] };
/** Answers a call with the guided clean latent. */
type Answers = (call: ModelCall & { timestep: number }) => Promise<Float32Array>;

async function check(fixture: Fixture, { folder, models }: CheckContext): Promise<Item[]> {
  const networks = await models.networks(fixture.model ?? '');
  const tensors = folder.tensors(fixture);
  const { cfg, seed, cases } = fixture.config as unknown as Config;
  const contexts = ['context', 'uncond'].map(name => floatsOf(tensors.get(name), name));
  const items: Item[] = [];
  for (const { id, steps, schedule } of cases) {
    const found = samplerNamed(id);
    if (!found) {
      items.push({ name: id, outcome: 'fail', note: 'not one of our samplers' });
      continue;
    }
    const [, ...shape] = tensors.get(`${id}/noise`)!.shape;
    const noise = openNoise({ rng: 'cpu', seed }, shape as unknown as LatentShape);
    const answer: Answers = async ({ x, sigma, timestep }) => {
      const row = { x: networkInput(x, sigma), timestep, height: shape[1], width: shape[2] };
      const outputs = await networks.predict(contexts.map(context => ({ ...row, context })));
      const [denoised, away] = outputs.map(output =>
        denoisedOf(x, sigma, output, networks.info.predictionType)
      );
      return combineDenoised(away, [{ denoised, weight: 1 }], cfg);
    };
    const settings = { sampler: id, scheduler: schedule || 'automatic', steps };
    const expected = itemsOf(tensors.get(`${id}/xs`), `${id}/xs`);
    if (found.sampler.adaptive) {
      const sigmas = valuesOf(tensors.get(`${id}/callback_sigmas`)!);
      items.push(await checkAttempts(settings, noise, answer, { xs: expected, sigmas }, fixture));
    } else {
      const latent = await driven(startSampling(settings, noise), answer);
      items.push(compareNumbers(id, latent, expected[expected.length - 1], toleranceOf(id, fixture)));
    }
  }
  return items;
}

/**
 * Every attempt of DPM adaptive from the latent that the reference had before it. Under guidance a random network tears apart runs that
 * differ in a last bit, and what is accepted with them, so a whole run says nothing after some dozen steps.
 */
async function checkAttempts(
  settings: SamplingSettings,
  noise: ImageNoise,
  answer: Answers,
  { xs, sigmas }: { xs: readonly Float32Array[]; sigmas: readonly number[] },
  { tolerance = {} }: Fixture
): Promise<Item> {
  const { sampler, plan } = planWebui(settings);
  const run = { sigmaRange: plan.sigmaRange, noise: noise.steps, eta: sampler.eta };
  let state = adaptiveStart(plan.start(noise.initial), plan.sigmaRange);
  const items: Item[] = [];
  for (const [k, sigma] of sigmas.entries()) {
    const attempt = adaptiveAttempt(state, run);
    const found = await driven(attempt, call => answer({ ...call, timestep: plan.timestepOf(call.sigma) }));
    items.push(
      compareNumbers(`latent ${k}`, found.x, xs[k], tolerance),
      compareNumbers(`sigma ${k}`, [Math.exp(-found.t)], [sigma], tolerance)
    );
    state = { ...found, x: xs[k], t: -Math.log(sigma) };
  }
  return worstOf(settings.sampler, items);
}

async function driven<Q extends ModelCall, R>(
  steps: Generator<Q, R, Float32Array>,
  answer: (call: Q) => Promise<Float32Array>
): Promise<R> {
  let turn = steps.next();
  while (!turn.done) {
    turn = steps.next(await answer(turn.value));
  }
  return turn.value;
}

/** What the manifest's reason allows: DPM++ SDE computes a sigma whose last bit moves its path. */
function toleranceOf(sampler: string, { tolerance = {} }: Fixture): Tolerance {
  return sampler === 'DPM++ SDE' ? { ...tolerance, atol: Math.max(tolerance.atol ?? 0, 3e-2) } : tolerance;
}
