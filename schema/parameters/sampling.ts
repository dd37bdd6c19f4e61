/** Options of the sampler, its schedule, its guidance and its first noise. */
import type { Parameter } from './types';

const inSampler = { axis: true, cost: 'sampling', group: 'sampling' } as const;

export const sampling = [
  {
    name: 's_churn',
    aliases: ['sigma churn', 'sigma_churn'],
    kind: 'number',
    min: 0,
    max: 100,
    step: 1,
    default: 0,
    infotext: { key: 'Sigma churn' },
    ...inSampler,
    label: { en: 'Sigma churn', zh_CN: 'Sigma churn' },
    help: {
      en: 'Noise that Euler, Heun and DPM2 put back at each step, in all; 0 is none.',
      zh_CN: 'Euler、Heun、DPM2 在各步放回的噪声总量；0 为不放。'
    }
  },
  {
    name: 's_tmin',
    aliases: ['sigma tmin', 'sigma_tmin'],
    kind: 'number',
    min: 0,
    max: 100,
    step: 0.05,
    default: 0,
    needs: 's_churn',
    infotext: { key: 'Sigma tmin' },
    ...inSampler,
    label: { en: 'Churn from', zh_CN: 'Churn 下限' },
    help: { en: 'Churn acts above this noise level.', zh_CN: '噪声高于此值时 churn 起作用。' }
  },
  {
    name: 's_tmax',
    aliases: ['sigma tmax', 'sigma_tmax'],
    kind: 'number',
    min: 0,
    max: 1000,
    step: 0.05,
    default: null,
    optional: true,
    needs: 's_churn',
    infotext: { key: 'Sigma tmax' },
    ...inSampler,
    label: { en: 'Churn to', zh_CN: 'Churn 上限' },
    help: {
      en: 'Churn acts below this noise level; none is no bound.',
      zh_CN: '噪声低于此值时 churn 起作用；none 为不限。'
    }
  },
  {
    name: 's_noise',
    aliases: ['sigma noise', 'sigma_noise'],
    kind: 'number',
    min: 0,
    max: 2,
    step: 0.01,
    default: 1,
    infotext: { key: 'Sigma noise' },
    ...inSampler,
    label: { en: 'Sigma noise', zh_CN: '步间噪声倍率' },
    help: { en: 'Scales the noise that steps add.', zh_CN: '各步所加噪声的倍率。' }
  },
  {
    name: 'rho',
    aliases: ['schedule rho', 'schedule_rho'],
    kind: 'number',
    min: 0,
    max: 30,
    step: 0.1,
    default: 0,
    infotext: { key: 'Schedule rho' },
    ...inSampler,
    label: { en: 'Rho', zh_CN: '调度 rho' },
    help: {
      en: 'Bend of the Karras and polyexponential schedules; 0 is their own.',
      zh_CN: 'Karras 和 Polyexponential 调度的弯曲；0 用它们自己的。'
    }
  },
  {
    name: 'sigma_min',
    aliases: ['schedule min sigma'],
    kind: 'number',
    min: 0,
    max: 10,
    step: 0.01,
    default: 0,
    infotext: { key: 'Schedule min sigma' },
    ...inSampler,
    label: { en: 'Min sigma', zh_CN: '调度最小 sigma' },
    help: { en: 'Where the schedule ends; 0 is the model’s own.', zh_CN: '调度的终点；0 用模型自己的。' }
  },
  {
    name: 'sigma_max',
    aliases: ['schedule max sigma'],
    kind: 'number',
    min: 0,
    max: 100,
    step: 0.01,
    default: 0,
    infotext: { key: 'Schedule max sigma' },
    ...inSampler,
    label: { en: 'Max sigma', zh_CN: '调度最大 sigma' },
    help: { en: 'Where the schedule begins; 0 is the model’s own.', zh_CN: '调度的起点；0 用模型自己的。' }
  },
  {
    name: 'discard_next_to_last_sigma',
    aliases: ['discard penultimate sigma', 'always_discard_next_to_last_sigma'],
    kind: 'boolean',
    default: false,
    infotext: { key: 'Discard penultimate sigma' },
    ...inSampler,
    label: { en: 'Drop last sigma', zh_CN: '去掉末级 sigma' },
    help: {
      en: 'Leaves the smallest noise level out, as DPM2 does by itself.',
      zh_CN: '略去最小的噪声级，DPM2 本来如此。'
    }
  },
  {
    name: 'sgm_noise_multiplier',
    aliases: ['sgm noise multiplier'],
    kind: 'boolean',
    default: false,
    infotext: { key: 'SGM noise multiplier' },
    ...inSampler,
    label: { en: 'SGM noise', zh_CN: 'SGM 噪声倍率' },
    help: {
      en: 'Scales the first noise as SDXL’s own code does.',
      zh_CN: '按 SDXL 原代码放大起始噪声。'
    }
  },
  {
    name: 'skip_early_cond',
    aliases: ['skip early cfg', 'skip_early_cfg'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
    infotext: { key: 'Skip Early CFG' },
    ...inSampler,
    label: { en: 'Skip early CFG', zh_CN: '前段不用 CFG' },
    help: {
      en: 'Share of the steps, from the first, without the negative prompt: faster, another picture.',
      zh_CN: '开头这一比例的步数不看反向提示词：更快，画面会变。'
    }
  },
  {
    name: 's_min_uncond',
    aliases: ['ngms', 'negative guidance minimum sigma'],
    kind: 'number',
    min: 0,
    max: 15,
    step: 0.01,
    default: 0,
    infotext: { key: 'NGMS' },
    ...inSampler,
    label: { en: 'NGMS', zh_CN: 'NGMS' },
    help: {
      en: 'Below this noise level every other step goes without the negative prompt: faster, slightly another picture.',
      zh_CN: '噪声低于此值时隔步不看反向提示词：更快，画面略变。'
    }
  },
  {
    name: 'cfg_rescale',
    aliases: ['cfg rescale', 'guidance_rescale', 'rescale_cfg'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
    infotext: { key: 'CFG rescale' },
    ...inSampler,
    label: { en: 'CFG rescale', zh_CN: 'CFG 重整' },
    help: {
      en: 'Takes back the contrast that guidance adds, for zero-terminal-SNR models; 0 is off, 0.7 is usual.',
      zh_CN: '收回引导带来的过强对比，用于零终端信噪比模型；0 为关，常用 0.7。'
    }
  },
  {
    name: 'seed_resize_from_w',
    aliases: ['seed_resize_from_width'],
    kind: 'integer',
    min: 0,
    max: 2048,
    step: 8,
    default: 0,
    ...inSampler,
    label: { en: 'Seed width', zh_CN: '种子原宽' },
    help: {
      en: 'With the height: the seed’s picture at that size, composed into this one; 0 is off.',
      zh_CN: '与高一起：按原来的尺寸取种子的构图；0 为关。'
    }
  },
  {
    name: 'seed_resize_from_h',
    aliases: ['seed_resize_from_height'],
    kind: 'integer',
    min: 0,
    max: 2048,
    step: 8,
    default: 0,
    ...inSampler,
    label: { en: 'Seed height', zh_CN: '种子原高' },
    help: {
      en: 'With the width: the seed’s picture at that size, composed into this one; 0 is off.',
      zh_CN: '与宽一起：按原来的尺寸取种子的构图；0 为关。'
    }
  }
] as const satisfies readonly Parameter[];
