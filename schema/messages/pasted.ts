/** What is said of pasted settings: of what was read where, what was kept, and what another program meant by them. */
import type { Language } from '../catalogue';
import { unread } from './phrases';
import { messages, of, type Word } from './types';

const COMMAND: Readonly<Record<Language, string>> = { en: 'a command line', zh_CN: '命令行' };

function formOf(value: Word | undefined, language: Language): string {
  return value === 'command' ? COMMAND[language] : String(value);
}

export const pastedMessages = messages({
  settings_taken: {
    en: 'Read as settings, though not as the last line: {keys}.',
    zh_CN: '虽不在末行，仍读作参数：{keys}。'
  },
  settings_stray: {
    en: 'Among the settings and not used, for it is none: "{text}".',
    zh_CN: '参数中有不是参数的文字，未采用：“{text}”。'
  },
  settings_second: {
    en: 'The settings of another picture, from here on: not used.',
    zh_CN: '从这里起是另一张图的参数，未采用。'
  },
  value_left_out: {
    en: '{key}: {value} is no value that it can have here; it was left out.',
    zh_CN: '{key}：{value} 不是这里可用的值，已略去。'
  },
  sampler_flavour: {
    en: '{value} is a sampler of {flavour}: drawn with flavour={flavour}.',
    zh_CN: '{value} 是 {flavour} 的采样器：按 flavour={flavour} 来画。'
  },
  unknown_keys: {
    en: 'There are no such parameters here, so they change nothing; they stay with the pictures: {keys}.',
    zh_CN: '这里没有这些参数，不影响画面，但会随图片保留：{keys}。'
  },
  looks_like_settings: of<{ of: Word }>({
    en: f =>
      `This looks like settings (${formOf(f.of, 'en')}) that can't be read here: all of it is drawn as words.`,
    zh_CN: f => `这像是参数（${formOf(f.of, 'zh_CN')}），但这里无法读取：全部当作文字来画。`
  }),
  several_remarks: { en: '{first} {then}', zh_CN: '{first}{then}' },
  rng_missing: {
    en: 'Settings without RNG mean the noise of an NVIDIA card, as in A1111: drawn with rng=nv. If they come from elsewhere, say rng=cpu.',
    zh_CN: '未写 RNG 的参数在 A1111 里指 NVIDIA 显卡的噪声：按 rng=nv 来画。若另有出处，请写 rng=cpu。'
  },
  size_off_grid: {
    en: '{key}: {size} is drawn as {drawn}, as A1111 does: sides are multiples of 8.',
    zh_CN: '{key}：{size} 按 {drawn} 来画，与 A1111 相同：边长为 8 的倍数。'
  },
  seed_low_bits: {
    en: "{key}: {seed} is drawn as {drawn}: torch's CPU generator takes no more of it than its last 32 bits.",
    zh_CN: '{key}：{seed} 按 {drawn} 来画：torch 的 CPU 发生器只取末 32 位。'
  },
  model_by_hash: {
    en: 'The settings name {written}; by its hash it is {model}, which is drawn with.',
    zh_CN: '参数里写的是 {written}；按哈希它是 {model}，用它来画。'
  },
  model_hash_differs: of<{ model: Word; hash: Word; candidates?: readonly string[] }>({
    en: f =>
      `The settings name ${f.model} with the hash ${f.hash}; ${f.candidates?.length ? 'whether the one here has it is not known before it was used once' : 'the one here is another file'}.`,
    zh_CN: f =>
      `参数用的 ${f.model} 哈希为 ${f.hash}，${f.candidates?.length ? '这里的是不是它，要用过一次才知道' : '这里的是另一个文件'}。`
  }),
  model_hash_unknown: of<{ hash: Word; unread: Word; old: Word }>({
    en: f =>
      `${f.old ? `The settings' hash ${f.hash} is of A1111's old kind (AutoV1), by which no model is known` : `No model here is known to have the hash ${f.hash} of the settings`}, and they give no name: drawn with the model that is chosen otherwise.${unread(f, 'en')}`,
    zh_CN: f =>
      `${f.old ? `参数里的哈希 ${f.hash} 是 A1111 的旧式（AutoV1），不能用它找到模型` : `这里没有已知哈希为 ${f.hash} 的模型`}，参数又没有写名字：用另行选定的模型来画。${unread(f, 'zh_CN')}`
  }),
  hires_ratio: {
    en: '{key}: {size} has other proportions than the picture; it is enlarged by {scale} and not cut.',
    zh_CN: '{key}：{size} 与画面比例不同；放大 {scale} 倍，不裁剪。'
  },
  foreign_writer: {
    en: 'Made by {writer}, whose noise and weights of words are its own: equal settings give a similar picture, not the same.',
    zh_CN: '出自 {writer}，它的噪声和词权重自成一套：参数相同，画面相近而不相同。'
  },
  picture_text_large: {
    en: 'Not looked at, for it is larger than any settings: {names}.',
    zh_CN: '远大于任何参数，未读取：{names}。'
  },
  picture_text_encoding: {
    en: 'Its text is neither UTF-8 nor plainly Latin-1, so its letters may be wrong.',
    zh_CN: '其中的文字既不是 UTF-8，也不像 Latin-1，显示的字可能有误。'
  },
  settings_encoding: {
    en: {
      message:
        'What was given is no text in UTF-8, nor in UTF-16 with its mark: line {line} holds other bytes.',
      hint: 'Save it as UTF-8.'
    },
    zh_CN: {
      message: '给出的不是 UTF-8（或带标记的 UTF-16）文字：第 {line} 行有别的字节。',
      hint: '请另存为 UTF-8。'
    }
  },
  foreign_unused: {
    en: '{writer} used more than is read here: {names}.',
    zh_CN: '{writer} 还用了这里不读的：{names}。'
  }
});
