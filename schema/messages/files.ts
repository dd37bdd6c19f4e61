/** Why a file of weights can't be read or used. */
import { reasonOf, remedyOf, type ModelFacts } from './model-reasons';
import type { Language } from '../catalogue';
import { kindOf } from './phrases';
import { messages, of, type Word } from './types';

/** How much of a file is there, and of how much where it says that. */
type PartFacts = { file: Word; found: Word; expected?: Word };

const partOf = ({ found, expected }: PartFacts, of: string): string =>
  expected === undefined ? String(found) : `${found}${of}${expected}`;

/** What a file is in a sweep: its kind, but a checkpoint may be the model or the refiner. */
const roleOf = (role: Word, language: Language): string =>
  role === 'refiner'
    ? { en: 'refiner', zh_CN: '精修模型' }[language]
    : kindOf(role === 'model' ? 'checkpoint' : role, language);

export const fileMessages = messages({
  model_truncated: of<PartFacts>({
    en: f => ({
      message: `${f.file} ends early${f.expected === undefined ? ', after' : ':'} ${partOf(f, ' of ')}.`,
      hint: 'It is still being copied, or its copy broke off: download it again then.'
    }),
    zh_CN: f => ({
      message: `${f.file} 不完整：只有 ${partOf(f, ' / ')}。`,
      hint: '它还在复制，或者复制中断了：若已中断，请重新下载。'
    })
  }),
  file_incomplete: of<PartFacts>({
    en: f => ({
      title: `${f.file} is still being copied`,
      message: `${partOf(f, ' of ')} are there.`,
      hint: 'Cells that wait for it are drawn when it is whole; a new sweep can be run then.'
    }),
    zh_CN: f => ({
      title: `${f.file} 还在复制`,
      message: `已有 ${partOf(f, ' / ')}。`,
      hint: '等它的格子会在复制完后画；新的批次请到那时再运行。'
    })
  }),
  file_changing: {
    en: {
      title: '{file} is still being written',
      message: 'It changed while it was read.',
      hint: 'Run it again once it is whole.'
    },
    zh_CN: { title: '{file} 还在写入', message: '读取时它一直在变。', hint: '等它写完后再运行。' }
  },
  drawn_with_another: of<{ role: Word; file: Word; change: Word; cell: Word }>({
    en: f => ({
      message:
        f.change === 'added'
          ? `From cell ${f.cell} on, drawn with the ${roleOf(f.role, 'en')} ${f.file}, which was not there before.`
          : f.change === 'left'
            ? `From cell ${f.cell} on, drawn without the ${roleOf(f.role, 'en')} ${f.file}: its file is now one for other networks.`
            : `From cell ${f.cell} on, drawn with another ${roleOf(f.role, 'en')} ${f.file} than before: the file changed meanwhile.`,
      hint: 'Run the sweep again to draw every cell with the files that are there now.'
    }),
    zh_CN: f => ({
      message:
        f.change === 'added'
          ? `从第 ${f.cell} 格起用了${roleOf(f.role, 'zh_CN')} ${f.file}，之前还没有这个文件。`
          : f.change === 'left'
            ? `从第 ${f.cell} 格起不再用${roleOf(f.role, 'zh_CN')} ${f.file}：它的文件现在用于别的网络。`
            : `从第 ${f.cell} 格起用的${roleOf(f.role, 'zh_CN')} ${f.file} 与之前不同：文件中途被改动了。`,
      hint: '重新运行这个扫描，所有格就都用现在的文件来画。'
    })
  }),
  file_changed: {
    en: {
      message: '{file} changed while this was drawn with it.',
      hint: 'Retry it once the file stays as it is.'
    },
    zh_CN: { message: '画这一格时 {file} 被改动了。', hint: '等文件不再变动后重试。' }
  },
  model_corrupt: of<ModelFacts>({
    en: f => ({ message: `${f.file} is damaged: ${reasonOf(f, 'en')}.`, hint: 'Download it again.' }),
    zh_CN: f => ({ message: `${f.file} 已损坏：${reasonOf(f, 'zh_CN')}。`, hint: '请重新下载。' })
  }),
  model_pickled: of<ModelFacts>({
    en: f => ({
      message: `${f.file} can't be used: ${reasonOf(f, 'en')}.`,
      hint: 'Nothing in it was run. Use its .safetensors, or a file of the weights alone.'
    }),
    zh_CN: f => ({
      message: `不能用 ${f.file}：${reasonOf(f, 'zh_CN')}。`,
      hint: '其中的任何东西都没有运行。请换 .safetensors，或只含权重的文件。'
    })
  }),
  model_incomplete: of<ModelFacts>({
    en: f => ({ message: `${f.file} can't be used: ${reasonOf(f, 'en')}.`, ...remedyOf(f, 'en') }),
    zh_CN: f => ({ message: `不能用 ${f.file}：${reasonOf(f, 'zh_CN')}。`, ...remedyOf(f, 'zh_CN') })
  }),
  model_unsupported: of<ModelFacts>({
    en: f => ({ message: `${f.file} can't be used: ${reasonOf(f, 'en')}.`, ...remedyOf(f, 'en') }),
    zh_CN: f => ({ message: `不能用 ${f.file}：${reasonOf(f, 'zh_CN')}。`, ...remedyOf(f, 'zh_CN') })
  }),
  out_of_memory: {
    en: {
      message: '{name} needs about {needed}, and {available} are free.',
      hint: 'Close other programs or use a smaller model or size.'
    },
    zh_CN: {
      message: '{name} 约需 {needed}，现有 {available} 可用。',
      hint: '关掉别的程序，或换小一点的模型或尺寸。'
    }
  },
  not_finite: of<{ step?: Word; file?: Word; tensor?: Word }>({
    en: f =>
      f.tensor
        ? {
            message: `${f.file} is damaged: tensor ${f.tensor} holds something that is not a number.`,
            hint: 'Download it again.'
          }
        : {
            message: `Not a number at step ${f.step}.`,
            hint: 'Try a lower CFG scale, another sampler or another model.'
          },
    zh_CN: f =>
      f.tensor
        ? { message: `${f.file} 已损坏：张量 ${f.tensor} 中有非数值。`, hint: '请重新下载。' }
        : { message: `第 ${f.step} 步出现非数值。`, hint: '试试更低的 CFG、别的采样器或别的模型。' }
  })
});
