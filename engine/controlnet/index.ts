export { openControlNet } from './controlnet';
export type { IControlNet } from './controlnet';
