/**
 * Sampling: from noise to a latent, as a conversation. The pipeline says names and numbers, drives the generator it gets, and answers
 * each ask with the clean latent that the network implies:
 *
 *     const noise = openNoise({ rng: 'cpu', seed: 42 }, [4, height, width]);                   // engine/random
 *     const sampling = startSampling({ sampler: 'Euler a', steps: 20 }, noise);
 *     let turn = sampling.next();
 *     while (!turn.done) {
 *       const { x, sigma, timestep } = turn.value;
 *       const output = …network at (networkInput(x, sigma), timestep, context), for cond and uncond…
 *       const denoised = denoisedOf(x, sigma, output, prediction);                               // each row
 *       turn = sampling.next(combineDenoised(uncond, [{ denoised: cond, weight: 1 }], cfgScale));
 *     }
 *     turn.value                                                                               // the latent
 *
 * An ask's `x` is never changed afterwards, and a run reads nothing but its arguments, so equal runs ask equal bytes.
 */
export { CFGPP_SCALE } from './ddim-cfgpp';
export type { SchedulerConfig } from './diffusers';
export { adaptiveAttempt, adaptiveStart } from './dpm-adaptive';
export { samplerEntries, schedulerEntries } from './entries';
export { combineDenoised, denoisedOf, networkInput } from './guidance';
export { findSampler, findScheduler, unknownChoice } from './lookup';
export { downcast, noiseTable } from './noise-table';
export { planDiffusers, planSampling, planWebui, stepsCounted } from './plan-sampling';
export type { ModelCall, Run } from './sampler';
export { samplers } from './samplers';
export { schedulers } from './schedulers';
export * as schedules from './schedules';
export type { Schedule } from './schedules';
export type { SamplingSettings } from './settings';
export { startSampling } from './start-sampling';
export type { UniPcOptions } from './uni-pc-options';
