import fc from 'fast-check';
import { catalogue, type Parameter, type ParameterValue } from '../../schema/catalogue';
import { parse } from 'valibot';
import { Spec } from '../../schema/wire';
import { parseSweep, printSweep } from './index';
import { expandSweep } from '../../server/sweep';
import { dreams, emoji, samplers, testContext } from '../../server/sweep/testing';

const read = (text: string): Spec => parseSweep(text, testContext()).spec;

test.each<[Spec, string]>([
  [{ base: {}, axes: [] }, '%%sweep'],
  [{ base: { prompt: 'a cat' }, axes: [] }, '%%sweep\na cat'],
  [{ base: { prompt: 'a', negative_prompt: 'b' }, axes: [] }, '%%sweep\na\nNegative prompt: b'],
  [{ base: { prompt: '' }, axes: [] }, '%%sweep prompt=""'],
  [{ base: { prompt: ' a ' }, axes: [] }, '%%sweep prompt=" a "'],
  [{ base: { prompt: 'a\nNegative prompt: b' }, axes: [] }, '%%sweep prompt="a\\nNegative prompt: b"'],
  [{ base: { prompt: 'a\nSteps: 20' }, axes: [] }, '%%sweep prompt="a\\nSteps: 20"'],
  [
    { base: { prompt: 'Steps: 20', negative_prompt: 'b' }, axes: [] },
    '%%sweep\nSteps: 20\nNegative prompt: b'
  ],
  [{ base: { prompt: 'a "b" \\(c\\)\r\nd' }, axes: [] }, '%%sweep prompt="a \\"b\\" \\\\(c\\\\)\\r\\nd"'],
  [{ base: { sampler: 'Euler', scheduler: 'karras' }, axes: [] }, '%%sweep sampler=Euler scheduler=karras'],
  [{ base: { width: 64, height: 128, batch_count: 4 }, axes: [] }, '%%sweep size=64x128 n=4'],
  [{ base: {}, axes: [{ param: 'seed', values: [1, 2, 3, 4] }] }, '%%sweep seed=1..4'],
  [{ base: {}, axes: [{ param: 'steps', values: [9, 8, 7] }] }, '%%sweep steps=9..7'],
  [{ base: {}, axes: [{ param: 'cfg_scale', values: [3, 5, 7, 9] }] }, '%%sweep cfg=3,5,7,9'],
  [{ base: {}, axes: [{ param: 'seed', values: [4, 6, 8, 10, 12, 14, 16] }] }, '%%sweep seed=4..16:2'],
  [{ base: {}, axes: [{ param: 'seed', values: [-1, -1, -1] }] }, '%%sweep seed=-1,-1,-1'],
  [
    { base: {}, axes: [{ param: 'sampler', values: ['Euler', 'Euler a'] }] },
    '%%sweep sampler="Euler","Euler a"'
  ],
  [
    {
      base: {},
      axes: [
        {
          params: ['width', 'height'],
          values: [
            [64, 128],
            [128, 64]
          ]
        }
      ]
    },
    '%%sweep size=64x128,128x64'
  ],
  [
    {
      base: { steps: 9 },
      axes: [
        {
          params: ['cfg_scale', 'sampler'],
          values: [
            [5, 'Euler a'],
            [7, 'LMS']
          ]
        }
      ],
      where: 'steps > 1 or sampler != "LMS"',
      sample: 40,
      limit: 500,
      layout: { x: 'cfg_scale&sampler' }
    },
    '%%sweep cfg&sampler=5&"Euler a",7&LMS steps=9 where="steps > 1 or sampler != \\"LMS\\"" sample=40 limit=500 x=cfg&sampler'
  ]
])('%j prints as %j', (spec, text) => {
  expect(printSweep(spec)).toBe(text);
  expect(read(text)).toEqual(spec);
});

const characters = [
  ...'ab ,.=&{}[]()|\\"\'\n\r\t:%$x1-',
  '🦊',
  '狐',
  '：',
  '“',
  '\u00a0',
  '\u2028',
  'é',
  '…'
];
const phrases = [
  'Negative prompt:',
  'Steps: 20',
  'Seed: 1, Size: 64x64, CFG scale: 7',
  '%%sweep',
  '{a|b}',
  '\\{',
  '..',
  '""'
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...characters), fc.constantFrom(...phrases)), { maxLength: 12 })
  .map(pieces => pieces.join(''));
