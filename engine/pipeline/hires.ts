/**
 * The second pass of the hires fix: what the first drew is enlarged, as a latent or as a picture, noise is laid over it anew, and a part
 * of the schedule is run at the larger size; exactly as many steps as asked for.
 */
import { BUILT_IN_UPSCALERS, isLatentUpscaler, type LatentUpscaler } from '../../schema/upscalers';
import type { Interpolation } from '../images';
import type { SamplingSettings } from '../sampling';
import { unknownChoice } from '../sampling';
import type { PassContext } from './pass-context';
import type { CellDetails, DrawModel, Settings, Size } from './cell';
import { enlarged, pictureUpscaler, type PictureUpscaler } from './enlarge';
import { decodeLatent, encodePicture } from './needs';
import type { Answer, CellFiles, Need, Picture } from './needs';
import { latentOf } from './posterior';
import { samplingSettings } from './sampling-settings';

/** What the second pass is. */
export type Hires = {
  size: Size;
  steps: number;
  /** But for its latent. */
  sampling: Omit<SamplingSettings, 'init'> & { init: { strength: number; hires: boolean } };
  upscaler: Upscaler;
};

type Upscaler = { kind: 'latent'; filter: Interpolation } | PictureUpscaler;

/** How each enlarges a latent, as torch's `interpolate` names it. */
const LATENT: Readonly<Record<LatentUpscaler, Interpolation>> = {
  Latent: { mode: 'bilinear' },
  'Latent (antialiased)': { mode: 'bilinear', antialias: true },
  'Latent (bicubic)': { mode: 'bicubic' },
  'Latent (bicubic antialiased)': { mode: 'bicubic', antialias: true },
  'Latent (nearest)': { mode: 'nearest' },
  'Latent (nearest-exact)': { mode: 'nearest-exact' }
};

/** The second pass of a cell that has one. Throws unknown_choice for an upscaler there is no file of. */
export function hiresOf(
  settings: Settings,
  details: CellDetails,
  files: CellFiles,
  model: DrawModel
): Hires | null {
  if (!settings.enable_hr) {
    return null;
  }
  const { hr_scale: scale, hr_denoising_strength: strength } = settings;
  const steps = settings.hr_steps || settings.steps;
  const size = details.hiresSize ?? {
    width: Math.trunc(settings.width * scale),
    height: Math.trunc(settings.height * scale)
  };
  return {
    size,
    steps,
    sampling: { ...samplingSettings(settings, model), ...hiresSteps(settings, steps, strength) },
    upscaler: upscalerOf(settings.hr_upscaler, files)
  };
}

/** diffusers runs a share of the steps it is given: as many are given as leave `steps` to run. */
function hiresSteps(
  { flavour }: Settings,
  steps: number,
  strength: number
): { steps: number; init: Hires['sampling']['init'] } {
  if (flavour === 'a1111' || strength === 0) {
    return { steps, init: { strength, hires: flavour === 'a1111' } };
  }
  let whole = Math.floor(steps / strength);
  while (Math.floor(whole * strength) < steps) {
    whole++;
  }
  return { steps: whole, init: { strength, hires: false } };
}

function upscalerOf(name: string, { upscaler }: CellFiles): Upscaler {
  if (isLatentUpscaler(name)) {
    return { kind: 'latent', filter: LATENT[name] };
  }
  const found = pictureUpscaler(name, upscaler);
  if (!found) {
    throw unknownChoice(
      'hr_upscaler',
      name,
      BUILT_IN_UPSCALERS.map(each => ({ name: each }))
    );
  }
  return found;
}

/** The latent of the first pass at the size of the second. */
export function* upscaledLatent(
  context: PassContext,
  latent: Float32Array,
  { size, upscaler }: Hires
): Generator<Need, Float32Array, Answer> {
  const { model, tools, vae, settings } = context;
  const latentSize = ({ width, height }: Size): Size => ({
    width: Math.floor(width / model.latentScale),
    height: Math.floor(height / model.latentScale)
  });
  const from = latentSize(context.size);
  if (upscaler.kind === 'latent') {
    return tools.enlargeLatent(latent, from, latentSize(size), upscaler.filter);
  }
  const planes = yield* decodeLatent(latent, from.height, from.width, vae);
  const drawn = tools.toPicture(
    planes,
    { width: from.width * model.latentScale, height: from.height * model.latentScale },
    settings.flavour
  );
  const picture = yield* upscaledPicture(context, drawn, size, upscaler);
  const moments = yield* encodePicture({
    ...size,
    planes: tools.toPlanes(picture),
    ...(vae ? { options: vae } : {})
  });
  return latentOf(moments, model.scalingFactor, context.seeded);
}

/** A1111 fits what was enlarged to whole eighths before the size is made exact. */
function upscaledPicture(
  { tools }: PassContext,
  picture: Picture,
  size: Size,
  upscaler: PictureUpscaler
): Generator<Need, Picture, Answer> {
  const scale = Math.max(size.width / picture.width, size.height / picture.height);
  const wished = {
    width: Math.floor((picture.width * scale) / 8) * 8,
    height: Math.floor((picture.height * scale) / 8) * 8
  };
  return enlarged(tools, picture, size, upscaler, wished);
}
