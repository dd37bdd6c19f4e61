/** What the preflight says of cells that can be drawn, but hardly as they were meant. */
import type { FaultData } from '../../schema/fault';
import { type AllParams, withDefaults } from '../../schema/catalogue';
import { isLatentUpscaler } from '../../schema/upscalers';
import type { ModelEntry, Plan } from '../../schema/wire';
import type { SweepContext } from '../../language/cell';
import type { MessageCode } from '../../schema/messages';
import type { ExpandedCell } from './types';

type Facts = FaultData['facts'];

/** A remark by its code: its facts for a cell that earns it, else null. */
type Remark = (params: AllParams, model: ModelEntry) => Facts | null;

/** Areas of a first pass over that of the model's own size, outside which pictures double or fall apart. */
const AREA = { least: 0.3, most: 2.3 };
/** LCM is guided by its network; more of it burns the picture. */
const LCM_CFG_MAX = 2.5;
/** A latent that was enlarged is blurred; less of a second pass leaves it so. */
const LATENT_STRENGTH_MIN = 0.5;

const REMARKS: Readonly<Partial<Record<MessageCode, Remark>>> = {
  size_far: ({ width, height, init_image }, { native, name }) => {
    const share = native ? (width * height) / (native.width * native.height) : 1;
    return init_image === null && native && (share < AREA.least || share > AREA.most)
      ? {
          size: `${width} × ${height}`,
          native: `${native.width} × ${native.height}`,
          model: name,
          large: share > 1 ? 1 : 0
        }
      : null;
  },
  lcm_guidance: ({ sampler, cfg_scale }) =>
    sampler === 'LCM' && cfg_scale > LCM_CFG_MAX ? { cfg_scale, most: LCM_CFG_MAX } : null,
  mask_missing: ({ mask }, { task, name }) => (task === 'inpaint' && mask === null ? { model: name } : null),
  picture_to_edit_missing: ({ init_image }, { task, name }) =>
    task === 'edit' && init_image === null ? { model: name } : null,
  refiner_alone: ({ init_image }, { family, name }) =>
    family === 'sdxl_refiner' && init_image === null ? { model: name } : null,
  strength_low: ({ init_image, denoising_strength, steps }) =>
    init_image !== null && denoising_strength * steps < 1 ? { strength: denoising_strength, steps } : null,
  latent_strength_low: ({ enable_hr, hr_upscaler, hr_denoising_strength }) =>
    enable_hr && isLatentUpscaler(hr_upscaler) && hr_denoising_strength < LATENT_STRENGTH_MIN
      ? { strength: hr_denoising_strength, least: LATENT_STRENGTH_MIN, upscaler: hr_upscaler }
      : null
};

/** The remarks on a sweep, each once, with the facts of the first cell that earns it. */
export function remarksOn(
  cells: readonly ExpandedCell[],
  base: Plan['base'],
  { models }: Pick<SweepContext, 'models'>
): FaultData[] {
  const found = new Map<string, Facts>();
  for (const params of cells.map(each => withDefaults(each.params))) {
    const model = models.find(({ kind, name }) => kind === 'checkpoint' && name === params.model);
    for (const [code, remark] of Object.entries(REMARKS)) {
      const facts = found.has(code) || !model ? null : remark(params, model);
      if (facts) {
        found.set(code, facts);
      }
    }
  }
  if (base.enable_hr === true && cells.some(({ params }) => params.init_image)) {
    found.set('hires_left_out', {});
  }
  return [...found].map(([code, facts]) => ({ code: code as MessageCode, facts }));
}
