import { parseSweep } from './index';
import { testContext } from '../../server/sweep/testing';

const read = (text: string): ReturnType<typeof parseSweep> => parseSweep(text, testContext());

describe('where the first line ends and the body begins', () => {
  test.each([
    ['%%sweep seed=1\na cat', { seed: 1, prompt: 'a cat' }],
    ['%%sweep\na cat', { prompt: 'a cat' }],
    ['%%sweep', {}],
    ['', {}],
    ['\n%%sweep seed=1\na cat', { seed: 1, prompt: 'a cat' }],
    ['seed=1 cfg=5\na cat', { seed: 1, cfg_scale: 5, prompt: 'a cat' }],
    ['\na cat', { prompt: 'a cat' }],
    ['\nseed=1 is text here', { prompt: 'seed=1 is text here' }],
    ['a cat', { prompt: 'a cat' }],
    ['a cat == a dog', { prompt: 'a cat == a dog' }],
    ['100% cat\n50% dog', { prompt: '100% cat\n50% dog' }],
    [
      '%%sweep seed=1\r\na cat\r\nNegative prompt: bad\r\n',
      { seed: 1, prompt: 'a cat', negative_prompt: 'bad' }
    ],
    ['%%txt2img seed=1\na cat', { seed: 1, prompt: 'a cat' }]
  ])('%j', (text, base) => expect(read(text).spec.base).toEqual(base));
});

describe('the body', () => {
  test.each([
    ['a cat\nwith a hat', { prompt: 'a cat\nwith a hat' }],
    ['  a cat  \n\n', { prompt: 'a cat' }],
    ['a cat\nNegative prompt: blurry', { prompt: 'a cat', negative_prompt: 'blurry' }],
    ['a cat\nNegative prompt: blurry,\nlowres', { prompt: 'a cat', negative_prompt: 'blurry,\nlowres' }],
    ['a cat\nnegative prompt：blurry', { prompt: 'a cat', negative_prompt: 'blurry' }],
    ['a cat, Negative prompt: is text', { prompt: 'a cat, Negative prompt: is text' }],
    ['Negative prompt: blurry', { negative_prompt: 'blurry' }],
    ['a cat\nNegative prompt:', { prompt: 'a cat' }]
  ])('%j', (body, base) => expect(read(`%%sweep\n${body}`).spec.base).toEqual(base));
});

describe('the kitchen sink', () => {
  const text = [
    '%%sweep seed=1..4 cfg&steps=5&10,7&20 sampler="Euler a",LMS n=2 where="steps >= 10 or sampler != \'LMS\'" ' +
      'prompt_sr="cottage","castle" sample=40 limit=1000 size=512x768 x=cfg y=seed xx=sampler yy=sr',
    'a {spring|winter} cottage, (golden hour:1.2)',
    'Negative prompt: {blurry|}, lowres',
    'Steps: 99, CFG scale: 1, Seed: 5, Size: 64x64, Clip skip: 2, Hires resize: 64x64'
  ].join('\n');

  test('reads as one spec', () => {
    expect(read(text).spec).toEqual({
      base: {
        prompt: 'a {spring|winter} cottage, (golden hour:1.2)',
        negative_prompt: '{blurry|}, lowres',
        batch_count: 2,
        width: 512,
        height: 768,
        clip_skip: 2
      },
      axes: [
        { param: 'seed', values: [1, 2, 3, 4] },
        {
          params: ['cfg_scale', 'steps'],
          values: [
            [5, 10],
            [7, 20]
          ]
        },
        { param: 'sampler', values: ['Euler a', 'LMS'] },
        { param: 'prompt_sr', values: ['cottage', 'castle'] },
        { param: 'variant_1', values: ['spring', 'winter'] },
        { param: 'variant_2', values: ['blurry', ''] }
      ],
      where: "steps >= 10 or sampler != 'LMS'",
      sample: 40,
      limit: 1000,
      layout: { x: 'cfg_scale&steps', y: 'seed', xx: 'sampler', yy: 'prompt_sr' }
    });
  });

  test('keeps what stands after each name of the first line', () => {
    expect(read(text).fields).toEqual({
      seed: '1..4',
      'cfg_scale&steps': '5&10,7&20',
      sampler: '"Euler a",LMS',
      batch_count: '2',
      prompt_sr: '"cottage","castle"',
      size: '512x768'
    });
  });

  test('knows where everything stands', () => {
    const { places } = read(text);
    expect(places.seed).toEqual({ line: 1, column: 9, length: 9 });
    expect(places.steps).toEqual({ line: 1, column: 19, length: 19 });
    expect(places.prompt).toEqual({ line: 2, column: 1, length: 44 });
    expect(places.negative_prompt).toEqual({ line: 3, column: 1, length: 16 });
    expect(places.clip_skip).toEqual({ line: 4, column: 59, length: 1 });
  });
});

test.each([
  ['seed=1,2 x=seed', { x: 'seed' }],
  ['seed=1,2 cfg=1,2 y=seed X=cfg', { x: 'cfg_scale', y: 'seed' }],
  ['size=64x64,128x128 x=size', { x: 'width&height' }],
  ['size=64x64,128x128 x=width', { x: 'width&height' }],
  ['cfg&steps=1&2,3&4 yy=steps&cfg', { yy: 'cfg_scale&steps' }],
  ['sampler="DPM++ 2M Karras",LMS xx=sampler', { xx: 'sampler&scheduler' }],
  ['n=4 x=image', { x: 'image' }]
])('%s lays out %j', (words, layout) => expect(read(`%%sweep ${words}`).spec.layout).toEqual(layout));

test('a layout word for a parameter of one value places nothing and says so', () => {
  const { spec, warnings } = read('%%sweep cfg=5 seed=1,2 x=cfg');
  expect(spec.layout).toBeUndefined();
  expect(warnings).toEqual([
    { code: 'one_value', facts: { word: 'x', param: 'cfg_scale' }, where: { line: 1, column: 26, length: 3 } }
  ]);
});

test('%%txt2img takes a batch', () => {
  expect(read('%%txt2img n=4 seed=1\na cat').magic).toBe('txt2img');
});
