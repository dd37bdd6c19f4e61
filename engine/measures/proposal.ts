/** What care a picture may be given, from what it is like: values that a person can take, change or sweep around, each with its reason. */
import type { Facts } from '../../schema/messages';
import type { MessageCode } from '../../schema/messages';
import type { Measures } from './measured';

/** A parameter of care, the value that is proposed, values around it for a sweep, and why. */
export type Proposed = {
  parameter: CareParameter;
  value: number | string;
  around: readonly (number | string)[];
  reason: { code: MessageCode; facts: Facts };
};

export type CareParameter =
  | 'denoise'
  | 'face_restorer'
  | 'temperature'
  | 'tint'
  | 'exposure'
  | 'auto_levels'
  | 'vibrance'
  | 'upscale'
  | 'sharpen';

/** What else is known of the picture and of what is at hand. */
export type Known = {
  /** Heights of the faces that were found, in pixels. */
  faces?: readonly number[];
  /** Face restorers that are there, the best first; `detail` needs nothing. */
  restorers?: readonly string[];
};

/** In the order in which care is done; empty where the picture is well. */
export function proposedCare(measures: Measures, known: Known = {}): Proposed[] {
  return [
    denoise(measures),
    faces(measures, known),
    ...whiteBalance(measures),
    exposure(measures),
    levels(measures),
    vibrance(measures),
    upscale(measures),
    sharpen(measures)
  ].filter(each => each !== null);
}

const round = (value: number, places = 1): number => Number(value.toFixed(places));

/** Above these standard deviations, in levels, the weak, the middle and the strong step are proposed. */
const NOISE = [1.5, 4, 9];
/** Below these qualities of JPEG. */
const QUALITY = [75, 50, 30];

function denoise({ noise, jpegQuality, jpegFrom }: Measures): Proposed | null {
  const byNoise = NOISE.filter(limit => noise > limit).length;
  const byBlocks = jpegQuality === null ? 0 : QUALITY.filter(limit => jpegQuality < limit).length;
  const value = Math.max(byNoise, byBlocks);
  if (value === 0) {
    return null;
  }
  const reason =
    byNoise >= byBlocks
      ? ({ code: 'care_noise', facts: { noise: round(noise) } } as const)
      : ({
          code: 'care_jpeg',
          facts: { quality: jpegQuality ?? 0, guessed: jpegFrom === 'blocks' ? 1 : 0 }
        } as const);
  return { parameter: 'denoise', value, around: [1, 2, 3], reason };
}

/** A face of so many pixels has all its detail. */
const WHOLE_FACE = 256;

function faces(
  { noise, blur }: Measures,
  { faces: heights = [], restorers = ['detail'] }: Known
): Proposed | null {
  const poor = heights.filter(
    height => height < WHOLE_FACE / 2 || (height < WHOLE_FACE && (blur > BLURRED || noise > NOISE[1]))
  );
  return poor.length === 0 || restorers.length === 0
    ? null
    : {
        parameter: 'face_restorer',
        value: restorers[0],
        around: restorers,
        reason: { code: 'care_faces', facts: { count: poor.length, height: Math.round(Math.min(...poor)) } }
      };
}

/** A mean colour further from grey is a cast; one much further is the picture's subject. */
const CAST = [6, 28] as const;
/** In deviations of the colours: less is a coloured thing in the picture. */
const ALL_OF_IT = 1.5;
const DRAWN = 0.5;
/** Below it a picture is grey on purpose. */
const GREY = 4;

function whiteBalance({ cast, castRatio, light, drawn, colourfulness }: Measures): (Proposed | null)[] {
  if (drawn > DRAWN || cast < CAST[0] || cast > CAST[1] || castRatio < ALL_OF_IT || colourfulness < GREY) {
    return [];
  }
  const { kelvin, tint } = light;
  const reason = { code: 'care_cast', facts: { cast: Math.round(cast), kelvin } } as const;
  return [
    kelvin === 6504
      ? null
      : { parameter: 'temperature', value: kelvin, around: [round((kelvin + 6504) / 2, 0), kelvin], reason },
    Math.abs(tint) < 0.05
      ? null
      : { parameter: 'tint', value: tint, around: [round(tint / 2, 2), tint], reason }
  ];
}

/** Levels between the hundredth darkest and brightest pixel below which a picture is dull. */
const DULL = 160;

/** Stops from the middle grey that are left alone: many good pictures are dark or light. */
const MEANT = 1;
const MOST_STOPS = 1.5;

function exposure({ exposure: stops, drawn, clippedLight, range }: Measures): Proposed | null {
  // Where the levels are stretched it is not known yet how light the picture will be.
  const isStretched = range < DULL;
  if (drawn > DRAWN || isStretched || Math.abs(stops) < MEANT || (stops > 0 && clippedLight > 0.3)) {
    return null;
  }
  const value = round(Math.max(-MOST_STOPS, Math.min(MOST_STOPS, -0.6 * stops)));
  const around = [round(value / 2), value, round(1.5 * value)];
  const code = stops < 0 ? 'care_dark' : 'care_light';
  return { parameter: 'exposure', value, around, reason: { code, facts: { stops: round(Math.abs(stops)) } } };
}

function levels({ range, drawn }: Measures): Proposed | null {
  return drawn > DRAWN || range >= DULL || range < 8
    ? null
    : {
        parameter: 'auto_levels',
        value: 0.005,
        around: [0.001, 0.005, 0.02],
        reason: { code: 'care_dull', facts: { levels: Math.round(range) } }
      };
}

const PALE = 20;

function vibrance({ colourfulness, drawn }: Measures): Proposed | null {
  return drawn > DRAWN || colourfulness >= PALE || colourfulness < GREY
    ? null
    : {
        parameter: 'vibrance',
        value: 0.4,
        around: [0.2, 0.4, 0.7],
        reason: { code: 'care_pale', facts: { colourfulness: Math.round(colourfulness) } }
      };
}

/** Pixels of the longer side below which a picture is small, and very small. */
const SMALL = [1024, 512] as const;

function upscale({ width, height }: Measures): Proposed | null {
  const longer = Math.max(width, height);
  return longer >= SMALL[0]
    ? null
    : {
        parameter: 'upscale',
        value: longer < SMALL[1] ? 4 : 2,
        around: [2, 4],
        reason: { code: 'care_small', facts: { width, height } }
      };
}

const BLURRED = 0.55;

function sharpen({ blur, noise }: Measures): Proposed | null {
  return blur <= BLURRED || noise > NOISE[0]
    ? null
    : {
        parameter: 'sharpen',
        value: round(Math.min(1, 2 * (blur - 0.3))),
        around: [0.3, 0.6, 1],
        reason: { code: 'care_blur', facts: { blur: round(blur, 2) } }
      };
}
