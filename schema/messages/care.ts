/** Why a picture is proposed some care. */
import { messages, of, type Word } from './types';

export const careMessages = messages({
  care_noise: {
    en: 'It is noisy: {noise} levels.',
    zh_CN: '噪点较多：{noise} 级。'
  },
  care_jpeg: of<{ quality: Word; guessed: Word }>({
    en: f =>
      f.guessed
        ? `It was saved as a JPEG of about quality ${f.quality}.`
        : `It is a JPEG of quality ${f.quality}.`,
    zh_CN: f => (f.guessed ? `它曾存为 JPEG，质量约 ${f.quality}。` : `它是质量为 ${f.quality} 的 JPEG。`)
  }),
  care_faces: {
    en: {
      by: 'count',
      one: 'A face is small or blurred: {height} pixels high.',
      other: '{count} faces are small or blurred, the smallest {height} pixels high.'
    },
    zh_CN: {
      by: 'count',
      one: '有 1 张脸太小或模糊：高 {height} 像素。',
      other: '有 {count} 张脸太小或模糊，最小的高 {height} 像素。'
    }
  },
  care_cast: {
    en: 'It has a colour cast of {cast}, as in light of {kelvin} K.',
    zh_CN: '偏色 {cast}，像是在 {kelvin} K 的光下。'
  },
  care_dark: {
    en: 'It is dark: {stops} stops below middle grey.',
    zh_CN: '偏暗：比中灰低 {stops} 档。'
  },
  care_light: {
    en: 'It is light: {stops} stops above middle grey.',
    zh_CN: '偏亮：比中灰高 {stops} 档。'
  },
  care_dull: {
    en: 'It is dull: it spans {levels} of 255 levels.',
    zh_CN: '偏灰：255 级里只用了 {levels} 级。'
  },
  care_pale: {
    en: 'Its colours are pale: {colourfulness}.',
    zh_CN: '色彩偏淡：{colourfulness}。'
  },
  care_small: {
    en: 'It is small: {width} × {height} pixels.',
    zh_CN: '尺寸小：{width} × {height} 像素。'
  },
  care_blur: {
    en: 'It is blurred: {blur} of 1.',
    zh_CN: '偏模糊：{blur}（满值 1）。'
  }
});
