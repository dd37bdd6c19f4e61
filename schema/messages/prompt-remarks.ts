/** What is odd about a prompt that is read all the same. */
import { meant, type Named } from './phrases';
import { list } from './render';
import { messages, of, type Word } from './types';

/** Where in a file of options something stands that is wrong. */
type InFile = { within?: Word; line?: Word };
const inFile = ({ within, line }: InFile): string => (within ? ` (${within}, line ${line})` : '');
const inFileZh = ({ within, line }: InFile): string => (within ? `（${within} 第 ${line} 行）` : '');

export const promptRemarkMessages = messages({
  bracket_unclosed: {
    en: {
      message: 'This {text} is never closed; it weighs all that follows.',
      hint: 'Close it, or write \\{text} for the character itself.'
    },
    zh_CN: {
      message: '这个 {text} 没有闭合，它会影响后面所有的词。',
      hint: '请闭合它；当文字用时写 \\{text}。'
    }
  },
  bracket_unopened: {
    en: '{text} closes nothing and is read as text.',
    zh_CN: '{text} 前面没有左括号，按文字处理。'
  },
  brace_unclosed: of<{ text: Word } & InFile>({
    en: f => ({
      message: `This ${f.text} is never closed and is read as text${inFile(f)}.`,
      hint: `Close it${f.within ? ' in its line' : ''}, or write \\${f.text} for the character itself.`
    }),
    zh_CN: f => ({
      message: `这个 ${f.text} 没有闭合，按文字处理${inFileZh(f)}。`,
      hint: `请${f.within ? '在同一行里' : ''}闭合它；当文字用时写 \\${f.text}。`
    })
  }),
  choice_empty: {
    en: {
      message: '{text} has no words to choose from; nothing is drawn in its place.',
      hint: 'Write {2$$a|b|c}.'
    },
    zh_CN: { message: '{text} 里没有可选的词，什么也不画。', hint: '写作 {2$$甲|乙|丙}。' }
  },
  choice_separator: {
    en: {
      message: '{text} has a bar or $$ where it joins its options: what stands there is read as an option.',
      hint: 'Write what joins them between the count and one more $$, without a bar: {2$$ and $$a|b}.'
    },
    zh_CN: {
      message: '{text} 的连接符里有竖线或多余的 $$，会当作选项。',
      hint: '连接符写在个数和另一个 $$ 之间，不能含竖线：{2$$ 和 $$甲|乙}。'
    }
  },
  choice_takes: of<{ text: Word; asked: Word; taken: Word; options?: Word }>({
    en: f =>
      String(f.taken) === '0'
        ? {
            message: `${f.text} asks for ${f.asked} of ${f.options ? `its ${f.options}` : 'the'} options and draws nothing.`,
            hint: 'Write how many to take, as in {1$$a|b}.'
          }
        : {
            message: `${f.text} asks for ${f.asked} of ${f.options ? `its ${f.options}` : 'the'} options and takes ${f.taken}.`,
            hint: 'No option is taken twice.'
          },
    zh_CN: f =>
      String(f.taken) === '0'
        ? {
            message: `${f.text} 要从${f.options ? ` ${f.options} 个` : ''}选项里取 ${f.asked} 个，所以什么也不画。`,
            hint: '请写明要取几个，例如 {1$$甲|乙}。'
          }
        : {
            message: `${f.text} 要从${f.options ? ` ${f.options} 个` : ''}选项里取 ${f.asked} 个，实际取 ${f.taken} 个。`,
            hint: '同一个选项不会取两次。'
          }
  }),
  option_weight_is_text: {
    en: { message: '{text} is not a weight and is read as text.', hint: 'Write {1$$0.7::a|0.3::b}.' },
    zh_CN: { message: '{text} 不是权重，按文字处理。', hint: '写作 {1$$0.7::甲|0.3::乙}。' }
  },
  wildcard_is_text: {
    en: {
      message: '{text} is no wildcard and is read as text.',
      hint: 'Write {fix}; underscores that are meant as text are \\__.'
    },
    zh_CN: { message: '{text} 不是通配符，按文字处理。', hint: '写作 {fix}；下划线要当文字时写 \\__。' }
  },
  weight_outside: {
    en: { message: '{text} stands in no brackets and is read as text.', hint: 'Write (words{text}).' },
    zh_CN: { message: '{text} 不在括号里，按文字处理。', hint: '写作 (词{text})。' }
  },
  weight_in_round: {
    en: {
      message: '{text} weighs nothing in the dialect novelai, where round brackets are text.',
      hint: 'Write {fix}.'
    },
    zh_CN: { message: '在 novelai 方言里圆括号是文字，{text} 不起作用。', hint: '写作 {fix}。' }
  },
  novelai_weight: {
    en: {
      message: "{text} is NovelAI's way to weigh words; here it is read as text.",
      hint: 'Write {fix}, or set dialect=novelai.'
    },
    zh_CN: {
      message: '{text} 是 NovelAI 的权重写法，这里按文字处理。',
      hint: '写作 {fix}，或设 dialect=novelai。'
    }
  },
  novelai_brackets: {
    en: {
      message: '{text} weighs less here than in NovelAI.',
      hint: 'Write {fix}, or set dialect=novelai.'
    },
    zh_CN: {
      message: '{text} 在这里比在 NovelAI 里更弱。',
      hint: '写作 {fix}，或设 dialect=novelai。'
    }
  },
  braces_are_text: {
    en: {
      message: '{text} weighs nothing: braces are read as text, as in A1111.',
      hint: 'Write {fix}, or set dialect=novelai.'
    },
    zh_CN: {
      message: '{text} 不起作用：花括号按文字处理，与 A1111 相同。',
      hint: '写作 {fix}，或设 dialect=novelai。'
    }
  },
  full_width: {
    en: {
      message: '{text} has full-width marks, which are read as text.',
      hint: 'Write {fix}.'
    },
    zh_CN: { message: '{text} 里有全角符号，按文字处理。', hint: '写作 {fix}。' }
  },
  odd_characters: of<{ names: readonly string[]; fix: Word }>({
    en: f => ({
      message: `The prompt has characters that are hard to see or not what they seem: ${list(f.names, 'en')}.`,
      hint: `They are read as they stand; ${String(f.fix).trim() === '' ? 'type them anew' : `write ${f.fix}`}.`
    }),
    zh_CN: f => ({
      message: `提示词里有看不见或容易混淆的字符：${list(f.names, 'zh_CN')}。`,
      hint: `它们按原样处理；请${String(f.fix).trim() === '' ? '重新输入' : `写作 ${f.fix}`}。`
    })
  }),
  comment_cut: {
    en: {
      message: '{text} is a comment and is left out, as in A1111.',
      hint: 'Write \\# for the character itself.'
    },
    zh_CN: { message: '{text} 是注释，已去掉，与 A1111 相同。', hint: '当文字用时写 \\#。' }
  },
  slashes_are_text: {
    en: {
      message: '{text} is no comment and is read as text, as in A1111.',
      hint: 'A comment begins with #.'
    },
    zh_CN: { message: '{text} 不是注释，按文字处理，与 A1111 相同。', hint: '注释以 # 开头。' }
  },
  dollar_is_text: of<{ text: Word }>({
    en: f => ({
      message: `${f.text} is read as text: only a notebook puts a variable's value there.`,
      hint: `Write \\${f.text} to say so, or \${…=cat|dog} for a variable of the prompt.`
    }),
    zh_CN: f => ({
      message: `${f.text} 按文字处理：只有笔记本会把变量的值放进来。`,
      hint: `确实要文字就写 \\${f.text}；提示词自己的变量写 \${…=cat|dog}。`
    })
  }),
  weight_trailing: {
    en: {
      message: '{text} at the end weighs the whole prompt, as in A1111.',
      hint: 'With strict it is text.'
    },
    zh_CN: {
      message: '末尾的 {text} 会成为整个提示词的权重，与 A1111 相同。',
      hint: '打开 strict 则按文字处理。'
    }
  },
  break_in_brackets: {
    en: {
      message: 'BREAK in brackets is read as a word, as in A1111.',
      hint: 'With strict it ends the chunk.'
    },
    zh_CN: { message: '括号里的 BREAK 当作单词，与 A1111 相同。', hint: '打开 strict 则会分段。' }
  },
  edit_unreadable: {
    en: {
      message: '{text} edits nothing and is read as text.',
      hint: 'Write [from:to:0.5], [to:0.5], [from::0.5] or [one|other].'
    },
    zh_CN: {
      message: '{text} 不是有效的编辑，按文字处理。',
      hint: '写作 [甲:乙:0.5]、[乙:0.5]、[甲::0.5] 或 [甲|乙]。'
    }
  },
  editing_off: {
    en: {
      message: '{text} outside of brackets turns off all editing of this prompt, as in A1111.',
      hint: 'Write \\{text}, or set strict.'
    },
    zh_CN: {
      message: '括号外的 {text} 会让整个提示词的编辑失效，与 A1111 相同。',
      hint: '写作 \\{text}，或打开 strict。'
    }
  },
  tag_in_negative: {
    en: '{text} does nothing in the negative prompt; it is left out.',
    zh_CN: '{text} 在反向提示词里不起作用，已去掉。'
  },
  tag_unknown: {
    en: { message: '<{kind}:…> is no tag we know; it is left out.', hint: 'Known: <lora:name:weight>.' },
    zh_CN: { message: '不认识标签 <{kind}:…>，已去掉。', hint: '可用：<lora:名字:权重>。' }
  },
  tag_option_unread: {
    en: {
      message: 'The tag of {name} says {options}, which is not read.',
      hint: 'Read: <lora:name:0.8:0.5>, te=, unet= and dyn=.'
    },
    zh_CN: {
      message: '{name} 的标签里的 {options} 不起作用。',
      hint: '可用：<lora:名字:0.8:0.5>，te=、unet= 和 dyn=。'
    }
  },
  tag_is_text: {
    en: {
      message: '{text} is no tag and is read as text, as in A1111.',
      hint: 'Write <lora:name:0.8>, with no blank behind < and with >.'
    },
    zh_CN: {
      message: '{text} 不是标签，按文字处理，与 A1111 相同。',
      hint: '写作 <lora:名字:0.8>，< 后没有空格，并以 > 结尾。'
    }
  },
  hypernet_unsupported: {
    en: 'The hypernetwork {name} is left out: hypernetworks are not supported.',
    zh_CN: '已去掉超网络 {name}：不支持超网络。'
  },
  embedding_spelt: {
    en: {
      message:
        '{text} names the embedding {name} in the way of another program; what stands around the name is read as text.',
      hint: 'Write {name} alone.'
    },
    zh_CN: {
      message: '{text} 是别的程序写嵌入 {name} 的方式；名字以外的部分按文字处理。',
      hint: '只写 {name}。'
    }
  },
  angles_are_text: {
    en: {
      message: '{text} is read as text.',
      hint: 'An embedding is used by its name alone; a tag is <lora:name:0.8>.'
    },
    zh_CN: { message: '{text} 按文字处理。', hint: '嵌入直接写名字；标签写作 <lora:名字:0.8>。' }
  },
  plain_in_diffusers: {
    en: {
      message: '{text} is read as it stands: the flavour diffusers knows no weights, edits, BREAK or AND.',
      hint: 'They mean something with flavour=a1111.'
    },
    zh_CN: {
      message: '{text} 按文字处理：diffusers 风格没有权重、编辑、BREAK 和 AND。',
      hint: '用 flavour=a1111 才有这些写法。'
    }
  },
  embedding_unknown: of<Named>({
    en: f => ({
      message: `There is no embedding ${f.name}.${meant(f, 'en')}`,
      hint: 'An embedding is used by its name alone.'
    }),
    zh_CN: f => ({
      message: `没有嵌入 ${f.name}。${meant(f, 'zh_CN')}`,
      hint: '直接写嵌入的名字即可使用。'
    })
  })
});
