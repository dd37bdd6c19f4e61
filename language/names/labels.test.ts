import { axisLabel, cellTitles, valueWords } from './labels';

const axis = (id: string, ...labels: string[]): { id: string; params: string[]; labels: string[] } => ({
  id,
  params: id.split('&'),
  labels
});

test.each([
  ['cfg_scale', 'CFG scale', 'CFG 强度'],
  ['width&height', 'Size', '尺寸'],
  ['height&width', 'Size', '尺寸'],
  ['sampler&scheduler', 'Sampler', '采样器'],
  ['cfg_scale&steps', 'CFG scale + Steps', 'CFG 强度 + 步数'],
  ['variant_1', 'Prompt variant', '提示词变体'],
  ['variant_2', 'Prompt variant 2', '提示词变体 2'],
  ['variant_0', 'variant_0', 'variant_0'],
  ['prompt_sr', 'Prompt words', '提示词替换'],
  ['image', 'Picture', '图片'],
  ['something_new', 'something_new', 'something_new']
])('the axis %s is called %s, and %s', (id, english, chinese) => {
  expect([axisLabel(axis(id), 'en'), axisLabel(axis(id), 'zh_CN')]).toEqual([english, chinese]);
});

test('an axis without parameters, as an old notebook may have it, is called by its id', () => {
  expect(axisLabel({ id: 'cfg_scale&steps', params: [] }, 'en')).toBe('CFG scale + Steps');
});

test('a cell is called by its value on each axis', () => {
  expect(cellTitles([axis('seed', '1', '2'), axis('cfg_scale', '3')], [1, 0], 'en')).toEqual([
    'Seed 2',
    'CFG scale 3'
  ]);
  expect(cellTitles([], [], 'en')).toEqual([]);
});

test.each([
  ['tiling', true, 'on', '开'],
  ['tiling', false, 'off', '关'],
  ['init_image', '0123456789abcdef', '01234567', '01234567'],
  ['steps', 20, '20', '20'],
  ['vae', null, '', '']
])('the value of %s %s is shown as %s, and %s', (name, value, english, chinese) => {
  expect([valueWords(name, value, 'en'), valueWords(name, value, 'zh_CN')]).toEqual([english, chinese]);
});
