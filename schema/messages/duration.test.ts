import { about, between, duration, estimate, guess } from './duration';

test.each([
  [0, '0.1 s', '0.1 秒'],
  [0.62, '0.6 s', '0.6 秒'],
  [2, '2 s', '2 秒'],
  [4.26, '4.3 s', '4.3 秒'],
  [7.02, '7 s', '7 秒'],
  [9.97, '10 s', '10 秒'],
  [59.4, '59 s', '59 秒'],
  [60, '1 min', '1 分钟'],
  [80, '1 min 20 s', '1 分钟 20 秒'],
  [754, '13 min', '13 分钟'],
  [3600, '1 h', '1 小时'],
  [7500, '2 h 5 min', '2 小时 5 分钟']
])('%s seconds that were measured are %s', (seconds, en, zh) => {
  expect([duration(seconds, 'en'), duration(seconds, 'zh_CN')]).toEqual([en, zh]);
});

test.each([
  [0.2, '1 s', '1 秒'],
  [6.6, '7 s', '7 秒'],
  [59.2, '1 min', '1 分钟'],
  [7, '7 s', '7 秒'],
  [70, '1 min 10 s', '1 分钟 10 秒'],
  [118, '2 min', '2 分钟'],
  [1234, '20 min', '20 分钟'],
  [3600, '1 h', '1 小时'],
  [3900, '1 h 5 min', '1 小时 5 分钟'],
  [7190, '2 h', '2 小时']
])('%s seconds that are expected are %s', (seconds, en, zh) => {
  expect([estimate(seconds, 'en'), estimate(seconds, 'zh_CN')]).toEqual([en, zh]);
});

test.each([
  [0.1, 'at once', '马上就好'],
  [0.7, 'about 1 s', '约 1 秒'],
  [72, 'about 1 min 10 s', '约 1 分钟 10 秒'],
  [270, 'about 4 min 30 s', '约 4 分钟 30 秒'],
  [720, 'about 12 min', '约 12 分钟'],
  [7200, 'about 2 h', '约 2 小时']
])('%s seconds that are guessed are %s', (seconds, en, zh) => {
  expect([guess(seconds, 'en'), guess(seconds, 'zh_CN')]).toEqual([en, zh]);
});

test.each([
  [[65, 235], 'between 1 and 4 min', '1 到 4 分钟之间'],
  [[41, 130], 'between 40 s and 3 min', '40 秒到 3 分钟之间'],
  [[2.2, 7.1], 'between 2 and 8 s', '2 到 8 秒之间'],
  [[3300, 9000], 'between 55 min and 2.5 h', '55 分钟到 2.5 小时之间'],
  [[0.1, 0.6], 'about 1 s', '约 1 秒']
] as const)('%p seconds are told as a range', (seconds, en, zh) => {
  expect([between(seconds, 'en'), between(seconds, 'zh_CN')]).toEqual([en, zh]);
});

test('a time that is left is never none', () => {
  expect([about(0.1, 'en'), about(0.1, 'zh_CN')]).toEqual(['about 1 s', '约 1 秒']);
});
