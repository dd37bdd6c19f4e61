import fc from 'fast-check';
import { catalogue } from '../../schema/catalogue';
import { sentence } from '../../schema/messages';
import { say } from '../../schema/messages/browser';
import type { SamplerEntry } from '../../schema/wire';
import { faultsOf } from './check';
import type { Lists } from './shown';

const lists: Lists = { models: [], samplers: [], schedulers: [], defaultModel: null };

test('a sampler that isn’t there is told once the list is here', () => {
  const euler = { name: 'Euler a', aliases: ['k_euler_a'] } as SamplerEntry;
  const [fault] = faultsOf('sampler', 'k_euler_a,"Eular a"', { ...lists, samplers: [euler] });
  expect(fault).toMatchObject({ code: 'unknown_choice', start: 10, length: 9, facts: { near: 'Euler a' } });
});

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
  ['size', '128x130', [[4, 3, '130 is not a multiple of 8; height takes multiples of 8 from 64 to 2048.']]],
  ['cfg_scale', '3..9:2,1-5 (+2),1,2,..,8', []],
  ['sampler', 'nonsense', []],
  ['emphasis', 'none,nonsense', [[5, 8, '"nonsense" is not an emphasis.']]],
  ['size', '512 × 768,64x64', []],
  ['cfg_scale', '3 5', [[0, 3, '"3 5" is not a number; cfg_scale takes numbers from 1 to 30.']]],
  ['cfg_scale', '3,,5', [[2, 1, 'A value of cfg_scale is missing.']]],
  ['cfg_scale', '"3', [[0, 2, 'The quote isn\'t closed: " is missing.']]],
  ['cfg_scale', '1,2,..', [[4, 2, '".." needs two numbers before it and one after.']]],
  ['model', 'gone', []],
  ['seed', '-1', []]
])('%s=%s has the faults %j', (name, text, faults) => {
  expect(
    faultsOf(name, text, lists).map(({ start, length, code, facts }) => [
      start,
      length,
      sentence(code, facts, 'en').message
    ])
  ).toEqual(faults);
});

test('the browser has the words for all that it finds', () => {
  const euler = { name: 'Euler a', aliases: ['k_euler_a'] } as SamplerEntry;
  const known = { ...lists, samplers: [euler], schedulers: [{ name: 'karras', label: 'Karras' } as never] };
  const pieces = fc.constantFrom(
    '1',
    '2',
    '-',
    '..',
    ',',
    '"',
    '&',
    ' ',
    '[0]',
    '(0)',
    ':0',
    'x',
    '{',
    '9e9',
    '{a|{b}}'
  );
  const texts = fc.array(pieces, { maxLength: 8 }).map(all => all.join(''));
  fc.assert(
    fc.property(fc.constantFrom('size', ...catalogue.map(({ name }) => name)), texts, (name, text) => {
      for (const { code, facts } of faultsOf(name, text, known)) {
        expect(say(code, facts, 'zh_CN')).toBe(sentence(code, facts, 'zh_CN').message);
      }
    }),
    { numRuns: 2000 }
  );
  expect(say('no_model', {}, 'en')).toBe('no_model: {}');
});
