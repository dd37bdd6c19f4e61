import {
  blurredMask,
  changed,
  cropped,
  filled,
  fitted,
  flattened,
  expandCropRegion,
  inverted,
  maskOf,
  cropRegion,
  overlayOf,
  resized,
  applyOverlay
} from '../images';
import type { Box, FitMode, Raster } from '../images';
import type { DrawModel, Settings, Size } from './cell';
import type { CellFiles, GivenPicture, Picture } from './needs';
import { toSigned, toUnitPlanes } from './picture';
import { Fault } from '../../schema/fault';

/** A picture to start from, made to fit. */
export type InitImage = Size & {
  /** (3, height, width) in [-1, 1]. */
  planes: Float32Array;
  mask: InitMask | null;
  /** Puts what was drawn where it belongs in the picture that was given. */
  finish(drawn: Picture): Picture;
};

export type InitMask = {
  /** (3, height, width): the picture, grey where it is drawn anew. */
  maskedPlanes: Float32Array;
  /** Shares drawn anew, a number per latent pixel: what is blended, and what an inpainting network is told. */
  latent: Float32Array;
  channel: Float32Array;
};

/** The picture and mask that a cell's settings name. Throws unknown_choice where they aren't among its files. */
export function prepareInitImage(settings: Settings, files: CellFiles, model: DrawModel): InitImage | null {
  const { init_image: name, mask } = settings;
  if (name === null) {
    return null;
  }
  const given = flattened(pictureNamed('init_image', name, files));
  return mask === null
    ? withoutMask(given, settings)
    : withMask(given, pictureNamed('mask', mask, files), settings, model);
}

function pictureNamed(param: string, name: string, { pictures = {} }: CellFiles): GivenPicture {
  const picture = pictures[name];
  if (!picture) {
    throw new Fault('unknown_choice', { param, value: name, choices: Object.keys(pictures) });
  }
  return picture;
}

/** With resize mode "latent" the picture is encoded as it is, and its latent made to fit. */
function withoutMask(given: Raster, { resize_mode: mode, width, height }: Settings): InitImage {
  const picture = mode === 'latent' ? given : fitted(given, width, height, mode);
  return { ...sizeOf(picture), planes: signedPlanes(picture), mask: null, finish: drawn => drawn };
}

function withMask(given: Raster, maskGiven: Raster, settings: Settings, model: DrawModel): InitImage {
  const { width, height, inpainting_fill: fill, flavour } = settings;
  // The network and the blend need mask and picture of one size.
  const mode = settings.resize_mode === 'latent' ? 'stretch' : settings.resize_mode;
  const only = settings.inpaint_full_res;
  // What is cut out of both must lie at the same place.
  const mask = only ? fitted(maskOf(maskGiven), given.width, given.height, 'stretch') : maskOf(maskGiven);
  const blurred = blurredMask(settings.inpainting_mask_invert ? inverted(mask) : mask, settings.mask_blur);
  const box = only ? boxOf(blurred, settings) : null;
  if (only && !box) {
    return withoutMask(given, settings);
  }
  const cut = box ? cutOut(given, blurred, box, settings) : fittedPair(given, blurred, settings, mode);
  // What is put into the latent later is laid over a filled picture, too.
  const picture = fill === 'original' ? cut.picture : filled(cut.picture, cut.mask);
  const planes = signedPlanes(picture);
  return {
    width,
    height,
    planes,
    mask:
      flavour === 'diffusers' ? diffusersMask(planes, cut.mask, model) : webuiMask(planes, cut.mask, model),
    finish: ({ rgb, ...size }) => {
      if (flavour === 'diffusers' && !box) {
        return { ...size, rgb };
      }
      const whole = applyOverlay({ ...size, channels: 3, data: rgb }, cut.overlay, box ?? undefined);
      return { ...sizeOf(whole), rgb: whole.data };
    }
  };
}

type Pair = { picture: Raster; mask: Raster; overlay: Raster };

/** The whole picture in the size that is drawn; the overlay keeps less of the mask's soft edge than the blend. */
function fittedPair(given: Raster, mask: Raster, { width, height }: Settings, mode: FitMode): Pair {
  const picture = fitted(given, width, height, mode);
  const fittedMask = fitted(mask, width, height, mode);
  const overlay = overlayOf(
    picture,
    changed(fittedMask, value => Math.min(255, 2 * value))
  );
  return { picture, mask: fittedMask, overlay };
}

/** The masked part and its surroundings, in the size that is drawn. */
function cutOut(given: Raster, mask: Raster, box: Box, { width, height }: Settings): Pair {
  return {
    picture: fitted(cropped(given, box), width, height, 'fill'),
    mask: fitted(cropped(mask, box), width, height, 'fill'),
    overlay: overlayOf(given, mask)
  };
}

/** Where "only masked" draws; null when nothing is masked, and then, as in A1111, the whole picture is drawn. */
function boxOf(mask: Raster, settings: Settings): Box | null {
  const box = cropRegion(mask, settings.inpaint_full_res_padding);
  return box && expandCropRegion(box, settings, mask);
}

/** A1111's: the blend's mask is the picture's in the latent's size, rounded; the network's every eighth of its pixels. */
function webuiMask(planes: Float32Array, mask: Raster, model: DrawModel): InitMask {
  const latent = latentSize(mask, model);
  const whole = Float32Array.from(mask.data, value => roundHalfEven(value / 255));
  return {
    maskedPlanes: planes.map((value, k) => value * (1 - whole[k % whole.length])),
    latent: Float32Array.from(resized(mask, latent.width, latent.height, 'bicubic').data, value =>
      roundHalfEven(value / 255)
    ),
    channel: nearest(whole, mask, latent)
  };
}

/** diffusers': one mask, cut at one half. */
function diffusersMask(planes: Float32Array, mask: Raster, model: DrawModel): InitMask {
  const whole = Float32Array.from(mask.data, value => (value / 255 < 0.5 ? 0 : 1));
  const latent = nearest(whole, mask, latentSize(mask, model));
  return {
    maskedPlanes: planes.map((value, k) => value * (1 - whole[k % whole.length])),
    latent,
    channel: latent
  };
}

const latentSize = ({ width, height }: Size, { latentScale }: DrawModel): Size => ({
  width: Math.floor(width / latentScale),
  height: Math.floor(height / latentScale)
});

/** torch's `interpolate` by nearest neighbours. */
function nearest(values: Float32Array, from: Size, to: Size): Float32Array {
  const out = new Float32Array(to.width * to.height);
  for (let k = 0; k < out.length; k++) {
    const x = Math.floor(((k % to.width) * from.width) / to.width);
    const y = Math.floor((Math.floor(k / to.width) * from.height) / to.height);
    out[k] = values[y * from.width + x];
  }
  return out;
}

/** numpy's and torch's rounding, of what is in [0, 1]. */
const roundHalfEven = (value: number): number => (value > 0.5 ? 1 : 0);

const sizeOf = ({ width, height }: Size): Size => ({ width, height });
const signedPlanes = ({ data }: Raster): Float32Array => toSigned(toUnitPlanes(data));
