/** Many cells at once: which rows go to the network together, and what is known already. */
export { contentId } from './content';
export { StepLoop } from './step-loop';
export type { IStepLoopListener, Result, StepLoopOptions, Work } from './step-loop';
export { stepLoopOptions } from './step-loop-options';
