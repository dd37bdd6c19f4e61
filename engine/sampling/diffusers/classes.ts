import { ddimScheduler } from './ddim';
import { ddpmScheduler } from './ddpm';
import { deisMultistep } from './deis-multistep';
import { dpmSolverMultistep } from './dpm-solver-multistep';
import { dpmSolverSde } from './dpm-solver-sde';
import { dpmSolverSinglestep } from './dpm-solver-singlestep';
import { eulerAncestralDiscrete } from './euler-ancestral-discrete';
import { eulerDiscrete } from './euler-discrete';
import { heunDiscrete } from './heun-discrete';
import { kdpm2AncestralDiscrete } from './kdpm2-ancestral-discrete';
import { kdpm2Discrete } from './kdpm2-discrete';
import { lcmScheduler } from './lcm';
import { lmsDiscrete } from './lms-discrete';
import { pndmScheduler } from './pndm';
import type { SchedulerClass } from './scheduler';
import { tcdScheduler } from './tcd';
import { uniPcMultistep } from './unipc-multistep';

/** Every class of diffusers' schedulers that is written down here. */
export const schedulerClasses: readonly SchedulerClass[] = [
  ddimScheduler,
  ddpmScheduler,
  deisMultistep,
  dpmSolverMultistep,
  dpmSolverSde,
  dpmSolverSinglestep,
  eulerAncestralDiscrete,
  eulerDiscrete,
  heunDiscrete,
  kdpm2AncestralDiscrete,
  kdpm2Discrete,
  lcmScheduler,
  lmsDiscrete,
  pndmScheduler,
  tcdScheduler,
  uniPcMultistep
];
