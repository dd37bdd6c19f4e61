import type { Flavour } from '../types';
import { classNamesOf, namedSchedulers } from './diffusers/names';
import { ddim } from './ddim';
import { ddimCfgpp } from './ddim-cfgpp';
import { dpmAdaptive } from './dpm-adaptive';
import { dpmFast } from './dpm-fast';
import { dpm2, dpm2Ancestral } from './dpm2';
import { dpmpp2m } from './dpmpp-2m';
import { dpmpp2mSde, dpmpp2mSdeHeun } from './dpmpp-2m-sde';
import { dpmpp2sAncestral } from './dpmpp-2s-ancestral';
import { dpmpp3mSde } from './dpmpp-3m-sde';
import { dpmppSde } from './dpmpp-sde';
import { euler } from './euler';
import { eulerAncestral } from './euler-ancestral';
import { heun } from './heun';
import { lcm } from './lcm';
import { lcmTable } from './lcm-table';
import { lms } from './lms';
import type { NoiseTable } from './noise-table';
import { planSigmas } from './plan-sigmas';
import { planTimesteps, planUniPc } from './plan-timesteps';
import { plms } from './plms';
import type { SamplingPlan, SamplingPlanRequest } from './sampling-plan';
import { restart } from './restart';
import type { Method } from './sampler';
import { uniPc } from './uni-pc';

export type Sampler = {
  /** A1111's label. */
  name: string;
  /** A1111's API aliases and the class of diffusers. */
  aliases: readonly string[];
  /** How it moves in the a1111 flavour; null for samplers of the diffusers flavour alone. */
  method: Method | null;
  /** UNet evaluations of a step as A1111 counts them for prompts that change; those of order 2 take one in the last. */
  order: 1 | 2;
  /** Where noise comes from after the first: nowhere, the image's stream, or its Brownian path. */
  noise: 'none' | 'step' | 'brownian';
  /** The eta it takes when the user says none. */
  eta: number;
  /** What `automatic` means, by scheduler name. DDIM has timesteps of its own and takes no scheduler. */
  defaultSchedule: string;
  discardNextToLast: boolean;
  /** 've': x = x0 + σ noise. 'vp': x = √ᾱ x0 + √(1-ᾱ) noise. */
  space: 've' | 'vp';
  /** What it visits in the a1111 flavour. */
  plan: ((request: SamplingPlanRequest) => SamplingPlan) | null;
  /** The part of the network's noise table that it knows, if not all. */
  tableOf?(table: NoiseTable): NoiseTable;
  /** 'cfg++': guidance at `CFGPP_SCALE`, and the negative prompt is evaluated at any scale. */
  guidance: 'cfg' | 'cfg++';
  /** How many evaluations a run takes depends on the picture, so that any count is an estimate. */
  adaptive: boolean;
  flavours: readonly Flavour[];
};

const plain = {
  noise: 'none',
  eta: 0,
  discardNextToLast: false,
  space: 've',
  plan: planSigmas,
  guidance: 'cfg',
  adaptive: false
} as const;
const ancestral = { ...plain, noise: 'step', eta: 1 } as const;
const timesteps = {
  ...plain,
  order: 1,
  defaultSchedule: 'ddim',
  space: 'vp',
  plan: planTimesteps
} as const;
const brownian = { ...plain, noise: 'brownian', eta: 1 } as const;

