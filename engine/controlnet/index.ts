/** ControlNets: read from a diffusers folder, and run beside the UNet. */
export { openControlNet } from './controlnet';
export type { IControlNet } from './controlnet';
export { readControlNet } from './read-controlnet';
