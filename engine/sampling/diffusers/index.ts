/** diffusers' schedulers: each class's formula, the configs that choose it, and the names it goes by. */
export type { SchedulerConfig } from './config';
export { classNamesOf, namedSchedulers } from './names';
export { planScheduler, sigmasOfSteps } from './plan-scheduler';
export type { SchedulerNames } from './plan-scheduler';
export { runScheduler } from './run-scheduler';
export type { SchedulerPlan } from './scheduler';
