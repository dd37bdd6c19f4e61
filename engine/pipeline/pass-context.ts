import type { INoiseSource, VaeOptions } from '../types';
import type { DrawModel, Settings, Size } from './cell';
import type { ITools } from './tools';

/** What is known before a pass begins. */
export type PassContext = {
  settings: Settings;
  model: DrawModel;
  tools: ITools;
  vae: VaeOptions | undefined;
  size: Size;
  /**
   * torch's global generator as the noise of a pass has seeded it, which A1111 draws posteriors from; null while, or where, nothing has
   * seeded it.
   */
  seeded: INoiseSource | null;
};
