/** What can't be read in the text of a sweep cell, or makes no sweep. */
import { figure, list } from './render';
import { meant, type Limited, type Named } from './phrases';
import { messages, of, type Word } from './types';

export const cellMessages = messages({
  // The first line
  unknown_parameter: of<Named>({
    en: f => `"${f.name}" is not a parameter.${meant(f, 'en')}`,
    zh_CN: f => `没有参数 “${f.name}”。${meant(f, 'zh_CN')}`
  }),
  unknown_magic: {
    en: {
      message: '"{name}" is not a cell command; there are %%sweep, %%txt2img and %%enhance.',
      hint: 'Write {near}.'
    },
    zh_CN: { message: '没有单元格命令 “{name}”；有 %%sweep、%%txt2img 和 %%enhance。', hint: '请写 {near}。' }
  },
  care_draws_nothing: {
    en: {
      message: '%%enhance draws nothing, so {param} means nothing here.',
      hint: 'It cares for a picture that is there. Use %%sweep with init_image= to draw from one.'
    },
    zh_CN: {
      message: '%%enhance 不画图，所以 {param} 在这里没有意义。',
      hint: '它只处理已有的图片。要从图片开始画，请用 %%sweep 加 init_image=。'
    }
  },
  care_wants_picture: {
    en: {
      message: '%%enhance needs a picture.',
      hint: 'Write a variable, a file or a cell of a sweep behind it: %%enhance $photo upscale=2.'
    },
    zh_CN: {
      message: '%%enhance 需要一张图片。',
      hint: '在它后面写变量、文件或某次扫描的一格，例如 %%enhance $photo upscale=2。'
    }
  },
  care_beside_models: {
    en: {
      message: 'none draws nothing and can’t stand beside models.',
      hint: 'Use %%enhance for a picture that is there.'
    },
    zh_CN: { message: 'none 不画图，不能和模型放在一起。', hint: '处理已有的图片请用 %%enhance。' }
  },
  full_width_line: {
    en: {
      message: '{text} has full-width marks, which mean nothing in the first line.',
      hint: 'Write {fix}.'
    },
    zh_CN: { message: '{text} 里有全角符号，第一行里要用半角。', hint: '请写 {fix}。' }
  },
  not_a_word: of<{ text: Word; after?: Word }>({
    en: f => ({
      message: `"${f.text}" is not of the form name=value.`,
      ...(f.after && { hint: `A value with blanks needs quotes: ${f.after}="…".` })
    }),
    zh_CN: f => ({
      message: `“${f.text}” 不是 name=value 的形式。`,
      ...(f.after && { hint: `含空格的值要加引号：${f.after}="…"。` })
    })
  }),
  given_twice: of<{ param: Word; line?: Word; column?: Word }>({
    en: f => ({
      message: f.line
        ? `${f.param} is given twice; the first is at line ${f.line}, column ${f.column}.`
        : `${f.param} is given twice.`,
      hint: `Keep one; several values stand in one list: ${f.param}=a,b.`
    }),
    zh_CN: f => ({
      message: f.line
        ? `${f.param} 写了两次；第一次在第 ${f.line} 行第 ${f.column} 列。`
        : `${f.param} 写了两次。`,
      hint: `留一个；多个值写在一个列表里：${f.param}=a,b。`
    })
  }),
  schedule_twice: {
    en: {
      message: '"{value}" names a schedule, and scheduler is given as well.',
      hint: 'Write the sampler alone, or leave scheduler out.'
    },
    zh_CN: { message: '“{value}” 已含调度，scheduler 又写了一次。', hint: '只写采样器，或去掉 scheduler。' }
  },

  // Axes
  linked_lengths: {
    en: 'Linked ranges go in step: one has {expected} values, this one {found}.',
    zh_CN: '联动的范围要一样长：另一个有 {expected} 个值，这个有 {found} 个。'
  },
  linked_twice: { en: '{param} is linked with itself.', zh_CN: '{param} 不能与自己联动。' },
  cannot_vary: {
    en: "{param} can't vary from cell to cell; it takes one value.",
    zh_CN: '{param} 不能逐格变化，只取一个值。'
  },
  sr_needs_two: {
    en: {
      message: '{param} takes the text to find and at least one to put in its place.',
      hint: 'As in prompt_sr="cottage","castle".'
    },
    zh_CN: {
      message: '{param} 要有查找的文字，和至少一个替换它的文字。',
      hint: '例如 prompt_sr="cottage","castle"。'
    }
  },
  sr_missing: {
    en: '"{value}" is in neither prompt, so there is nothing to replace.',
    zh_CN: '两段提示词里都没有 “{value}”，无从替换。'
  },
  nested_variants: of<{ value: Word }>({
    en: f => ({
      message: `Variants can't stand within variants: ${f.value}.`,
      hint: 'Braces that are meant as text are \\{ and \\}.'
    }),
    zh_CN: f => ({
      message: `变体里不能再有变体：${f.value}。`,
      hint: '要写花括号本身，用 \\{ 和 \\}。'
    })
  }),
  variants_in_axis: of<{ param: Word; value: Word }>({
    en: f => ({
      message: `Variants can't stand in ${f.param} while it is an axis: ${f.value}.`,
      hint: 'List the prompts, or write one prompt with variants. Braces that are meant as text are \\{ and \\}.'
    }),
    zh_CN: f => ({
      message: `${f.param} 作为轴时不能含变体：${f.value}。`,
      hint: '逐条列出提示词，或只写一条含变体的提示词。要写花括号本身，用 \\{ 和 \\}。'
    })
  }),
  one_cell_only: {
    en: { message: '%%txt2img draws one cell, and {axis} has {values} values.', hint: 'Use %%sweep.' },
    zh_CN: { message: '%%txt2img 只画一格，而 {axis} 有 {values} 个值。', hint: '请用 %%sweep。' }
  },

  // Layout and choice of cells
  not_an_axis: of<Named & { axes: readonly string[] }>({
    en: f => ({
      message: `"${f.name}" is not an axis of this sweep.${meant(f, 'en')}`,
      hint:
        f.axes.length > 0
          ? `Axes: ${list(f.axes, 'en')}.`
          : 'There are no axes: give a parameter several values.'
    }),
    zh_CN: f => ({
      message: `“${f.name}” 不是这次扫描的轴。${meant(f, 'zh_CN')}`,
      hint: f.axes.length > 0 ? `轴有：${list(f.axes, 'zh_CN')}。` : '还没有轴：给某个参数写上多个值。'
    })
  }),
  layout_twice: {
    en: "{axis} can't be both {first} and {second}.",
    zh_CN: '{axis} 不能既是 {first} 又是 {second}。'
  },
  where_comparison: of<{ found: Word }>({
    en: f => ({
      message: f.found
        ? `A comparison is expected at "${f.found}".`
        : 'The condition ends where a comparison is expected.',
      hint: 'Such as steps >= 10 or sampler != "Euler".'
    }),
    zh_CN: f => ({
      message: f.found ? `“${f.found}” 处应是一个比较。` : '条件到此结束，还缺一个比较。',
      hint: '例如 steps >= 10 或 sampler != "Euler"。'
    })
  }),
  where_joiner: {
    en: '"and" or "or" is expected before "{found}".',
    zh_CN: '“{found}” 前面要有 and 或 or。'
  },
  where_bracket: { en: '"{found}" has no counterpart.', zh_CN: '“{found}” 没有配对。' },
  where_character: { en: '"{found}" means nothing in a condition.', zh_CN: '“{found}” 在条件里没有意义。' },
  where_type: {
    en: "{left} and {right} can't be compared: one is a number, the other is text.",
    zh_CN: '{left} 和 {right} 不能比较：一个是数字，一个是文字。'
  },
  where_order: {
    en: 'Text is compared with == and !=, not with {operator}.',
    zh_CN: '文字只能用 == 和 != 比较，不能用 {operator}。'
  },

  // Values that go with no others, or not with what is here
  one_of_them: { en: 'Only one of {params} can be on.', zh_CN: '{params} 只能开启其中一个。' },
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

  // How many cells
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
