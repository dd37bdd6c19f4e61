import { findSampler } from '../../../engine/sampling';

/** A class of diffusers' schedulers as the name of a sampler, if it is one of ours; a config completes it. */
export function samplerOfClass(className: string): string | null {
  try {
    findSampler(className);
    return className;
  } catch {
    return null;
  }
}
