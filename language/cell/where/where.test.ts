import { expandSweep } from '../../../server/sweep/index';
import { testContext } from '../../../server/sweep/testing';

/** steps × cfg_scale of the cells that pass. */
function passing(where: string, words = 'steps=10,20 cfg=5,7'): string[] {
  const written = where.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  const { cells } = expandSweep({ text: `%%sweep ${words} where="${written}"\na cat` }, testContext());
  return cells.map(({ params }) => `${params.steps}×${params.cfg_scale}`).sort();
}

test.each([
  ['steps == 10', ['10×5', '10×7']],
  ['steps == 10 ', ['10×5', '10×7']],
  ['\t steps == 10 \t ', ['10×5', '10×7']],
  ['steps = 10', ['10×5', '10×7']],
  ['steps != 10', ['20×5', '20×7']],
  ['steps <> 10', ['20×5', '20×7']],
  ['steps >= 20', ['20×5', '20×7']],
  ['steps ≥ 20 and cfg ≤ 5', ['20×5']],
  ['cfg < 7', ['10×5', '20×5']],
  ['cfg > 5', ['10×7', '20×7']],
  ['10 < steps', ['20×5', '20×7']],
  ['5 < cfg <= 7', ['10×7', '20×7']],
  ['steps == 10 and cfg == 5', ['10×5']],
  ['steps == 10 or cfg == 5', ['10×5', '10×7', '20×5']],
  ['steps == 10 AND cfg == 5 OR steps == 20', ['10×5', '20×5', '20×7']],
  ['steps == 20 or steps == 10 and cfg == 5', ['10×5', '20×5', '20×7']],
  ['(steps == 20 or steps == 10) and cfg == 5', ['10×5', '20×5']],
  ['not steps == 10', ['20×5', '20×7']],
  ['not steps == 10 and cfg == 5', ['20×5']],
  ['not (steps == 10 and cfg == 5)', ['10×7', '20×5', '20×7']],
  ['not not cfg == 5', ['10×5', '20×5']],
  ['cfg_scale == 5.0', ['10×5', '20×5']],
  ['guidance == 5e0', ['10×5', '20×5']],
  ['cfg < steps', ['10×5', '10×7', '20×5', '20×7']],
  ['width == 128', ['10×5', '10×7', '20×5', '20×7']],
  ['sampler == "k_dpmpp_2m" and steps == 10', ['10×5', '10×7']],
  ["model == 'emoji diffusion' and steps == 10", ['10×5', '10×7']],
  ['prompt == "a cat" and steps == 10', ['10×5', '10×7']],
  ["prompt != 'a \\\\ \\' cat' and steps == 10", ['10×5', '10×7']],
  ['eta != 1 and steps == 10', ['10×5', '10×7']],
  ["scheduler == 'karras' and steps == 10", ['10×5', '10×7']],
  ['-1 < subseed', ['10×5', '10×7', '20×5', '20×7']]
])('%s', (where, cells) => expect(passing(where)).toEqual(cells));

test('sees variants, replacements and the picture of a batch', () => {
  expect(passing('image == 2', 'n=3 steps=10')).toEqual(['10×3.5']);
  expect(passing('prompt_sr == "dog"', 'prompt_sr=cat,dog')).toEqual(['20×3.5']);
  const text = '%%sweep seed=1 where="variant_1 != \'red\'"\n{red|blue|green} cat';
  expect(expandSweep({ text }, testContext()).cells.map(({ params }) => params.prompt)).toEqual([
    'blue cat',
    'green cat'
  ]);
});

test('sees values as said, not what they come to', () => {
  expect(passing("scheduler == 'automatic'", 'scheduler=automatic,karras steps=10')).toEqual(['10×3.5']);
  expect(passing('eta == 0.5', 'sampler=Euler eta=0.5 steps=10')).toEqual(['10×3.5']);
});

test('sees each model’s own defaults', () => {
  const text = '%%sweep model=emoji-diffusion,"dreams v1.5" where="cfg == 3.5"';
  expect(expandSweep({ text }, testContext()).cells.map(({ params }) => params.model)).toEqual([
    'emoji-diffusion'
  ]);
});

test('depth costs no recursion', () => {
  const deep = 50_000;
  const nested = '('.repeat(deep) + 'steps == 10' + ')'.repeat(deep);
  expect(passing(nested)).toEqual(['10×5', '10×7']);
  expect(passing(`${'not '.repeat(deep)}steps == 10`)).toEqual(['10×5', '10×7']);
});