/** A1111's samplers, in its order. */
const webuiSamplers: readonly Omit<Sampler, 'flavours'>[] = [
  {
    ...plain,
    name: 'DPM++ 2M',
    aliases: ['k_dpmpp_2m'],
    method: dpmpp2m,
    order: 1,
    defaultSchedule: 'karras'
  },
  {
    ...brownian,
    name: 'DPM++ SDE',
    aliases: ['k_dpmpp_sde'],
    method: dpmppSde,
    order: 2,
    defaultSchedule: 'karras'
  },
  {
    ...brownian,
    name: 'DPM++ 2M SDE',
    aliases: ['k_dpmpp_2m_sde'],
    method: dpmpp2mSde,
    order: 1,
    defaultSchedule: 'exponential'
  },
  {
    ...brownian,
    name: 'DPM++ 2M SDE Heun',
    aliases: ['k_dpmpp_2m_sde_heun'],
    method: dpmpp2mSdeHeun,
    order: 1,
    defaultSchedule: 'exponential'
  },
  {
    ...ancestral,
    name: 'DPM++ 2S a',
    aliases: ['k_dpmpp_2s_a'],
    method: dpmpp2sAncestral,
    order: 2,
    defaultSchedule: 'karras'
  },
  {
    ...brownian,
    name: 'DPM++ 3M SDE',
    aliases: ['k_dpmpp_3m_sde'],
    method: dpmpp3mSde,
    order: 1,
    defaultSchedule: 'exponential',
    discardNextToLast: true
  },
  {
    ...ancestral,
    name: 'Euler a',
    aliases: ['k_euler_a', 'k_euler_ancestral'],
    method: eulerAncestral,
    order: 1,
    defaultSchedule: 'uniform'
  },
  {
    ...plain,
    name: 'Euler',
    aliases: ['k_euler'],
    method: euler,
    order: 1,
    defaultSchedule: 'uniform'
  },
  {
    ...plain,
    name: 'LMS',
    aliases: ['k_lms'],
    method: lms,
    order: 1,
    defaultSchedule: 'uniform'
  },
  {
    ...plain,
    name: 'Heun',
    aliases: ['k_heun'],
    method: heun,
    order: 2,
    defaultSchedule: 'uniform'
  },
  {
    ...plain,
    name: 'DPM2',
    aliases: ['k_dpm_2'],
    method: dpm2,
    order: 2,
    defaultSchedule: 'karras',
    discardNextToLast: true
  },
  {
    ...ancestral,
    name: 'DPM2 a',
    aliases: ['k_dpm_2_a', 'k_dpm_2_ancestral'],
    method: dpm2Ancestral,
    order: 2,
    defaultSchedule: 'karras',
    discardNextToLast: true
  },
  {
    ...ancestral,
    name: 'DPM fast',
    aliases: ['k_dpm_fast'],
    method: dpmFast,
    order: 1,
    defaultSchedule: 'uniform'
  },
  {
    ...ancestral,
    name: 'DPM adaptive',
    aliases: ['k_dpm_ad'],
    method: dpmAdaptive,
    order: 1,
    defaultSchedule: 'uniform',
    adaptive: true
  },
  {
    ...plain,
    noise: 'step',
    name: 'Restart',
    aliases: [],
    method: restart,
    order: 2,
    defaultSchedule: 'karras'
  },
  {
    ...timesteps,
    noise: 'step',
    name: 'DDIM',
    aliases: [],
    method: ddim
  },
  {
    ...timesteps,
    noise: 'step',
    name: 'DDIM CFG++',
    aliases: ['ddim_cfgpp'],
    method: ddimCfgpp,
    guidance: 'cfg++'
  },
  {
    ...timesteps,
    name: 'PLMS',
    aliases: [],
    method: plms
  },
  {
    ...timesteps,
    name: 'UniPC',
    aliases: [],
    method: uniPc,
    plan: planUniPc
  },
  {
    ...plain,
    noise: 'step',
    name: 'LCM',
    aliases: ['k_lcm'],
    method: lcm,
    order: 1,
    defaultSchedule: 'uniform',
    tableOf: lcmTable
  }
];

/** Those that A1111 lacks. */
const diffusersSamplers: readonly Omit<Sampler, 'flavours'>[] = namedSchedulers
  .filter(({ name }) => !webuiSamplers.some(each => each.name === name))
  .map(({ name, stochastic }) => ({
    ...plain,
    name,
    aliases: [],
    method: null,
    plan: null,
    order: 1,
    noise: stochastic ? 'step' : 'none',
    defaultSchedule: 'automatic'
  }));

const isDiffusers = (name: string): boolean => namedSchedulers.some(each => each.name === name);

/** All samplers, A1111's first; the classes of diffusers are their aliases. */
export const samplers: readonly Sampler[] = [...webuiSamplers, ...diffusersSamplers].map(sampler => ({
  ...sampler,
  aliases: [...sampler.aliases, ...classNamesOf(sampler.name)],
  flavours: [
    ...(sampler.method ? (['a1111'] as const) : []),
    ...(isDiffusers(sampler.name) ? (['diffusers'] as const) : [])
  ]
}));
