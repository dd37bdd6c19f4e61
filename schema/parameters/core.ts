/** What every cell says: prompts, model, sampler, size, seed, and the options of text and noise that a cell always carries. */
import type { Parameter } from './types';

export const SEED_MAX = 4294967295;

/** Parameters of `CoreParams`, and the batch. */
export const core = [
  {
    name: 'prompt',
    aliases: ['positive'],
    kind: 'text',
    default: '',
    axis: true,
    cost: 'sampling',
    group: 'prompt',
    label: { en: 'Prompt', zh_CN: '提示词' },
    help: {
      en: 'What the picture should show. (word:1.2) weighs more, [word] less.',
      zh_CN: '画面内容。(词:1.2) 加重，[词] 减轻。'
    }
  },
  {
    name: 'negative_prompt',
    aliases: ['negative', 'neg'],
    kind: 'text',
    default: '',
    axis: true,
    cost: 'sampling',
    group: 'prompt',
    label: { en: 'Negative prompt', zh_CN: '反向提示词' },
    help: { en: 'What the picture should not show.', zh_CN: '画面里不要的内容。' }
  },
  {
    name: 'model',
    aliases: ['checkpoint', 'sd_model_checkpoint'],
    kind: 'model',
    choices_from: 'models',
    default: null,
    axis: true,
    cost: 'model',
    group: 'main',
    infotext: { key: 'Model' },
    label: { en: 'Model', zh_CN: '模型' },
    help: { en: 'The checkpoint that draws.', zh_CN: '用哪个模型来画。' }
  },
  {
    name: 'sampler',
    aliases: ['sampler_name', 'sampler_index'],
    kind: 'choice',
    choices_from: 'samplers',
    default: 'DPM++ 2M',
    axis: true,
    cost: 'sampling',
    group: 'main',
    infotext: { key: 'Sampler' },
    label: { en: 'Sampler', zh_CN: '采样器' },
    help: {
      en: 'The method that turns noise into the picture.',
      zh_CN: '把噪声变成画面的方法。'
    }
  },
  {
    name: 'scheduler',
    aliases: ['schedule', 'schedule type', 'schedule_type'],
    kind: 'choice',
    choices_from: 'schedulers',
    default: 'automatic',
    axis: true,
    cost: 'sampling',
    group: 'main',
    infotext: { key: 'Schedule type' },
    label: { en: 'Schedule', zh_CN: '调度' },
    help: {
      en: 'How the noise falls from step to step; automatic is the sampler’s own.',
      zh_CN: '噪声逐步下降的方式；automatic 用采样器自己的。'
    }
  },
  {
    name: 'steps',
    aliases: [],
    kind: 'integer',
    min: 1,
    max: 150,
    step: 1,
    default: 20,
    axis: true,
    cost: 'sampling',
    group: 'main',
    infotext: { key: 'Steps' },
    label: { en: 'Steps', zh_CN: '步数' },
    help: { en: 'Denoising steps; time grows with them.', zh_CN: '去噪步数，越多越慢。' }
  },
  {
    name: 'cfg_scale',
    aliases: ['cfg', 'cfg scale', 'guidance', 'guidance_scale'],
    kind: 'number',
    min: 1,
    max: 30,
    step: 0.5,
    default: 7,
    axis: true,
    cost: 'sampling',
    group: 'main',
    infotext: { key: 'CFG scale' },
    label: { en: 'CFG scale', zh_CN: 'CFG 强度' },
    help: {
      en: 'How strongly the prompt steers; 1 is off and twice as fast.',
      zh_CN: '提示词的引导强度；1 为关闭，快一倍。'
    }
  },
  {
    name: 'width',
    aliases: ['w'],
    kind: 'integer',
    min: 64,
    max: 2048,
    step: 8,
    default: null,
    axis: true,
    cost: 'sampling',
    group: 'main',
    label: { en: 'Width', zh_CN: '宽' },
    help: { en: 'Pixels, a multiple of 8.', zh_CN: '像素，8 的倍数。' }
  },
  {
    name: 'height',
    aliases: ['h'],
    kind: 'integer',
    min: 64,
    max: 2048,
    step: 8,
    default: null,
    axis: true,
    cost: 'sampling',
    group: 'main',
    label: { en: 'Height', zh_CN: '高' },
    help: { en: 'Pixels, a multiple of 8.', zh_CN: '像素，8 的倍数。' }
  },
  {
    name: 'seed',
    aliases: ['seeds'],
    kind: 'integer',
    min: -1,
    max: SEED_MAX,
    step: 1,
    default: -1,
    random: true,
    axis: true,
    cost: 'sampling',
    group: 'main',
    infotext: { key: 'Seed' },
    label: { en: 'Seed', zh_CN: '种子' },
    help: {
      en: 'The number the first noise grows from; -1 draws one for the whole sweep.',
      zh_CN: '起始噪声的编号；-1 为整个扫描随机取一个。'
    }
  },
  {
    name: 'batch_count',
    aliases: ['n', 'n_iter', 'count'],
    kind: 'integer',
    min: 1,
    max: 100,
    step: 1,
    default: 1,
    axis: false,
    cost: 'sampling',
    group: 'batch',
    label: { en: 'Batch count', zh_CN: '批次数' },
    help: {
      en: 'Pictures per cell are batch count × batch size; picture k has seed + k.',
      zh_CN: '每格张数为批次数 × 批次大小；第 k 张的种子为 seed + k。'
    }
  },
  {
    name: 'batch_size',
    aliases: ['batch'],
    kind: 'integer',
    min: 1,
    max: 8,
    step: 1,
    default: 1,
    axis: false,
    cost: 'sampling',
    group: 'batch',
    label: { en: 'Batch size', zh_CN: '批次大小' },
    help: {
      en: 'Pictures per cell are batch count × batch size; picture k has seed + k.',
      zh_CN: '每格张数为批次数 × 批次大小；第 k 张的种子为 seed + k。'
    }
  },
  {
    name: 'clip_skip',
    aliases: ['clip skip', 'clipskip'],
    kind: 'integer',
    min: 1,
    max: 12,
    step: 1,
    default: 1,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Clip skip' },
    label: { en: 'Clip skip', zh_CN: 'Clip 跳层' },
    help: {
      en: '1 takes the text encoder’s last layer, 2 the one before.',
      zh_CN: '1 取文本编码器最后一层，2 取倒数第二层。'
    }
  },
  {
    name: 'eta',
    aliases: ['eta ddim'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: null,
    optional: true,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Eta' },
    label: { en: 'Eta', zh_CN: 'Eta' },
    help: {
      en: 'Noise added at each step of stochastic samplers; empty is the sampler’s own (Euler a 1, DDIM 0).',
      zh_CN: '随机采样器每步加入的噪声；留空用采样器自己的（Euler a 为 1，DDIM 为 0）。'
    }
  },
  {
    name: 'subseed',
    aliases: ['variation_seed', 'variation seed'],
    kind: 'integer',
    min: -1,
    max: SEED_MAX,
    step: 1,
    default: -1,
    random: true,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Variation seed' },
    label: { en: 'Variation seed', zh_CN: '变异种子' },
    help: {
      en: 'A second noise, blended into the first by the variation strength.',
      zh_CN: '第二个噪声，按变异强度混入第一个。'
    }
  },
  {
    name: 'subseed_strength',
    aliases: ['variation_strength', 'variation seed strength', 'variation strength'],
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.05,
    default: 0,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Variation seed strength' },
    label: { en: 'Variation strength', zh_CN: '变异强度' },
    help: { en: '0 is the seed alone, 1 the variation seed alone.', zh_CN: '0 只用种子，1 只用变异种子。' }
  },
  {
    name: 'ensd',
    aliases: ['eta_noise_seed_delta'],
    kind: 'integer',
    min: 0,
    max: SEED_MAX,
    step: 1,
    default: 0,
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'ENSD' },
    label: { en: 'Eta noise seed delta', zh_CN: 'ENSD' },
    help: {
      en: 'Added to the seed for the noise of the steps (NovelAI: 31337).',
      zh_CN: '每步噪声的种子偏移（NovelAI 为 31337）。'
    }
  },
  {
    name: 'emphasis',
    aliases: [],
    kind: 'choice',
    choices: ['original', 'no_norm', 'ignore', 'none'],
    default: 'original',
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: {
      key: 'Emphasis',
      words: [
        ['no_norm', 'No norm'],
        ['ignore', 'Ignore'],
        ['none', 'None']
      ]
    },
    label: { en: 'Emphasis', zh_CN: '强调方式' },
    help: {
      en: 'How weights act: original keeps the mean, no_norm does not, ignore reads and drops them, none reads brackets as text.',
      zh_CN: '权重的作用方式：original 保持均值，no_norm 不保持，ignore 读取但不用，none 把括号当作文字。'
    }
  },
  {
    name: 'rng',
    aliases: ['randn_source'],
    kind: 'choice',
    choices: ['cpu', 'nv'],
    default: 'cpu',
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: {
      key: 'RNG',
      words: [
        ['cpu', 'CPU'],
        ['nv', 'NV']
      ]
    },
    label: { en: 'Noise source', zh_CN: '噪声来源' },
    help: {
      en: 'cpu is torch’s CPU generator, nv the one of NVIDIA cards; both are the same on every machine.',
      zh_CN: 'cpu 为 torch 的 CPU 发生器，nv 为 NVIDIA 显卡的；在任何机器上结果都相同。'
    }
  },
  {
    name: 'flavour',
    aliases: ['flavor'],
    kind: 'choice',
    choices: ['a1111', 'diffusers'],
    default: 'a1111',
    axis: true,
    cost: 'sampling',
    group: 'advanced',
    infotext: { key: 'Flavour' },
    label: { en: 'Flavour', zh_CN: '算法约定' },
    help: {
      en: 'Whose timesteps, noise order and rounding: stable-diffusion-webui’s or diffusers’.',
      zh_CN: '时间步、噪声顺序和取整按哪家：stable-diffusion-webui 或 diffusers。'
    }
  }
] as const satisfies readonly Parameter[];
