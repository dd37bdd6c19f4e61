import type { Facts, Sentence } from './index';
import type { promptEn } from './prompt-en';

export const promptZhCN: Record<keyof typeof promptEn, (facts: Facts) => Sentence> = {
  bad_weight: (f: Facts): Sentence => ({
    message: `“${f.text}” 不是权重（提示词第 ${Number(f.at) + 1} 个字符）。`,
    hint: '写作 (词:1.2)；括号要当文字时写 \\( 或 \\)。'
  }),
  bad_tag: (f: Facts): Sentence => ({
    message: `“${f.text}” 不是权重，它在 ${f.name} 的标签里（提示词第 ${Number(f.at) + 1} 个字符）。`,
    hint: '写作 <lora:名字:0.8>；UNet 用别的权重时写 <lora:名字:0.8:0.5>。'
  }),
  embedding_misfit: (f: Facts): Sentence => ({
    message: `嵌入 ${f.name} 与这个模型不符：它的向量有 ${f.found} 个数，模型的有 ${f.expected} 个。`,
    hint: '嵌入只能用于训练它的那一类模型。'
  }),
  embedding_too_long: (f: Facts): Sentence => ({
    message: `嵌入 ${f.name} 有 ${f.found} 个向量，一段只能放 ${f.limit} 个。`
  }),
  wildcard_missing: (f: Facts): Sentence => ({
    message: `没有通配符 __${f.name}__。${f.near ? `是 __${f.near}__ 吗？` : ''}`,
    hint: `把 ${f.name}.txt（每行一个选项）放进模型文件夹里的 wildcards 文件夹。`
  }),
  wildcard_empty: (f: Facts): Sentence => ({
    message: `通配符 __${f.name}__ 里没有选项。`,
    hint: '每行写一个选项；以 # 开头的行不算。'
  }),
  wildcard_cycle: (f: Facts): Sentence => ({ message: `通配符绕回了自己：${f.path}。` }),
  wildcard_depth: (f: Facts): Sentence => ({ message: `通配符和选择互相嵌套超过 ${f.limit} 层。` }),
  prompt_too_long: (f: Facts): Sentence => ({ message: `提示词超过 ${f.limit} 个字符。` }),
  too_many_chunks: (f: Facts): Sentence => ({
    message: `提示词分成了超过 ${f.limit} 个词块。`,
    hint: '每个 BREAK 和每 75 个词元都会开始一个新词块。'
  }),
  bracket_unclosed: (f: Facts): Sentence => ({
    message: `这个 ${f.text} 没有闭合，它会影响后面所有的词。`,
    hint: `请闭合它；当文字用时写 \\${f.text}。`
  }),
  bracket_unopened: (f: Facts): Sentence => ({ message: `${f.text} 前面没有左括号，按文字处理。` }),
  brackets_too_deep: (f: Facts): Sentence => ({
    message: `括号嵌套超过 ${f.limit} 层（提示词第 ${Number(f.at) + 1} 个字符）。`
  }),
  weight_outside: (f: Facts): Sentence => ({
    message: `${f.text} 不在括号里，按文字处理。`,
    hint: `写作 (词${f.text})。`
  }),
  weight_trailing: (f: Facts): Sentence => ({
    message: `末尾的 ${f.text} 会成为整个提示词的权重，与 A1111 相同。`,
    hint: '打开 strict 则按文字处理。'
  }),
  break_in_brackets: (): Sentence => ({
    message: '括号里的 BREAK 当作单词，与 A1111 相同。',
    hint: '打开 strict 则会分段。'
  }),
  edit_unreadable: (f: Facts): Sentence => ({
    message: `${f.text} 不是有效的编辑，按文字处理。`,
    hint: '写作 [甲:乙:0.5]、[乙:0.5]、[甲::0.5] 或 [甲|乙]。'
  }),
  editing_off: (f: Facts): Sentence => ({
    message: `括号外的 ${f.text} 会让整个提示词的编辑失效，与 A1111 相同。`,
    hint: `写作 \\${f.text}，或打开 strict。`
  }),
  tag_in_negative: (f: Facts): Sentence => ({ message: `${f.text} 在反向提示词里不起作用，已去掉。` }),
  tag_unknown: (f: Facts): Sentence => ({
    message: `不认识标签 <${f.kind}:…>，已去掉。`,
    hint: '可用：<lora:名字:权重>。'
  }),
  hypernet_unsupported: (f: Facts): Sentence => ({ message: `已去掉超网络 ${f.name}：不支持超网络。` }),
  lora_unknown: (f: Facts): Sentence => ({
    message: `没有 LoRA ${f.name}。${f.near ? `是 ${f.near} 吗？` : ''}`
  }),
  embedding_unknown: (f: Facts): Sentence => ({
    message: `没有嵌入 ${f.name}。${f.near ? `是 ${f.near} 吗？` : ''}`,
    hint: '直接写嵌入的名字即可使用。'
  })
};
