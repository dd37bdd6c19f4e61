/** What the preflight says of cells that can be drawn, but hardly as they were meant. */
import type { AllParams } from '../../schema/catalogue';
import type { FaultData } from '../../schema/fault';
import type { ModelEntry } from '../../schema/wire';
import { isLatentUpscaler } from '../../schema/upscalers';

type Facts = FaultData['facts'];

/** What earns a remark in a cell: its facts, else null. The remark stands where the first of `at` is written. */
type OddCell = {
  code: FaultData['code'];
  at: readonly string[];
  facts(params: AllParams, model: ModelEntry): Facts | null;
};

/** Areas of a first pass over that of the model's own size, outside which pictures double or fall apart. */
const AREA = { least: 0.3, most: 2.3 };
/** LCM is guided by its network; more of it burns the picture. */
const LCM_CFG_MAX = 2.5;
/** LCM is as good as it gets after 4 to 8 steps; more of them smooth the picture away. */
const LCM_STEPS_MAX = 15;
/** The noise levels of Stable Diffusion's own schedule. */
const SIGMAS = { least: 0.0292, most: 14.6146 };
/** A latent that was enlarged is blurred; less of a second pass leaves it so. */
const LATENT_STRENGTH_MIN = 0.5;
/** What models are called that were distilled to a few steps and no guidance. */
const DISTILLED = /(?:^|[^a-z])(?:lcm|turbo|lightning|hyper-?sd|schnell)(?:[^a-z]|$)/i;
const DISTILLED_STEPS_MAX = 20;

const sizeFar =
  (large: 0 | 1): OddCell['facts'] =>
  ({ width, height, init_image }, { native, name }) => {
    const share = native ? (width * height) / (native.width * native.height) : 1;
    const far = large ? share > AREA.most : share < AREA.least;
    return init_image === null && native && far
      ? {
          size: `${width} × ${height}`,
          native: `${native.width} × ${native.height}`,
          model: name,
          large
        }
      : null;
  };
const SIZE_WORDS = ['width', 'height'];

export const ODD_CELLS: readonly OddCell[] = [
  { code: 'size_far', at: SIZE_WORDS, facts: sizeFar(1) },
  { code: 'size_far', at: SIZE_WORDS, facts: sizeFar(0) },
  {
    code: 'lcm_guidance',
    at: ['cfg_scale', 'sampler'],
    facts: ({ sampler, cfg_scale }) =>
      sampler === 'LCM' && cfg_scale > LCM_CFG_MAX ? { cfg_scale, most: LCM_CFG_MAX } : null
  },
  {
    code: 'lcm_steps',
    at: ['steps', 'sampler'],
    facts: ({ sampler, steps, cfg_scale }) =>
      sampler === 'LCM' && cfg_scale <= LCM_CFG_MAX && steps > LCM_STEPS_MAX
        ? { steps, most: LCM_STEPS_MAX }
        : null
  },
  {
    code: 'distilled_settings',
    at: ['cfg_scale', 'steps', 'model'],
    facts: ({ sampler, steps, cfg_scale }, { name }) =>
      sampler !== 'LCM' && DISTILLED.test(name) && (cfg_scale > LCM_CFG_MAX || steps > DISTILLED_STEPS_MAX)
        ? { model: name, steps, cfg_scale, most: LCM_CFG_MAX, most_steps: DISTILLED_STEPS_MAX }
        : null
  },
  {
    code: 'mask_missing',
    at: ['model'],
    facts: ({ mask }, { task, name }) => (task === 'inpaint' && mask === null ? { model: name } : null)
  },
  {
    code: 'picture_to_edit_missing',
    at: ['model'],
    facts: ({ init_image }, { task, name }) =>
      task === 'edit' && init_image === null ? { model: name } : null
  },
  {
    code: 'refiner_alone',
    at: ['model'],
    facts: ({ init_image }, { family, name }) =>
      family === 'sdxl_refiner' && init_image === null ? { model: name } : null
  },
  {
    code: 'refiner_same',
    at: ['refiner'],
    facts: ({ refiner }, { name }) => (refiner === name ? { model: name } : null)
  },
  {
    code: 'sigmas_reversed',
    at: ['sigma_min', 'sigma_max'],
    facts: ({ sigma_min, sigma_max }) => {
      const [min, max] = [sigma_min || SIGMAS.least, sigma_max || SIGMAS.most];
      return min >= max ? { min, max } : null;
    }
  },
  {
    code: 'strength_low',
    at: ['denoising_strength', 'steps'],
    facts: ({ init_image, denoising_strength, steps }) =>
      init_image !== null && denoising_strength * steps < 1 ? { strength: denoising_strength, steps } : null
  },
  {
    code: 'latent_strength_low',
    at: ['hr_denoising_strength', 'hr_upscaler'],
    facts: ({ enable_hr, hr_upscaler, hr_denoising_strength }) =>
      enable_hr && isLatentUpscaler(hr_upscaler) && hr_denoising_strength < LATENT_STRENGTH_MIN
        ? { strength: hr_denoising_strength, least: LATENT_STRENGTH_MIN, upscaler: hr_upscaler }
        : null
  }
];
