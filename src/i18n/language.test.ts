import { nullTranslator, type ITranslator } from '@jupyterlab/translation';
import { loadText, type LanguagePreference } from './language';
import { textIn } from './text';

const labIn = (languageCode: string): ITranslator => ({
  languageCode,
  load: domain => nullTranslator.load(domain)
});

test.each<[string | null, LanguagePreference, string, string]>([
  ['en', 'auto', 'en-US', 'en'],
  ['zh_CN', 'auto', 'en-US', 'zh_CN'],
  ['en', 'auto', 'zh-CN', 'zh_CN'],
  ['en', 'en', 'zh-CN', 'en'],
  ['zh_CN', 'en', 'zh-CN', 'en'],
  ['en', 'zh_CN', 'en-US', 'zh_CN'],
  ['fr_FR', 'auto', 'zh-CN', 'en'],
  [null, 'auto', 'zh-TW', 'zh_CN']
])('Lab in %s with the setting %s and a browser in %s speaks %s', (lab, preference, browser, language) => {
  expect(loadText(lab === null ? null : labIn(lab), preference, browser).language).toBe(language);
});

test('the words are those of the catalogue, in the language of the interface', () => {
  expect(loadText(labIn('zh-CN'), 'auto', 'en').say('insert_as_cell')).toBe('插入为单元格');
  expect(loadText(labIn('en'), 'auto', 'en').say('insert_as_cell')).toBe('Insert as cell');
});

test.each([
  ['en', 1, 'Draw 1 cell'],
  ['en', 8, 'Draw 8 cells'],
  ['zh_CN', 8, '画 8 格']
] as const)('plurals and numbers are filled in: %s, %s', (language, cells, words) => {
  expect(textIn(language).say('draw_cells', { cells })).toBe(words);
});
