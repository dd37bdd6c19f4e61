import type { ITranslator } from '@jupyterlab/translation';
import { bundleOf } from './bundle';
import { loadText, type LanguagePreference } from './language';

const labIn = (languageCode: string, messages: Record<string, string[]> = {}): ITranslator => ({
  languageCode,
  load: () => bundleOf(messages)
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

test('without our catalogue in Lab the bundled one speaks', () => {
  expect(loadText(labIn('zh-CN'), 'auto', 'en').trans.__('Insert as cell')).toBe('插入为单元格');
});

test('Lab’s copy of our catalogue is preferred', () => {
  const lab = labIn('zh-CN', { 'Insert as cell': ['插入单元格'] });
  expect(loadText(lab, 'auto', 'en').trans.__('Insert as cell')).toBe('插入单元格');
});

test.each([
  [bundleOf({}), 1, 'Draw 1 cell of 9'],
  [bundleOf({}), 8, 'Draw 8 cells of 9'],
  [bundleOf({ 'Draw %1 cell of %2': ['画 %2 格中的 %1 格'] }), 8, '画 9 格中的 8 格']
])('plurals and numbers are filled in', (trans, n, text) => {
  expect(trans._n('Draw %1 cell of %2', 'Draw %1 cells of %2', n, 9)).toBe(text);
});
