import { faultsOf } from './check';

test.each([
  [
    'cfg_scale',
    '3,5,seven,40',
    [
      [4, 5, '"seven" is not a number; cfg_scale takes numbers from 1 to 30.'],
      [10, 2, '40 is out of range; cfg_scale takes numbers from 1 to 30.']
    ]
  ],
  ['steps', '0', [[0, 1, '0 is out of range; steps takes whole numbers from 1 to 150.']]],
  ['size', '128x130', [[0, 7, '130 is not a multiple of 8; height takes multiples of 8 from 64 to 2048.']]],
  ['cfg_scale', '3..9:2,1-5 (+2),1,2,..,8', []],
  ['sampler', 'nonsense', []],
  ['seed', '-1', []]
])('%s=%s has the faults %j', (name, text, faults) => {
  expect(faultsOf(name, text, 'en').map(({ start, length, message }) => [start, length, message])).toEqual(
    faults
  );
});

test('faults are told in Chinese, too', () => {
  expect(faultsOf('cfg_scale', 'seven', 'zh_CN')[0].message).toBe('“seven” 不是数字；cfg_scale 取 1 到 30。');
});
