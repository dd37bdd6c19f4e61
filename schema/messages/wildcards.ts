/** What is wrong with what a prompt leaves to chance: wildcards and their files, choices, variables. */
import type { Named } from './phrases';
import { messages, of, type Word } from './types';

/** Where in a file of options something stands that is wrong. */
type InFile = { within?: Word; line?: Word };
const inFile = ({ within, line }: InFile): string => (within ? ` (${within}, line ${line})` : '');
const inFileZh = ({ within, line }: InFile): string => (within ? `（${within} 第 ${line} 行）` : '');

/** Whether a file of options could have a name. */
const couldBeFile = ({ name }: { name: Word }): boolean =>
  !/[:*?"<>|\\]|^[/~]|\/$|(?:^|\/)\s*(?:\.{1,2}\s*)?(?:\/|$)/.test(String(name));

export const wildcardMessages = messages({
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
  wildcard_link_broken: {
    en: {
      message: 'The wildcard file {file} is a link to what is not there.',
      hint: 'Put back what it leads to, or let it lead elsewhere.'
    },
    zh_CN: {
      message: '通配符文件 {file} 是链接，而链接所指的文件不在。',
      hint: '请放回它所指的文件，或者改正链接。'
    }
  },
  wildcard_nul: {
    en: {
      message: 'The wildcard file {file} is no text: line {line} holds a NUL character.',
      hint: 'Take it out and save the file again.'
    },
    zh_CN: {
      message: '通配符文件 {file} 不是文字：第 {line} 行有 NUL 字符。',
      hint: '请去掉它，再保存文件。'
    }
  },
  wildcard_encoding: {
    en: {
      message:
        'The wildcard file {file} is no text in UTF-8, nor in UTF-16 with its mark: line {line} holds other bytes.',
      hint: 'Save it as UTF-8.'
    },
    zh_CN: {
      message: '通配符文件 {file} 不是 UTF-8（或带标记的 UTF-16）文字：第 {line} 行有别的字节。',
      hint: '请另存为 UTF-8。'
    }
  },
  wildcard_passed_over: of<{ file: Word; line?: number }>({
    en: f => ({
      message: `The wildcard file ${f.file} is passed over: ${f.line ? `it is no text in UTF-8, nor in UTF-16 with its mark (line ${f.line})` : "it can't be read"}.`,
      hint: f.line ? 'Save it as UTF-8.' : 'See that it is still there and may be read.'
    }),
    zh_CN: f => ({
      message: `已跳过通配符文件 ${f.file}：${f.line ? `它不是 UTF-8（或带标记的 UTF-16）文字（第 ${f.line} 行）` : '无法读取'}。`,
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
  })
});
