import { duration, estimate } from './duration';
import { english } from './testing';

test.each([
  [0, '0.1 s'],
  [0.62, '0.6 s'],
  [2, '2 s'],
  [4.26, '4.3 s'],
  [7.02, '7 s'],
  [9.97, '10 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [80, '1 min 20 s'],
  [754, '13 min'],
  [3600, '1 h'],
  [7500, '2 h 5 min']
])('%s seconds are %s', (seconds, words) => {
  expect(duration(seconds, english.trans)).toBe(words);
});

test('an estimate has whole seconds and is never none', () => {
  expect(estimate(0.2, english.trans)).toBe('1 s');
  expect(estimate(6.6, english.trans)).toBe('7 s');
});
