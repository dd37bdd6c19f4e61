import { parseSweep } from '../index';
import { testContext } from '../../../server/sweep/testing';

/** The values of the one parameter on the first line, whether it became an axis or not. */
function valuesOf(words: string): unknown {
  const { base, axes } = parseSweep(`%%sweep ${words}`, testContext()).spec;
  return axes.length > 0 ? axes[0].values : Object.values(base);
}

test.each([
  ['seed=7', [7]],
  ['seed=5,7,9', [5, 7, 9]],
  ['seed=5, 7 , 9', [5, 7, 9]],
  ['seed = 5,7', [5, 7]],
  ['seed="5",\'7\'', [5, 7]],
  ['steps=1..4', [1, 2, 3, 4]],
  ['steps=4..1', [4, 3, 2, 1]],
  ['steps=4..10:2', [4, 6, 8, 10]],
  ['steps=4..9:2', [4, 6, 8]],
  ['steps=10..4:2', [10, 8, 6, 4]],
  ['steps=10..4:-2', [10, 8, 6, 4]],
  ['steps=5..5', [5]],
  ['eta=0..1[5]', [0, 0.25, 0.5, 0.75, 1]],
  ['eta=1..0[3]', [1, 0.5, 0]],
  ['eta=0..1[4]', [0, 0.333333, 0.666667, 1]],
  ['eta=0..1[1]', [0]],
  ['eta=0..1:0.1', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
  ['eta=.5..1:.25', [0.5, 0.75, 1]],
  ['cfg=1e0,2.5E0', [1, 2.5]],
  ['cfg=1..3', [1, 2, 3]],
  ['cfg=1.5..3', [1.5, 2.5]],
  ['steps=1..3,10,20..40:10', [1, 2, 3, 10, 20, 30, 40]],
  ['width=64..96', [64, 72, 80, 88, 96]],
  ['width=128..512[4]', [128, 256, 384, 512]]
])('%s reads as %j', (words, values) => expect(valuesOf(words)).toEqual(values));

// Where A1111 loses ends (10-5 (-1)), overshoots (1-2 (+0.3)) or yields nothing (5-1), the range is what was meant.
test.each([
  ['steps=1-5', [1, 2, 3, 4, 5]],
  ['steps=1-5 (+2)', [1, 3, 5]],
  ['steps=1-5(+2)', [1, 3, 5]],
  ['steps=1-5 (2)', [1, 3, 5]],
  ['steps=1-10 [5]', [1, 3, 5, 7, 10]],
  ['steps=1..10 [5]', [1, 3, 5, 7, 10]],
  ['steps=10-5 (-3)', [10, 7]],
  ['steps=10-5 (-1)', [10, 9, 8, 7, 6, 5]],
  ['steps=5-1', [5, 4, 3, 2, 1]],
  ['cfg=1-2 (+0.3)', [1, 1.3, 1.6, 1.9]],
  ['eta=0-1 [5]', [0, 0.25, 0.5, 0.75, 1]],
  ['steps=1-3 (+1), 10', [1, 2, 3, 10]],
  ['seed=-1-1', [-1, 0, 1]],
  ['seed=-1', [-1]]
])('%s reads as in A1111: %j', (words, values) => expect(valuesOf(words)).toEqual(values));

test.each([
  ['steps=1,2,..,6', [1, 2, 3, 4, 5, 6]],
  ['steps=1,2,...,6', [1, 2, 3, 4, 5, 6]],
  ['steps=1,2,…,6', [1, 2, 3, 4, 5, 6]],
  ['steps=10,8,..,3', [10, 8, 6, 4]],
  ['eta=0,0.1,..,0.5', [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
  ['steps=1,2,..,4,10,..,30', [1, 2, 3, 4, 10, 16, 22, 28]]
])('%s goes on by its last difference: %j', (words, values) => expect(valuesOf(words)).toEqual(values));

test.each([
  ['prompt=cat,dog', ['cat', 'dog']],
  ['prompt="a, b",\'c d\'', ['a, b', 'c d']],
  ['prompt="say \\"hi\\"",\'it\\\'s\'', ['say "hi"', "it's"]],
  ['prompt="e ""q""",b', ['e "q"', 'b']],
  ['prompt="a\\nb","\\\\","\\(c\\)"', ['a\nb', '\\', '\\(c\\)']],
  ['prompt=“a b”,“c”', ['a b', 'c']],
  ['prompt="",cat', ['', 'cat']],
  ["prompt=don't,1..4", ["don't", '1..4']],
  ['prompt="🦊 狐狸",猫', ['🦊 狐狸', '猫']],
  ['prompt=a&b,c', ['a&b', 'c']]
])('%s reads as the texts %j', (words, values) => expect(valuesOf(words)).toEqual(values));

test.each([
  ['sampler="Euler a"', ['Euler a']],
  ['sampler=euler_a,"euler A",k_euler', ['Euler a', 'Euler']],
  ['sampler=k_dpmpp_2m', ['DPM++ 2M']],
  ['scheduler=Karras,"SGM Uniform",ays', ['karras', 'sgm_uniform', 'align_your_steps']],
  ['emphasis="No norm",Original', ['no_norm', 'original']],
  ['rng=CPU,GPU', ['cpu', 'nv']],
  ['model=emoji-diffusion', ['emoji-diffusion']],
  ['model="dreams v1.5"', ['sd15/dreams v1.5.safetensors']],
  ['model="dreams v1.5.safetensors [dd44ee55ff]"', ['sd15/dreams v1.5.safetensors']]
])('%s finds its choices by any of their names: %j', (words, values) =>
  expect(valuesOf(words)).toEqual(values)
);

test.each([
  [
    'cfg&steps=5&10,7&20',
    ['cfg_scale', 'steps'],
    [
      [5, 10],
      [7, 20]
    ]
  ],
  [
    'size=512x768,768x512',
    ['width', 'height'],
    [
      [512, 768],
      [768, 512]
    ]
  ],
  [
    'size=512×768,768X512',
    ['width', 'height'],
    [
      [512, 768],
      [768, 512]
    ]
  ],
  [
    'size&cfg=64x128&3,128x64&4',
    ['width', 'height', 'cfg_scale'],
    [
      [64, 128, 3],
      [128, 64, 4]
    ]
  ],
  [
    'sampler&steps="Euler a"&10,LMS&20',
    ['sampler', 'steps'],
    [
      ['Euler a', 10],
      ['LMS', 20]
    ]
  ],
  [
    'seed&steps=1..3&10..30:10',
    ['seed', 'steps'],
    [
      [1, 10],
      [2, 20],
      [3, 30]
    ]
  ],
  [
    'seed&steps=1..3&10',
    ['seed', 'steps'],
    [
      [1, 10],
      [2, 10],
      [3, 10]
    ]
  ]
])('%s moves its parameters together', (words, params, values) => {
  expect(parseSweep(`%%sweep ${words}`, testContext()).spec.axes).toEqual([{ params, values }]);
});

test('a linked axis of one value is part of the base', () => {
  const { base, axes } = parseSweep('%%sweep size=512x768 cfg&steps=5&10', testContext()).spec;
  expect(base).toEqual({ width: 512, height: 768, cfg_scale: 5, steps: 10 });
  expect(axes).toEqual([]);
});

test('a value that comes twice is kept once, with a remark at its place', () => {
  const { spec, warnings } = parseSweep('%%sweep cfg=5,7,5.0', testContext());
  expect(spec.axes).toEqual([{ param: 'cfg_scale', values: [5, 7] }]);
  expect(warnings).toEqual([
    {
      code: 'duplicate_value',
      facts: { value: '5', param: 'cfg_scale' },
      where: { line: 1, column: 17, length: 3 }
    }
  ]);
});

test('seeds of -1 are all kept, for each is drawn', () => {
  expect(valuesOf('seed=-1,-1,3,3')).toEqual([-1, -1, 3]);
});

describe('old combined sampler names', () => {
  test('set sampler and schedule', () => {
    const { base } = parseSweep('%%sweep sampler="DPM++ 2M Karras"', testContext()).spec;
    expect(base).toEqual({ sampler: 'DPM++ 2M', scheduler: 'karras' });
  });

  test('beside plain names make an axis of both', () => {
    const { axes } = parseSweep(
      '%%sweep sampler="Euler a","DPM++ 2M SDE Exponential" x=sampler',
      testContext()
    ).spec;
    expect(axes).toEqual([
      {
        params: ['sampler', 'scheduler'],
        values: [
          ['Euler a', 'automatic'],
          ['DPM++ 2M SDE', 'exponential']
        ]
      }
    ]);
  });

  test('agree with a schedule that says the same', () => {
    const { base } = parseSweep('%%sweep scheduler=karras sampler="DPM++ 2M Karras"', testContext()).spec;
    expect(base).toEqual({ sampler: 'DPM++ 2M', scheduler: 'karras' });
  });
});
