/** What the preflight says of a sweep that can be drawn, but hardly as it was meant. */
import { messages, of, type Word } from './types';

export const remarkMessages = messages({
  size_far: of<{ size: Word; native: Word; model: Word; large: Word }>({
    en: f =>
      f.large
        ? `${f.size} is far more than ${f.model} was made for (${f.native}): things may appear twice. The hires fix draws small first.`
        : `${f.size} is far less than ${f.model} was made for (${f.native}): pictures may fall apart.`,
    zh_CN: f =>
      f.large
        ? `${f.size} 远大于 ${f.model} 的尺寸（${f.native}）：画面里的东西可能重复。可用高清修复先画小图。`
        : `${f.size} 远小于 ${f.model} 的尺寸（${f.native}）：画面可能散乱。`
  }),
  lcm_guidance: {
    en: 'LCM wants a CFG scale of 1 to {most}; {cfg_scale} burns the picture.',
    zh_CN: 'LCM 的 CFG 强度宜 1 到 {most}；{cfg_scale} 会烧坏画面。'
  },
  lcm_steps: {
    en: 'LCM is done after 4 to 8 steps; {steps} take longer and smooth the picture away.',
    zh_CN: 'LCM 用 4 到 8 步就够；{steps} 步更慢，画面反而发糊。'
  },
  distilled_settings: {
    en: '{model} seems distilled to few steps: it wants a CFG scale of 1 to {most} and up to {most_steps} steps, not {cfg_scale} and {steps}.',
    zh_CN:
      '{model} 像是少步数的蒸馏模型：CFG 强度宜 1 到 {most}、步数不超过 {most_steps}，现在是 {cfg_scale} 和 {steps}。'
  },
  mask_missing: {
    en: '{model} is for inpainting; without a start picture and a mask it draws everything anew.',
    zh_CN: '{model} 用于局部重绘；没有起始画面和蒙版就会全部重画。'
  },
  picture_to_edit_missing: {
    en: '{model} edits pictures, and there is no start picture.',
    zh_CN: '{model} 用来修改图片，但没有起始画面。'
  },
  refiner_alone: {
    en: '{model} is a refiner: it is meant to finish what another model began.',
    zh_CN: '{model} 是精修模型，适合接着别的模型画完。'
  },
  refiner_same: {
    en: 'The refiner is {model} itself, which goes on as it began.',
    zh_CN: '精修模型就是 {model} 自己，换了等于没换。'
  },
  sigmas_reversed: {
    en: 'The noise rises from {max} to {min} where it should fall: sigma_min is below sigma_max.',
    zh_CN: '噪声从 {max} 升到 {min}，本该下降：sigma_min 要小于 sigma_max。'
  },
  strength_low: {
    en: 'A strength of {strength} with {steps} steps is less than one step: the start picture hardly changes.',
    zh_CN: '强度 {strength} 乘 {steps} 步不足一步：起始画面几乎不变。'
  },
  latent_strength_low: {
    en: '{upscaler} needs a hires denoising strength of {least} or more; at {strength} the picture stays blurred.',
    zh_CN: '{upscaler} 的高清修复重绘强度要 {least} 以上；{strength} 时画面会模糊。'
  },
  hires_left_out: {
    en: 'The hires fix is left out where a start picture is given.',
    zh_CN: '有起始画面时不用高清修复。'
  },
  variant_weight: of<{ value: Word; param: Word }>({
    en: f => ({
      message: `${f.value} weighs nothing here: every option of ${f.param} is drawn.`,
      hint: 'For one by chance write {1$$0.7::a|b}.'
    }),
    zh_CN: f => ({
      message: `${f.value} 在这里不起作用：${f.param} 的每个选项都会画。`,
      hint: '要按权重随机选一个，写 {1$$0.7::甲|乙}。'
    })
  }),

  // Without an effect
  no_steps: of<{ sampler: Word; steps: Word }>({
    en: f =>
      `${f.sampler} makes no step here (steps=${f.steps}): the network is never asked, and nothing is drawn but what it would begin with.`,
    zh_CN: f =>
      `${f.sampler} 在这里一步也不走（steps=${f.steps}）：不会用到网络，画出来的只是起始的噪声或画面。`
  }),
  no_effect: { en: '{param} changes nothing: {because}.', zh_CN: '{param} 不起作用：{because}。' },
  idle_needs: { en: 'it acts only together with {needs}', zh_CN: '要有 {needs} 才起作用' },
  idle_sampler: { en: '{sampler} does not use it', zh_CN: '{sampler} 不用它' },
  idle_schedule: { en: 'the schedule {scheduler} does not use it', zh_CN: '调度 {scheduler} 不用它' },
  idle_flavour: {
    en: 'the flavour {flavour} does not use it',
    zh_CN: '{flavour} 风格不用它'
  },
  idle_switch: {
    en: 'no step comes after refiner_switch_at={refiner_switch_at}',
    zh_CN: 'refiner_switch_at={refiner_switch_at} 之后没有步数了'
  },
  idle_guidance: {
    en: 'a CFG scale of {cfg_scale} turns guidance and the negative prompt off',
    zh_CN: 'CFG 强度为 {cfg_scale} 时没有引导，也不看反向提示词'
  },
  idle_words: { en: 'the prompts hold nothing that it reads', zh_CN: '提示词里没有它要读的写法' },
  idle_wildcards: {
    en: 'the prompts leave nothing to chance',
    zh_CN: '提示词里没有要随机选的词'
  },
  idle_here: {
    en: 'with this model and these settings every value is the same',
    zh_CN: '用这个模型和这些设置，取什么值都一样'
  },
  axis_same: {
    en: 'The {values} values of {axis} make no difference: each gives the same pictures.',
    zh_CN: '{axis} 的 {values} 个值没有差别：画出来都一样。'
  },
  values_alike: of<{ axis: Word; first: Word; second: Word; steps?: Word }>({
    en: f =>
      f.steps === undefined
        ? `${f.first} and ${f.second} of ${f.axis} give the same pictures.`
        : `${f.first} and ${f.second} of ${f.axis} give the same pictures with ${f.steps} ${Number(f.steps) === 1 ? 'step' : 'steps'}; with more they differ.`,
    zh_CN: f =>
      f.steps === undefined
        ? `${f.axis} 里的 ${f.first} 和 ${f.second} 画出来都一样。`
        : `${f.axis} 里的 ${f.first} 和 ${f.second} 在 ${f.steps} 步时画出来都一样；步数更多就不同。`
  }),
  cells_alike: {
    en: '{cells} cells make only {pictures} different pictures: {one} and {other}, for one, are the same.',
    zh_CN: '{cells} 格只有 {pictures} 张不同的画面：例如 {one} 和 {other} 是同一张。'
  },
  sr_missing_partly: {
    en: '"{value}" is not in all prompts: in {places} of {of} places prompt_sr replaces nothing.',
    zh_CN: '不是所有提示词里都有 “{value}”：{of} 处中有 {places} 处 prompt_sr 没有可替换的。'
  },
  where_keeps_all: {
    en: 'The condition leaves out none of {cells} cells.',
    zh_CN: '这个条件一格也没有去掉（共 {cells} 格）。'
  },
  sample_keeps_all: {
    en: 'sample={sample} takes all of {cells} cells.',
    zh_CN: 'sample={sample} 把 {cells} 格全都取了。'
  },

  // Read otherwise than written
  nothing_written: {
    en: { message: 'There is no text: an empty prompt is drawn.', hint: 'Write a prompt.' },
    zh_CN: { message: '没有文字：会用空的提示词来画。', hint: '请写提示词。' }
  },
  thousands_are_values: {
    en: { message: '{text} is a list of values.', hint: 'For the one number write {fix}.' },
    zh_CN: { message: '{text} 是多个值的列表。', hint: '如果是一个数，写 {fix}。' }
  },
  duplicate_value: {
    en: '{value} is twice in {param}; it is drawn once.',
    zh_CN: '{param} 里 {value} 出现了两次，只画一次。'
  },
  one_value: {
    en: '{param} has one value, so {word}= places nothing.',
    zh_CN: '{param} 只有一个值，{word}= 不起作用。'
  },
  axes_folded: {
    en: 'More axes than places: {axes} share the outer rows.',
    zh_CN: '轴多于位置：{axes} 合用外层行。'
  },
  defaults_differ: {
    en: 'Each model uses its own default of {params}.',
    zh_CN: '这些参数按各模型自己的默认值：{params}。'
  },
  bad_model_default: {
    en: "The default of {name} for {param} isn't used: {value} is not allowed.",
    zh_CN: '{name} 的 {param} 默认值未采用：不允许 {value}。'
  }
});
