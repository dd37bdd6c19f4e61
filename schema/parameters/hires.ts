/** Options of the hires fix: the picture is drawn small, enlarged, and drawn again from there. */
import { BUILT_IN_UPSCALERS } from '../upscalers';
import type { Parameter } from './types';

const second = { axis: true, cost: 'sampling', group: 'hires' } as const;

export const hires = [
  {
    name: 'enable_hr',
    aliases: ['hires', 'hires fix', 'hires_fix'],
    kind: 'boolean',
    default: false,
    ...second,
    label: { en: 'Hires fix', zh_CN: '高清修复' },
    help: {
      en: 'Draws small first, then enlarges and draws again: big pictures without doubled things.',
      zh_CN: '先画小图，放大后再画一遍：大画面不会重影。'
    }
  },
  {
    name: 'hr_scale',
    aliases: ['hires upscale', 'hires_scale'],
    kind: 'number',
    min: 1,
    max: 4,
    step: 0.05,
    default: 2,
    needs: 'enable_hr',
    infotext: { key: 'Hires upscale' },
    ...second,
    label: { en: 'Hires upscale', zh_CN: '高清修复倍数' },
    help: { en: 'Final size over first size.', zh_CN: '最终尺寸与第一遍尺寸之比。' }
  },
  {
    name: 'hr_upscaler',
    aliases: ['hires upscaler', 'hires_upscaler'],
    kind: 'choice',
    choices: BUILT_IN_UPSCALERS,
    choices_from: 'upscalers',
    default: 'Latent',
    needs: 'enable_hr',
    infotext: { key: 'Hires upscaler' },
    ...second,
    label: { en: 'Hires upscaler', zh_CN: '高清修复算法' },
    help: {
      en: 'What enlarges: the latent itself (wants strength from 0.55), or the picture by a filter or an upscaler model.',
      zh_CN: '怎样放大：直接放大潜变量（强度宜 0.55 以上），或用滤波器、放大模型放大画面。'
    }
  },
  {
    name: 'hr_steps',
    aliases: ['hires steps', 'hires_steps', 'hr_second_pass_steps'],
    kind: 'integer',
    min: 0,
    max: 150,
    step: 1,
    default: 0,
    needs: 'enable_hr',
    infotext: { key: 'Hires steps' },
    ...second,
    label: { en: 'Hires steps', zh_CN: '高清修复步数' },
    help: {
      en: 'Steps of the second pass; 0 is as many as the first.',
      zh_CN: '第二遍的步数；0 与第一遍相同。'
    }
  },
  {
    name: 'hr_denoising_strength',
    aliases: ['hires denoising strength', 'hires_denoising', 'hr_denoising', 'hr_strength'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.7,
    needs: 'enable_hr',
    infotext: { key: 'Denoising strength' },
    ...second,
    label: { en: 'Hires denoising strength', zh_CN: '高清修复重绘强度' },
    help: {
      en: 'How much the second pass redraws: 0 nothing, 1 all.',
      zh_CN: '第二遍重画多少：0 不画，1 全部。'
    }
  }
] as const satisfies readonly Parameter[];