const plainText = text.map(each => each.replace(/[{|}]/g, ''));

const choicesOf: Readonly<Record<string, readonly string[]>> = {
  sampler: samplers.map(each => each.name),
  scheduler: ['automatic', 'karras', 'sgm_uniform'],
  model: [emoji.name, dreams.name],
  refiner: [emoji.name, dreams.name]
};

function valueOf(parameter: Parameter): fc.Arbitrary<ParameterValue> {
  const { name, kind, min = 0, max = 0, step = 1, choices = [], optional } = parameter;
  switch (kind) {
    case 'integer':
      return fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map(each => each * step);
    case 'number':
      return fc.double({ min, max, noNaN: true });
    case 'text':
      return plainText;
    case 'boolean':
      return fc.boolean();
    case 'image':
      return fc.constantFrom(null, 'ab'.padEnd(64, '0'), 'ab'.padEnd(64, '1'));
    default:
      return fc.constantFrom(...(choicesOf[name] ?? choices), ...(optional ? [null] : []));
  }
}

/** Specs over any parameters, single values and doubles included; some can't be read, for their variants nest. */
const anySpec: fc.Arbitrary<Spec> = fc
  .shuffledSubarray(catalogue.filter(each => each.axis) as Parameter[], { maxLength: 7 })
  .chain(parameters => {
    const axisOf = (group: Parameter[]): fc.Arbitrary<Spec['axes'][number]> =>
      group.length === 1
        ? fc
            .array(valueOf(group[0]), { minLength: 1, maxLength: 5 })
            .map(values => ({ param: group[0].name, values }))
        : fc
            .array(fc.tuple(...group.map(valueOf)), { minLength: 1, maxLength: 4 })
            .map(values => ({ params: group.map(each => each.name), values }));
    const groups = [parameters.slice(0, 1), parameters.slice(1, 3), parameters.slice(3, 4)].filter(
      each => each.length > 0
    );
    const rest = parameters.slice(4);
    return fc.record(
      {
        base: fc
          .tuple(
            ...rest.map(each => (each.kind === 'text' ? text : valueOf(each))),
            fc.integer({ min: 1, max: 3 })
          )
          .map(values =>
            Object.fromEntries([...rest.map((each, k) => [each.name, values[k]]), ['n', values.at(-1)]])
          ),
        axes: fc.tuple(...groups.map(axisOf)),
        where: fc.constantFrom('steps >= 10', 'cfg < 5 or not (sampler == "LMS")'),
        sample: fc.integer({ min: 1, max: 100000 }),
        limit: fc.integer({ min: 1, max: 100000 }),
        layout: fc.constantFrom({ x: parameters[0]?.name ?? 'image' }, { y: 'image' })
      },
      { requiredKeys: ['base', 'axes'] }
    );
  });

/** The spec in normal form, or undefined when it can't be read. */
function normalised(spec: Spec): Spec | undefined {
  try {
    return expandSweep({ spec: { ...spec, sample: 1, limit: 100000, where: null } }, testContext()).spec;
  } catch {
    return undefined;
  }
}

test('what is printed reads as what it was', () => {
  let readable = 0;
  fc.assert(
    fc.property(anySpec, given => {
      const spec = normalised(given);
      if (!spec) {
        return;
      }
      readable++;
      const whole: Spec = {
        ...spec,
        ...(given.where ? { where: given.where } : {}),
        limit: given.limit ?? 7
      };
      const printed = printSweep(whole);
      expect(read(printed)).toEqual(whole);
      expect(printSweep(read(printed))).toBe(printed);
    }),
    { numRuns: 200 }
  );
  expect(readable).toBeGreaterThan(100);
});

test('the kitchen sink survives print and parse', () => {
  const spec = read(
    '%%sweep seed=1..4 cfg&steps=5&10,7&20 sampler="Euler a","DPM++ 2M Karras" n=2 sr="cottage","castle" ' +
      'where="steps >= 10 or sampler != \'LMS\'" sample=40 limit=1000 size=512x768 x=cfg y=seed xx=sampler yy=sr\n' +
      'a {spring|winter|} cottage, \\(x\\)\nby night\nNegative prompt: {blurry|}, lowres\nSteps: 99, Clip skip: 2'
  );
  expect(read(printSweep(spec))).toEqual(spec);
  expect(parse(Spec, spec)).toEqual(spec);
});
