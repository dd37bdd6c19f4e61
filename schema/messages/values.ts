/** What is wrong with a name or a value. */
import { figure, list } from './render';
import { meant, type Limited, type Named } from './phrases';
import { messages, of, type Word } from './types';

type Bounded = { value: Word; param: Word; min: Word; max: Word; integer?: Word };

const takes = ({ param, integer, min, max }: Bounded): string =>
  `${param} takes ${integer ? 'whole numbers' : 'numbers'} from ${min} to ${max}`;
const takesZh = ({ param, integer, min, max }: Bounded): string =>
  `${param} 取 ${min} 到 ${max}${integer ? ' 的整数' : ''}`;

export const valueMessages = messages({
  unknown_parameter: of<Named>({
    en: f => `"${f.name}" is not a parameter.${meant(f, 'en')}`,
    zh_CN: f => `没有参数 “${f.name}”。${meant(f, 'zh_CN')}`
  }),
  unknown_choice: of<{ value: Word; param: Word; near?: Word; choices?: readonly string[] }>({
    en: f => ({
      message: `"${f.value}" is not a ${f.param}.${meant(f, 'en')}`,
      ...(f.choices && { hint: `Allowed: ${list(f.choices, 'en')}.` })
    }),
    zh_CN: f => ({
      message: `“${f.value}” 不是可用的 ${f.param}。${meant(f, 'zh_CN')}`,
      ...(f.choices && { hint: `可用：${list(f.choices, 'zh_CN')}。` })
    })
  }),
  one_of_them: { en: 'Only one of {params} can be on.', zh_CN: '{params} 只能开启其中一个。' },
  not_a_number: of<Bounded>({
    en: f => `"${f.value}" is not a number; ${takes(f)}.`,
    zh_CN: f => `“${f.value}” 不是数字；${takesZh(f)}。`
  }),
  out_of_range: of<Bounded>({
    en: f => `${f.value} is out of range; ${takes(f)}.`,
    zh_CN: f => `${f.value} 超出范围；${takesZh(f)}。`
  }),
  not_whole: {
    en: '{value} is not a whole number; {param} takes whole numbers from {min} to {max}.',
    zh_CN: '{value} 不是整数；{param} 取 {min} 到 {max} 的整数。'
  },
  not_a_multiple: of<Bounded & { step: Word; near?: Word }>({
    en: f => ({
      message: `${f.value} is not a multiple of ${f.step}; ${f.param} takes multiples of ${f.step} from ${f.min} to ${f.max}.`,
      ...(f.near !== undefined && { hint: `Nearest: ${f.near}.` })
    }),
    zh_CN: f => ({
      message: `${f.value} 不是 ${f.step} 的倍数；${f.param} 取 ${f.min} 到 ${f.max} 之间 ${f.step} 的倍数。`,
      ...(f.near !== undefined && { hint: `最接近：${f.near}。` })
    })
  }),
  not_a_switch: {
    en: { message: '{param} is on or off, not {value}.', hint: 'Write {param}=true or {param}=false.' },
    zh_CN: { message: '{param} 只有开和关，没有 {value}。', hint: '写 {param}=true 或 {param}=false。' }
  },
  not_a_picture: {
    en: {
      message:
        '"{value}" is not a picture; {param} takes one that was uploaded or drawn, by its 64 hexadecimal digits.',
      hint: 'In a notebook write {param}=$picture with a picture, an array or a path in picture.'
    },
    zh_CN: {
      message: '“{value}” 不是图片；{param} 取上传过或画过的图片，写它的 64 位十六进制编号。',
      hint: '在笔记本里写 {param}=$picture，picture 是图片、数组或路径。'
    }
  },
  picture_missing: {
    en: { message: 'The service has no picture {value}…, which {param} names.', hint: 'Upload it again.' },
    zh_CN: { message: '服务里没有 {param} 指的图片 {value}…。', hint: '请重新上传。' }
  },
  not_text: { en: '{param} takes text, not {value}.', zh_CN: '{param} 取文字，不取 {value}。' },
  bad_size: {
    en: { message: '"{value}" is not a size.', hint: 'Write width x height: size=512x768.' },
    zh_CN: { message: '“{value}” 不是尺寸。', hint: '写成宽 x 高：size=512x768。' }
  },
  scheduler_undefined: {
    en: {
      message: '{scheduler} divides by zero with these settings at {steps} steps.',
      hint: 'Try another number of steps, scheduler or sampler.'
    },
    zh_CN: {
      message: '按这些设置跑 {steps} 步，{scheduler} 会除以零。',
      hint: '换个步数、调度或采样器试试。'
    }
  },

  // How many
  bad_count: {
    en: { message: '"{value}" is not a number of values.', hint: 'Write a whole number from 1: 0..1[5].' },
    zh_CN: { message: '“{value}” 不能作为值的个数。', hint: '写从 1 起的整数：0..1[5]。' }
  },
  zero_step: { en: 'The step of {value} is 0.', zh_CN: '{value} 的步长是 0。' },
  empty_range: {
    en: '{value} has no values: its step leads away from its end.',
    zh_CN: '{value} 里没有值：步长背离终点。'
  },
  ellipsis_place: {
    en: { message: '"{value}" needs two numbers before it and one after.', hint: 'As in 1,2,..,10.' },
    zh_CN: { message: '“{value}” 前面要有两个数，后面要有一个。', hint: '例如 1,2,..,10。' }
  },
  ellipsis_end: {
    en: '{end} is never reached from {last} in steps of {step}.',
    zh_CN: '从 {last} 按步长 {step} 走不到 {end}。'
  },
  too_many_values: of<{ values: Word; limit: Word }>({
    en: f => ({
      message: `${figure(f.values)} values: an axis can have ${figure(f.limit)}.`,
      hint: 'Take a wider step.'
    }),
    zh_CN: f => ({
      message: `${figure(f.values)} 个值：一个轴最多 ${figure(f.limit)} 个。`,
      hint: '把步长放大。'
    })
  }),
  too_many_cells: of<Limited>({
    en: f => ({
      message: `${figure(f.cells)} cells: more than your limit of ${f.limit}.`,
      hint: `Add limit=${f.cells} to allow it, or sample=${f.limit} to draw a part.`
    }),
    zh_CN: f => ({
      message: `${figure(f.cells)} 格：超过 ${f.limit} 格的上限。`,
      hint: `加 limit=${f.cells} 即可放行，或用 sample=${f.limit} 先画一部分。`
    })
  }),
  too_many_combinations: of<Limited>({
    en: f => ({
      message: `${figure(f.cells)} combinations: a sweep can have ${figure(f.limit)}.`,
      hint: 'Take fewer values, or draw a part with sample=40 (without where=).'
    }),
    zh_CN: f => ({
      message: `${figure(f.cells)} 种组合：一次扫描最多 ${figure(f.limit)} 种。`,
      hint: '减少取值，或去掉 where= 用 sample=40 先画一部分。'
    })
  }),
  no_cells: of<{ cells: Word }>({
    en: f => `The condition leaves none of ${figure(f.cells)} cells.`,
    zh_CN: f => `${figure(f.cells)} 格里没有一格符合条件。`
  })
});
