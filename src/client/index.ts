export { DiffusionClient, type ClientOptions } from './client';
export { DiffusionFailure } from './failure';
