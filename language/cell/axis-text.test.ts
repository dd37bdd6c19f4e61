import { hasAxisText, withMoreValues, withValues, withWord, wordText } from './axis-text';

const cell = '%%sweep seed=1..4 cfg=3,5 sampler="Euler a",DDIM x=cfg # no comment\na cat face';

test.each([
  ['a list', ['cfg_scale'], '9,11', 'cfg=3,5,9,11'],
  ['a range', ['seed'], '8..9', 'seed=1..4,8..9'],
  ['names', ['sampler'], '"DPM++ 2M"', 'sampler="Euler a",DDIM,"DPM++ 2M"']
])('values are put behind those of %s, and nothing else changes', (_, params, more, word) => {
  const name = word.slice(0, word.indexOf('=') + 1);
  const longer = withMoreValues(cell, params, more) ?? '';
  expect(longer).toContain(` ${word} `);
  expect(longer.replace(word, '')).toBe(cell.replace(new RegExp(`${name}("[^"]*"|[^ ])*`), ''));
});

test('an axis is found by any name that it can be written with', () => {
  expect(withMoreValues('%%sweep "seed"=1', ['seed'], '2')).toBeNull();
  expect(withMoreValues('%%sweep CFG_Scale=1,2\na cat', ['cfg_scale'], '3')).toBe(
    '%%sweep CFG_Scale=1,2,3\na cat'
  );
  expect(withMoreValues('%%sweep size=64x64,128x64', ['width', 'height'], '64x128')).toBe(
    '%%sweep size=64x64,128x64,64x128'
  );
  expect(withMoreValues('%%sweep seed&cfg=1&3,2&5', ['seed', 'cfg_scale'], '3&7')).toBe(
    '%%sweep seed&cfg=1&3,2&5,3&7'
  );
  expect(withMoreValues('%%sweep sr=cat,dog\na cat', ['prompt_sr'], 'owl')).toBe(
    '%%sweep sr=cat,dog,owl\na cat'
  );
  expect(hasAxisText(cell, ['steps'])).toBe(false);
});

test('what a variable of the kernel holds stays its own', () => {
  expect(withMoreValues('%%sweep cfg=$scales seed=1\na cat', ['cfg_scale'], '9')).toBe(
    '%%sweep cfg=$scales,9 seed=1\na cat'
  );
});

test.each([
  ['of a list one is left out', ['sampler'], [['DDIM']], 'sampler=DDIM'],
  ['a range becomes what is left of it', ['seed'], [[1], [2], [4]], 'seed=1,2,4']
])('%s', (_, params, rows, word) => expect(withValues(cell, params, rows)).toContain(` ${word} `));

test('an axis of one value has no place any more', () => {
  expect(withValues(cell, ['cfg_scale'], [[5]])).toBe(
    '%%sweep seed=1..4 cfg=5 sampler="Euler a",DDIM # no comment\na cat face'
  );
});

test('a sampler written with its schedule is named as both once its values change', () => {
  expect(
    withValues(
      '%%sweep sampler="Euler a","DPM++ 2M Karras"\na cat',
      ['sampler', 'scheduler'],
      [['DPM++ 2M', 'karras']]
    )
  ).toBe('%%sweep sampler&scheduler="DPM++ 2M"&karras\na cat');
});

describe('wordings of a prompt', () => {
  const words =
    '%%sweep seed=1..2 xx=variant_1\na {cat|dog \\| hound} with {red|blue} ears\nNegative prompt: {dark|dim}';

  test('a wording is one more of its own group', () => {
    expect(withMoreValues(words, ['variant_1'], 'an owl')).toContain('a {cat|dog \\| hound|an owl} with');
    expect(withMoreValues(words, ['variant_3'], 'grey|wan')).toContain(
      'Negative prompt: {dark|dim|grey|wan}'
    );
  });
  test('those that stay keep how they are written, and one alone stands without braces', () => {
    expect(withValues(words, ['variant_1'], [['dog | hound'], ['cat']])).toContain(
      'a {dog \\| hound|cat} with'
    );
    expect(withValues(words, ['variant_2'], [['blue']])).toContain('with blue ears');
    expect(withValues(words, ['variant_1'], [['cat']])).toBe(
      '%%sweep seed=1..2\na cat with {red|blue} ears\nNegative prompt: {dark|dim}'
    );
  });
  test('a prompt in the first line is left alone', () => {
    expect(hasAxisText('%%sweep prompt="a {cat|dog}"', ['variant_1'])).toBe(false);
  });
});

test('a word is set where it stands, or put at the end of the first line', () => {
  expect(withWord('%%sweep seed=-1 cfg=3,5\na cat', 'seed', '77')).toBe('%%sweep seed=77 cfg=3,5\na cat');
  expect(withWord('%%sweep cfg=3,5\na cat', 'seed', '77')).toBe('%%sweep cfg=3,5 seed=77\na cat');
  expect(withWord('%%sweep\na cat', 'seed', '77')).toBe('%%sweep seed=77\na cat');
  expect([wordText('%%sweep seed=1,-1 cfg=3\na cat', 'seed'), wordText('%%sweep cfg=3', 'seed')]).toEqual([
    '1,-1',
    null
  ]);
});
