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
  strength_low: {
    en: 'A strength of {strength} with {steps} steps is less than one step: the start picture hardly changes.',
    zh_CN: '强度 {strength} 乘 {steps} 步不足一步：起始画面几乎不变。'
  },
  latent_strength_low: {
    en: '{upscaler} needs a second strength of {least} or more; at {strength} the picture stays blurred.',
    zh_CN: '{upscaler} 的第二遍强度要 {least} 以上；{strength} 时画面会模糊。'
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
