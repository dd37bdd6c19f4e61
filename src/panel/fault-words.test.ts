import { faultsOf } from './check';
import { faultWords } from './fault-words';

const lists = { models: [], samplers: [], schedulers: [], defaultModel: null };

test.each([
  ['cfg_scale', '3,5,seven,40', 'en', ['"seven" is not a number; 40 is outside 1 to 30.']],
  ['cfg_scale', '3,5,seven,40', 'zh_CN', ['“seven” 不是数字；40 不在 1 到 30 之内。']],
  ['cfg_scale', 'a,b,0,40', 'en', ['"a", "b" are not numbers; 0, 40 are outside 1 to 30.']],
  ['steps', '2.5,900', 'en', ['2.5 is not a whole number; 900 is outside 1 to 150.']],
  ['cfg_scale', 'seven', 'en', ['"seven" is not a number; 1 to 30 is allowed.']]
] as const)('%s=%s is told in %s as %j', (name, text, language, words) => {
  expect(faultWords(faultsOf(name, text, lists), language)).toEqual(words);
});
