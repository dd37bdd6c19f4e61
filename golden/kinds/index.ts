/** The kinds of fixtures the runner knows; the first that knows a fixture checks it. */
import type { Kind } from '../runner';
import { modelKinds } from './model';
import { networkKinds } from './networks';
import { pictureKinds } from './pictures';
import { promptKinds } from './prompts';
import { randomKinds } from './random';
import { samplingKinds } from './sampling';
import { unetRunKinds } from './unet-runs';
import { webuiTimestepKinds } from './webui-timesteps';

export const kinds: Kind[] = [
  ...modelKinds,
  ...networkKinds,
  ...promptKinds,
  ...randomKinds,
  ...samplingKinds,
  ...unetRunKinds,
  ...webuiTimestepKinds,
  ...pictureKinds
];
