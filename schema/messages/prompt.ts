/** What is wrong with a prompt. */
import { kindOf } from './phrases';
import { messages, of, type Word } from './types';

/** Characters are counted from 0 in facts and from 1 in sentences. */
const character = ({ at }: { at: Word }): string => `(character ${Number(at) + 1} of the prompt)`;
const characterZh = ({ at }: { at: Word }): string => `（提示词第 ${Number(at) + 1} 个字符）`;

export const promptMessages = messages({
  bad_weight: of<{ text: Word; at: Word }>({
    en: f => ({
      message: `"${f.text}" is not a weight ${character(f)}.`,
      hint: 'Write (words:1.2); a bracket that is meant as text is \\( or \\).'
    }),
    zh_CN: f => ({
      message: `“${f.text}” 不是权重${characterZh(f)}。`,
      hint: '写作 (词:1.2)；括号要当文字时写 \\( 或 \\)。'
    })
  }),
  bad_tag: of<{ name: Word; text: Word; at: Word }>({
    en: f => ({
      message: `"${f.text}" is not a weight; it stands in the tag of ${f.name} ${character(f)}.`,
      hint: 'Write <lora:name:0.8>, or <lora:name:0.8:0.5> with another weight in the UNet.'
    }),
    zh_CN: f => ({
      message: `“${f.text}” 不是权重，它在 ${f.name} 的标签里${characterZh(f)}。`,
      hint: '写作 <lora:名字:0.8>；UNet 用别的权重时写 <lora:名字:0.8:0.5>。'
    })
  }),
  tag_nameless: {
    en: { message: '{text} is a tag without a name.', hint: 'Write <lora:name:0.8>.' },
    zh_CN: { message: '{text} 这个标签没有名字。', hint: '写作 <lora:名字:0.8>。' }
  },
  embedding_misfit: {
    en: {
      message:
        "{name} is read as words: the embedding of that name has vectors of {found} numbers, the model's have {expected}.",
      hint: 'An embedding works with the family of models it was trained for.'
    },
    zh_CN: {
      message: '{name} 当作普通的词来读：同名嵌入的向量有 {found} 个数，模型的有 {expected} 个。',
      hint: '嵌入只能用于训练它的那一类模型。'
    }
  },
  embedding_unusable: {
    en: "{name} is read as words, for the embedding of that name can't be used. {fault}",
    zh_CN: '{name} 当作普通的词来读，因为同名的嵌入不能用。{fault}'
  },
  embedding_other_kind: of<{ name: Word; kind: Word }>({
    en: f =>
      `${f.name} is read as words: the file of that name among the embeddings is no embedding (${kindOf(f.kind, 'en')}).`,
    zh_CN: f => `${f.name} 当作普通的词来读：嵌入文件夹里的同名文件不是嵌入（${kindOf(f.kind, 'zh_CN')}）。`
  }),
  embedding_too_long: {
    en: 'The embedding {name} has {found} vectors; a chunk holds {limit}.',
    zh_CN: '嵌入 {name} 有 {found} 个向量，一段只能放 {limit} 个。'
  },
  prompt_too_long: {
    en: 'The prompt is longer than {limit} characters.',
    zh_CN: '提示词超过 {limit} 个字符。'
  },
  too_many_chunks: {
    en: {
      message: 'The prompt makes more than {limit} chunks of tokens.',
      hint: 'Each BREAK begins one, and so do 75 tokens.'
    },
    zh_CN: {
      message: '提示词分成了超过 {limit} 个词块。',
      hint: '每个 BREAK 和每 75 个词元都会开始一个新词块。'
    }
  },
  brackets_too_deep: of<{ limit: Word; at: Word }>({
    en: f => `Brackets lie deeper than ${f.limit} in each other ${character(f)}.`,
    zh_CN: f => `括号嵌套超过 ${f.limit} 层${characterZh(f)}。`
  })
});
