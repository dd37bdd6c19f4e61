/** What is wrong or odd about a prompt. */
import { kindOf, meant, type Named } from './phrases';
import { messages, of, type Word } from './types';

/** Characters are counted from 0 in facts and from 1 in sentences. */
const character = ({ at }: { at: Word }): string => `(character ${Number(at) + 1} of the prompt)`;
const characterZh = ({ at }: { at: Word }): string => `（提示词第 ${Number(at) + 1} 个字符）`;

/** Where in a file of options something stands that is wrong. */
type InFile = { within?: Word; line?: Word };
const inFile = ({ within, line }: InFile): string => (within ? ` (${within}, line ${line})` : '');
const inFileZh = ({ within, line }: InFile): string => (within ? `（${within} 第 ${line} 行）` : '');

/** Whether a file of options could have a name. */
const couldBeFile = ({ name }: { name: Word }): boolean =>
  !/[:*?"<>|\\]|^[/~]|\/$|(?:^|\/)\s*\.{0,2}\s*(?:\/|$)/.test(String(name));

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
  wildcard_missing: of<Named & InFile & { unlisted?: Word }>({
    en: f => ({
      message: `There is no wildcard __${f.name}__${inFile(f)}.${f.near ? ` Did you mean __${f.near}__?` : ''}`,
      hint: f.unlisted
        ? `What lies in ${f.unlisted} could not be looked up; let the folder be read, or put ${f.name}.txt elsewhere.`
        : `${
            couldBeFile(f)
              ? `Put ${f.name}.txt, an option a line, into the folder wildcards of a models folder`
              : 'A wildcard is the path of a .txt file below the folder wildcards of a models folder'
          }; underscores that are meant as text are \\__.`
    }),
    zh_CN: f => ({
      message: `没有通配符 __${f.name}__${inFileZh(f)}。${f.near ? `是 __${f.near}__ 吗？` : ''}`,
      hint: f.unlisted
        ? `无法查看 ${f.unlisted} 里的文件；请允许读取这个文件夹，或把 ${f.name}.txt 放到别处。`
        : `${
            couldBeFile(f)
              ? `把 ${f.name}.txt（每行一个选项）放进模型文件夹里的 wildcards 文件夹`
              : '通配符是模型文件夹里 wildcards 文件夹下某个 .txt 文件的路径'
          }；下划线要当文字时写 \\__。`
    })
  }),
  wildcard_unreadable: {
    en: {
      message: "The wildcard file {file} can't be read ({reason}).",
      hint: 'See that it is still there and may be read.'
    },
    zh_CN: { message: '无法读取通配符文件 {file}（{reason}）。', hint: '请确认它还在，并且允许读取。' }
  },
  wildcard_too_large: {
    en: {
      message: 'The wildcard file {file} has {found} MB; up to {limit} MB are read.',
      hint: 'Split it into several files.'
    },
    zh_CN: {
      message: '通配符文件 {file} 有 {found} MB，最多读 {limit} MB。',
      hint: '请把它分成几个文件。'
    }
  },
  wildcard_unread: of<{ name: Word; file: Word } & InFile>({
    en: f => ({
      message: `The wildcard __${f.name}__ is ${f.file}, which is not read${inFile(f)}.`,
      hint: 'Write its options into a .txt file, one a line.'
    }),
    zh_CN: f => ({
      message: `通配符 __${f.name}__ 是 ${f.file}，不读这种文件${inFileZh(f)}。`,
      hint: '请把选项写进 .txt 文件，每行一个。'
    })
  }),
  wildcard_encoding: {
    en: {
      message: 'The wildcard file {file} is not UTF-8: line {line} holds other bytes.',
      hint: 'Save it as UTF-8.'
    },
    zh_CN: { message: '通配符文件 {file} 不是 UTF-8：第 {line} 行有别的字节。', hint: '请另存为 UTF-8。' }
  },
  wildcard_passed_over: of<{ file: Word; line?: number }>({
    en: f => ({
      message: `The wildcard file ${f.file} is passed over: ${f.line ? `it is not UTF-8, line ${f.line} holds other bytes` : "it can't be read"}.`,
      hint: f.line ? 'Save it as UTF-8.' : 'See that it is still there and may be read.'
    }),
    zh_CN: f => ({
      message: `已跳过通配符文件 ${f.file}：${f.line ? `它不是 UTF-8，第 ${f.line} 行有别的字节` : '无法读取'}。`,
      hint: f.line ? '请另存为 UTF-8。' : '请确认它还在，并且允许读取。'
    })
  }),
  wildcard_empty: of<{ name: Word } & InFile>({
    en: f => ({
      message: `The wildcard __${f.name}__ has no options${inFile(f)}.`,
      hint: 'Write an option a line; lines that begin with # are not counted.'
    }),
    zh_CN: f => ({
      message: `通配符 __${f.name}__ 里没有选项${inFileZh(f)}。`,
      hint: '每行写一个选项；以 # 开头的行不算。'
    })
  }),
  wildcard_cycle: { en: 'A wildcard leads back to itself: {path}.', zh_CN: '通配符绕回了自己：{path}。' },
  wildcard_depth: {
    en: 'Wildcards and choices lie deeper than {limit} in each other.',
    zh_CN: '通配符和选择互相嵌套超过 {limit} 层。'
  },
  choice_count: of<{ text: Word } & InFile>({
    en: f => ({
      message: `"${f.text}" does not say how many options to take${inFile(f)}.`,
      hint: 'Write a whole number or a range, as in {2$$a|b|c} or {1-2$$a|b|c}; dollars that are meant as text are \\$\\$.'
    }),
    zh_CN: f => ({
      message: `“${f.text}” 没有说清要取几个选项${inFileZh(f)}。`,
      hint: '请写整数或范围，例如 {2$$甲|乙|丙} 或 {1-2$$甲|乙|丙}；美元符号要当文字时写 \\$\\$。'
    })
  }),
  choice_weight: of<{ value: Word } & InFile>({
    en: f => ({
      message: `The weights of the options leave none to choose: ${Number(f.value) < 0 ? `one is ${f.value}` : 'all are 0'}${inFile(f)}.`,
      hint: 'A weight is 0 or more, and one of them above 0, as in {1$$0.7::a|0.3::b}.'
    }),
    zh_CN: f => ({
      message: `按选项的权重没有可选的：${Number(f.value) < 0 ? `其中一个是 ${f.value}` : '全是 0'}${inFileZh(f)}。`,
      hint: '权重不能小于 0，并且至少有一个大于 0，例如 {1$$0.7::甲|0.3::乙}。'
    })
  }),
  variable_cycle: of<{ name: Word } & InFile>({
    en: f => `The variable ${f.name} leads to itself${inFile(f)}.`,
    zh_CN: f => `变量 ${f.name} 绕回了自己${inFileZh(f)}。`
  }),
  variable_unset: of<Named & InFile>({
    en: f => ({
      message: `The variable ${f.name} has no value${inFile(f)}.${f.near ? ` Did you mean ${f.near}?` : ''}`,
      hint: `Write \${${f.name}=cat|dog} before it, or \\\${ for the characters themselves.`
    }),
    zh_CN: f => ({
      message: `变量 ${f.name} 没有值${inFileZh(f)}。${f.near ? `是 ${f.near} 吗？` : ''}`,
      hint: `在它前面写 \${${f.name}=cat|dog}；当文字用时写 \\\${。`
    })
  }),
  variable_unreadable: of<{ text: Word } & InFile>({
    en: f => ({
      message: `${f.text} is no variable${inFile(f)}.`,
      hint: 'Write ${name=cat|dog}, then ${name}; \\${ stands for the characters themselves. Expressions are for cells of notebooks.'
    }),
    zh_CN: f => ({
      message: `${f.text} 不是变量${inFileZh(f)}。`,
      hint: '写作 ${name=cat|dog}，再用 ${name}；当文字用时写 \\${。表达式只能写在笔记本的单元格里。'
    })
  }),
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
  }),

  // Read all the same
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
    en: f => ({
      message: `${f.text} asks for ${f.asked} of ${f.options ? `its ${f.options}` : 'the'} options and takes ${f.taken}.`,
      hint: 'No option is taken twice; of 0 nothing is drawn.'
    }),
    zh_CN: f => ({
      message: `${f.text} 要从${f.options ? ` ${f.options} 个` : ''}选项里取 ${f.asked} 个，实际取 ${f.taken} 个。`,
      hint: '同一个选项不会取两次；取 0 个就什么也不画。'
    })
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
  odd_characters: {
    en: {
      message: 'The prompt has characters that are hard to see or not what they seem: {names}.',
      hint: 'They are read as they stand; type them anew.'
    },
    zh_CN: {
      message: '提示词里有看不见或容易混淆的字符：{names}。',
      hint: '它们按原样处理；请重新输入。'
    }
  },
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
