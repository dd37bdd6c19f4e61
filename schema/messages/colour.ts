/** Colour tables that can't be read. */
import type { Language } from '../catalogue';
import { own } from '../own';
import { messages, of, type Word } from './types';

type LutFacts = {
  file: Word;
  line: Word;
  reason: Word;
  found?: Word;
  expected?: Word;
  min?: Word;
  max?: Word;
};

const REASONS: Readonly<Record<string, Readonly<Record<Language, (f: LutFacts) => string>>>> = {
  no_table: {
    en: () => 'it says neither LUT_1D_SIZE nor LUT_3D_SIZE before its colours',
    zh_CN: () => '颜色之前没有 LUT_1D_SIZE 或 LUT_3D_SIZE'
  },
  table_size: {
    en: f => `the size ${f.found} is no whole number from ${f.min} to ${f.max}`,
    zh_CN: f => `尺寸 ${f.found} 不是 ${f.min} 到 ${f.max} 的整数`
  },
  twice: {
    en: f => `${f.found} stands there a second time, or after the colours`,
    zh_CN: f => `${f.found} 重复出现，或写在了颜色之后`
  },
  numbers: {
    en: f => `"${f.found}" is not what the format has there: a colour is three numbers`,
    zh_CN: f => `“${f.found}”不合格式：一种颜色是三个数`
  },
  domain: {
    en: f => `the range ${f.found} doesn't rise`,
    zh_CN: f => `范围 ${f.found} 不是由小到大`
  },
  too_few: {
    en: f => `it ends after ${f.found} of ${f.expected} colours`,
    zh_CN: f => `文件在此结束，${f.expected} 种颜色只有 ${f.found} 种`
  },
  too_many: {
    en: f => `there are more than ${f.expected} colours`,
    zh_CN: f => `颜色多于 ${f.expected} 种`
  },
  binary: { en: () => 'it is no text', zh_CN: () => '它不是文本' }
};

const said = (f: LutFacts, language: Language): string =>
  own(REASONS, f.reason)?.[language](f) ?? String(f.reason);

/** What is wrong with the file as a whole is of no line. */
const ofLine = ({ line, reason }: LutFacts): boolean => reason !== 'binary' && Number(line) > 0;

export const colourMessages = messages({
  lut_malformed: of<LutFacts>({
    en: f => ({
      message: `${f.file} is no colour table that can be read${ofLine(f) ? `; line ${f.line}` : ''}: ${said(f, 'en')}.`,
      hint: 'Use a .cube file as Adobe or Resolve write it.'
    }),
    zh_CN: f => ({
      message: `${f.file} 不是能读的颜色表${ofLine(f) ? `，第 ${f.line} 行` : ''}：${said(f, 'zh_CN')}。`,
      hint: '请用 Adobe 或 Resolve 格式的 .cube 文件。'
    })
  })
});
