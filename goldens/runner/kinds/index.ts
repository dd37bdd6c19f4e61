/** The kinds of fixtures the runner knows; the first that matches a fixture checks it. */
import type { Kind } from '../kind';
import { adapterKinds } from './adapters';
import { controlNetKinds } from './controlnet';
import { faceRestorerKinds } from './face-restorers';
import { faceKinds } from './faces';
import { imageKinds } from './images';
import { infotextKinds } from './infotext';
import { kDiffusionKinds } from './k-diffusion';
import { layoutKinds } from './layouts';
import { modelKinds } from './model';
import { networkKinds } from './networks';
import { pipelineKinds } from './pipelines';
import { pictureNetworkKinds } from './picture-networks';
import { promptKinds } from './prompts';
import { randomKinds } from './random';
import { recognitionKinds } from './recognition';
import { samplingKinds } from './sampling';
import { scheduleKinds } from './schedules';
import { styleKinds } from './style';
import { torchFileKinds } from './torch-files';
import { unetRunKinds } from './unet-runs';
import { webuiPictureKinds } from './webui-pictures';
import { webuiTimestepKinds } from './webui-timesteps';
import { webuiUnetRunKinds } from './webui-unet-runs';

export const kinds: Kind[] = [
  ...modelKinds,
  // Before the layouts, which take every table of names that is left.
  ...faceRestorerKinds,
  ...faceKinds,
  ...styleKinds,
  ...recognitionKinds,
  ...pictureNetworkKinds,
  ...torchFileKinds,
  ...layoutKinds,
  ...networkKinds,
  ...adapterKinds,
  ...controlNetKinds,
  ...promptKinds,
  ...infotextKinds,
  ...randomKinds,
  ...scheduleKinds,
  ...kDiffusionKinds,
  ...samplingKinds,
  ...unetRunKinds,
  ...webuiTimestepKinds,
  ...webuiUnetRunKinds,
  ...pipelineKinds,
  ...webuiPictureKinds,
  ...imageKinds
];
