/** Options of the prompt's language and of what the checkpoint is. */
import { SEED_MAX } from './core';
import type { Parameter } from './types';

export const text = [
  {
    name: 'vae',
    aliases: ['sd_vae'],
    kind: 'model',
    choices_from: 'vaes',
    default: null,
    optional: true,
    axis: true,
    cost: 'model',
    group: 'advanced',
    infotext: { key: 'VAE' },
    label: { en: 'VAE', zh_CN: 'VAE' },
    help: {
      en: 'A VAE file instead of the model’s own, which turns the result into the picture.',
      zh_CN: '用另一个 VAE 文件代替模型自带的，由它把结果变成画面。'
    }
  },
  {
    name: 'prediction',
    aliases: ['prediction_type', 'parameterization'],
    kind: 'choice',
    choices: ['auto', 'epsilon', 'v_prediction'],
    default: 'auto',
    axis: true,
    cost: 'model',
    group: 'advanced',
    infotext: { key: 'Prediction' },
    label: { en: 'Prediction', zh_CN: '预测方式' },
    help: {
      en: 'What the network predicts; auto reads it from the model. Change it when all pictures are noise.',
      zh_CN: '网络预测的是什么；auto 从模型里读。画面全是噪声时再改。'
    }
  },
  {
    name: 'noise_schedule',
    aliases: ['noise schedule', 'sd_noise_schedule'],
    kind: 'choice',
    choices: ['auto', 'default', 'zero_terminal_snr'],
    default: 'auto',
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: {
      key: 'Noise Schedule',
      words: [
        ['zero_terminal_snr', 'Zero Terminal SNR'],
        ['default', 'Default']
      ]
    },
    label: { en: 'Noise schedule', zh_CN: '噪声表' },
    help: {
      en: 'Zero terminal SNR starts from pure noise, for models that were trained so; auto asks the model.',
      zh_CN: 'zero_terminal_snr 从纯噪声开始，适合这样训练的模型；auto 由模型决定。'
    }
  },
  {
    name: 'dialect',
    aliases: [],
    kind: 'choice',
    choices: ['a1111', 'novelai', 'hai'],
    default: 'a1111',
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Dialect' },
    label: { en: 'Prompt dialect', zh_CN: '提示词写法' },
    help: {
      en: 'How weights are written: a1111 (word:1.2), novelai {word} and [word], hai (word) and {word}.',
      zh_CN: '权重怎么写：a1111 用 (词:1.2)，novelai 用 {词} 和 [词]，hai 用 (词) 和 {词}。'
    }
  },
  {
    name: 'strict',
    aliases: ['strict prompt'],
    kind: 'boolean',
    default: false,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Strict prompt' },
    label: { en: 'Strict prompt', zh_CN: '严格解析' },
    help: {
      en: 'Reads the prompt without A1111’s known slips: BREAK in brackets breaks, a trailing :2 is text, editing switches on time.',
      zh_CN: '不沿用 A1111 的已知毛病：括号里的 BREAK 有效，句尾的 :2 是文字，切换不晚一步。'
    }
  },
  {
    name: 'extra_generation_params',
    aliases: ['other settings'],
    kind: 'text',
    default: '',
    axis: false,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Other settings' },
    label: { en: 'Other settings', zh_CN: '其他参数' },
    help: {
      en: 'Pairs of pasted settings that mean something to other programs alone; pictures carry them on.',
      zh_CN: '粘贴的参数中只对其他程序有意义的部分；随图片保留。'
    }
  },
  {
    name: 'wildcard_seed',
    aliases: ['wildcard seed'],
    kind: 'integer',
    min: -1,
    max: SEED_MAX,
    step: 1,
    default: -1,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Wildcard seed' },
    label: { en: 'Wildcard seed', zh_CN: '通配符种子' },
    help: {
      en: 'Chooses the words of __wildcards__ and {2$$a|b|c}; -1 follows the picture’s seed.',
      zh_CN: '决定 __通配符__ 和 {2$$a|b|c} 选哪些词；-1 跟随画面的种子。'
    }
  },
  {
    name: 'tiling',
    aliases: [],
    kind: 'boolean',
    default: false,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Tiling' },
    label: { en: 'Tiling', zh_CN: '无缝平铺' },
    help: {
      en: 'The picture’s edges fit together, so it can be repeated as a pattern.',
      zh_CN: '画面边缘相接，可以平铺成图案。'
    }
  },
  {
    name: 'vae_tiling',
    aliases: ['vae tiling', 'tiled_vae'],
    kind: 'boolean',
    default: false,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'VAE tiling' },
    label: { en: 'VAE in tiles', zh_CN: 'VAE 分块' },
    help: {
      en: 'Decodes big pictures piece by piece: less memory, nearly the same picture.',
      zh_CN: '大画面分块解码：省内存，画面几乎一样。'
    }
  },
  {
    name: 'refiner',
    aliases: ['refiner_checkpoint'],
    kind: 'model',
    choices_from: 'models',
    default: null,
    optional: true,
    axis: true,
    cost: 'model',
    group: 'advanced',
    infotext: { key: 'Refiner' },
    label: { en: 'Refiner', zh_CN: '精修模型' },
    help: {
      en: 'A second model that takes over for the last steps.',
      zh_CN: '最后几步换由它来画的第二个模型。'
    }
  },
  {
    name: 'refiner_switch_at',
    aliases: ['refiner switch at'],
    kind: 'number',
    min: 0.01,
    max: 1,
    step: 0.05,
    default: 0.8,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    needs: 'refiner',
    infotext: { key: 'Refiner switch at' },
    label: { en: 'Refiner from', zh_CN: '精修起点' },
    help: {
      en: 'Share of the steps after which the refiner takes over.',
      zh_CN: '走完这一比例的步数后换成精修模型。'
    }
  }
] as const satisfies readonly Parameter[];
