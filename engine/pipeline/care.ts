/**
 * What is done with a picture once it is there, drawn or given, step after step in the order of `STEPS`. Each step is a function of the
 * picture before it and of its own parameters, so that changing a later one leaves the earlier ones as they are.
 */
import { Fault } from '../../schema/fault';
import { FILTER_UPSCALERS } from '../../schema/upscalers';
import type { Settings, Size } from './cell';
import { enlarged, pictureUpscaler, type PictureUpscaler } from './enlarge';
import type { Answer, CellFiles, Need, Picture } from './needs';
import type { ITools } from './tools';

type Step = (
  picture: Picture,
  settings: Settings,
  files: CellFiles,
  tools: ITools
) => Generator<Need, Picture, Answer>;

const STEPS: readonly Step[] = [upscaled];

/** The picture with all care that the settings ask for; the same where they ask for none. */
export function* caredFor(
  picture: Picture,
  settings: Settings,
  files: CellFiles,
  tools: ITools
): Generator<Need, Picture, Answer> {
  let now = picture;
  for (const step of STEPS) {
    now = yield* step(now, settings, files, tools);
  }
  return now;
}

/** Width and height of a picture that care enlarges by so much. */
export function upscaledSize({ width, height }: Size, upscale: number): Size {
  return { width: Math.round(width * upscale), height: Math.round(height * upscale) };
}

function* upscaled(
  picture: Picture,
  settings: Settings,
  files: CellFiles,
  tools: ITools
): Generator<Need, Picture, Answer> {
  const { upscale, upscaler, upscaler_2: second, upscaler_2_visibility: visibility } = settings;
  if (upscale === 1) {
    return picture;
  }
  const size = upscaledSize(picture, upscale);
  const first = yield* enlarged(tools, picture, size, named('upscaler', upscaler, files));
  if (second === 'None' || visibility === 0) {
    return first;
  }
  const other = yield* enlarged(tools, picture, size, named('upscaler_2', second, files));
  return tools.mixed(first, other, visibility);
}

function named(param: string, value: string, { networks = {} }: CellFiles): PictureUpscaler {
  const upscaler = pictureUpscaler(value, networks[value]);
  if (!upscaler) {
    throw new Fault('unknown_choice', { param, value, choices: [...FILTER_UPSCALERS] });
  }
  return upscaler;
}
