/** What is wrong with the text of one field, which the browser says before the service has answered. */
import { figure, list } from './render';
import { meant } from './phrases';
import { messages, of, type Word } from './types';

type Bounded = { value: Word; param: Word; min: Word; max: Word; integer?: Word };

type WrongNumbers = {
  not_numbers: readonly string[];
  not_whole: readonly string[];
  outside: readonly string[];
  min: Word;
  max: Word;
};

const isOrAre = (values: readonly string[], one: string, several: string): string =>
  values.length === 0 ? '' : `${list(values, 'en')} ${values.length === 1 ? one : several}`;
const said = (values: readonly string[], what: string): string =>
  values.length === 0 ? '' : `${list(values, 'zh_CN')} ${what}`;

/** `flavour` and `sampler`: what has no such choice, though others do. */
type Chosen = {
  value: Word;
  param: Word;
  near?: Word;
  choices?: readonly string[];
  flavour?: Word;
  sampler?: Word;
};

/** A name said letter by letter, as rng is, begins with the sound of its first letter. */
const article = (name: string): string =>
  /^(?:[aeiou]|[fhlmnrsx][^aeiouy_]*(?:_|$))/i.test(name) ? 'an' : 'a';

const takes = ({ param, integer, min, max }: Bounded): string =>
  `${param} takes ${integer ? 'whole numbers' : 'numbers'} from ${min} to ${max}`;
const takesZh = ({ param, integer, min, max }: Bounded): string =>
  `${param} 取 ${min} 到 ${max}${integer ? ' 的整数' : ''}`;

export const valueMessages = messages({
  // How it is written
  empty_value: { en: 'A value of {param} is missing.', zh_CN: '{param} 少一个值。' },
  comma_expected: {
    en: 'A comma or a blank is expected before "{text}".',
    zh_CN: '“{text}” 前面要有逗号或空格。'
  },
  unclosed_quote: { en: "The quote isn't closed: {quote} is missing.", zh_CN: '引号没有收尾：缺 {quote}。' },
  linked_parts: {
    en: 'Each value of {param} has {expected} parts joined by &.',
    zh_CN: '{param} 的每个值要有 {expected} 部分，用 & 连接。'
  },

  // What it may be
  unknown_choice: of<Chosen>({
    en: f => ({
      message: f.flavour
        ? `The flavour ${f.flavour} has no ${f.param} "${f.value}"${f.sampler ? ` for ${f.sampler}` : ''}.${meant(f, 'en')}`
        : `"${f.value}" is not ${article(String(f.param))} ${f.param}.${meant(f, 'en')}`,
      ...(f.choices && { hint: `Allowed: ${list(f.choices, 'en')}.` })
    }),
    zh_CN: f => ({
      message: f.flavour
        ? `${f.flavour} 风格${f.sampler ? `的 ${f.sampler} ` : ''}没有 ${f.param} “${f.value}”。${meant(f, 'zh_CN')}`
        : `“${f.value}” 不是可用的 ${f.param}。${meant(f, 'zh_CN')}`,
      ...(f.choices && { hint: `可用：${list(f.choices, 'zh_CN')}。` })
    })
  }),
  not_a_number: of<Bounded>({
    en: f => `"${f.value}" is not a number; ${takes(f)}.`,
    zh_CN: f => `“${f.value}” 不是数字；${takesZh(f)}。`
  }),
  out_of_range: of<Bounded & { low?: Word }>({
    en: f => ({
      message: `${f.value} is out of range; ${takes(f)}.`,
      ...(f.low !== undefined && {
        hint: `torch’s CPU generator uses the low 32 bits of a seed: ${f.low} gives the same noise with rng=cpu.`
      })
    }),
    zh_CN: f => ({
      message: `${f.value} 超出范围；${takesZh(f)}。`,
      ...(f.low !== undefined && {
        hint: `torch 的 CPU 发生器只用种子的低 32 位：rng=cpu 时 ${f.low} 给出同样的噪声。`
      })
    })
  }),
  not_whole: {
    en: '{value} is not a whole number; {param} takes whole numbers from {min} to {max}.',
    zh_CN: '{value} 不是整数；{param} 取 {min} 到 {max} 的整数。'
  },
  /** All of one field at once, where its name stands beside; each list may be empty. */
  wrong_numbers: of<WrongNumbers>({
    en: f => {
      const parts = [
        isOrAre(
          f.not_numbers.map(each => `"${each}"`),
          'is not a number',
          'are not numbers'
        ),
        isOrAre(f.not_whole, 'is not a whole number', 'are not whole numbers'),
        isOrAre(f.outside, `is outside ${f.min} to ${f.max}`, `are outside ${f.min} to ${f.max}`)
      ].filter(part => part !== '');
      const allowed = f.outside.length === 0 ? `; ${f.min} to ${f.max} is allowed` : '';
      return `${parts.join('; ')}${allowed}.`;
    },
    zh_CN: f => {
      const parts = [
        said(
          f.not_numbers.map(each => `“${each}”`),
          '不是数字'
        ),
        said(f.not_whole, '不是整数'),
        said(f.outside, `不在 ${f.min} 到 ${f.max} 之内`)
      ].filter(part => part !== '');
      const allowed = f.outside.length === 0 ? `；可取 ${f.min} 到 ${f.max}` : '';
      return `${parts.join('；')}${allowed}。`;
    }
  }),
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
  not_text: { en: '{param} takes text, not {value}.', zh_CN: '{param} 取文字，不取 {value}。' },
  bad_size: {
    en: { message: '"{value}" is not a size.', hint: 'Write width x height: size=512x768.' },
    zh_CN: { message: '“{value}” 不是尺寸。', hint: '写成宽 x 高：size=512x768。' }
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
  })
});
