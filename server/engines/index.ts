/** The engines that draw: links to them, and what each has under way. */
export { ChildLink } from './child-link';
export type { IEngine } from './engine';
export type { Ending, IEngineLink, LinkListener, LinkState, Signs } from './engine-link';
export { EnginePool } from './engine-pool';
