/**
 * Picture care: what is done with a picture after it was drawn, or with one that was given. The steps have a fixed order, `CARE_STEPS`;
 * each is off at its default.
 */
import { FILTER_UPSCALERS } from '../upscalers';
import type { Parameter } from './types';

const care = { axis: true, cost: 'care', group: 'care' } as const;

export const careEntries = [
  {
    name: 'upscale',
    aliases: ['upscale by', 'postprocess upscale by', 'enlarge'],
    kind: 'number',
    min: 1,
    max: 8,
    step: 0.25,
    default: 1,
    infotext: { key: 'Postprocess upscale by' },
    ...care,
    label: { en: 'Upscale', zh_CN: '放大倍数' },
    help: {
      en: 'Enlarges the finished picture this many times.',
      zh_CN: '把画好的图放大这么多倍。'
    }
  },
  {
    name: 'upscaler',
    aliases: ['postprocess upscaler'],
    kind: 'choice',
    choices: FILTER_UPSCALERS,
    choices_from: 'upscalers',
    default: 'Lanczos',
    needs: 'upscale',
    infotext: { key: 'Postprocess upscaler' },
    ...care,
    label: { en: 'Upscaler', zh_CN: '放大算法' },
    help: {
      en: 'What enlarges the finished picture: a filter, or an upscaler network, which invents fine detail.',
      zh_CN: '用什么放大画好的图：滤波器，或会补出细节的放大网络。'
    }
  },
  {
    name: 'upscaler_2',
    aliases: ['postprocess upscaler 2', 'second upscaler'],
    kind: 'choice',
    choices: FILTER_UPSCALERS,
    choices_from: 'upscalers',
    default: 'None',
    needs: 'upscale',
    infotext: { key: 'Postprocess upscaler 2' },
    ...care,
    label: { en: 'Second upscaler', zh_CN: '第二放大算法' },
    help: {
      en: 'Another upscaler whose picture is laid over the first’s.',
      zh_CN: '另一种放大算法，其结果叠加在第一种上。'
    }
  },
  {
    name: 'upscaler_2_visibility',
    aliases: ['postprocess upscaler 2 visibility', 'second upscaler visibility'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0.5,
    needs: 'upscaler_2',
    infotext: { key: 'Postprocess upscaler 2 visibility' },
    ...care,
    label: { en: 'Second upscaler’s share', zh_CN: '第二放大算法占比' },
    help: {
      en: '0 shows the first upscaler’s picture alone, 1 the second’s.',
      zh_CN: '0 只用第一种放大的结果，1 只用第二种。'
    }
  }
] as const satisfies readonly Parameter[];
