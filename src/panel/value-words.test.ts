import { textIn } from '../i18n/text';
import { valueInWords } from './value-words';

test.each([
  ['tiling', 'true', 'on', '开'],
  ['enable_hr', 'false', 'off', '关'],
  ['noise_schedule', 'auto', 'automatic', '自动'],
  ['scheduler', 'automatic', 'automatic', '自动'],
  ['emphasis', 'no_norm', 'no norm', '不归一'],
  ['sampler', '"Euler a"', 'Euler a', 'Euler a'],
  ['emphasis', 'original,none', 'original,none', 'original,none'],
  ['prompt', 'true', 'true', 'true'],
  ['steps', '12', '12', '12'],
  ['size', '64x96', '64 × 96', '64 × 96']
])('%s %s is said as %s and %s', (name, text, en, zh) => {
  expect([valueInWords(name, text, textIn('en')), valueInWords(name, text, textIn('zh_CN'))]).toEqual([
    en,
    zh
  ]);
});
