import fc from 'fast-check';
import { catalogue, options as optional } from '../../schema/catalogue';
import type { CellParams } from '../../schema/wire';
import { present } from '../jobs/present';
import { expandSweep, planSweep } from './index';
import { refusal, testContext } from './testing';
import type { PlanNeeds } from './types';

const list = <T>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength });
const sweep = fc.record({
  seed: list(fc.integer({ min: -1, max: 4294967295 }), 3),
  cfg: list(fc.integer({ min: 1, max: 30 }), 3),
  steps: list(fc.integer({ min: 1, max: 150 }), 2),
  sampler: list(fc.constantFrom('Euler', '"Euler a"', 'DDIM', '"DPM++ 2M SDE Karras"'), 4),
  model: list(fc.constantFrom('emoji-diffusion', '"dreams v1.5"'), 2),
  eta: list(fc.constantFrom(0, 0.5, 1), 2),
  subseed_strength: list(fc.constantFrom(0, 0.5), 2),
  n: list(fc.integer({ min: 1, max: 3 }), 1)
});
const options = list(fc.constantFrom('red', 'blue', '', 'a b'), 3);

/** Those that a cell leaves out at their defaults. */
const left = new Set<string>(optional.map(({ name }) => name));

/** The parameters whose values the catalogue doesn't allow in a cell that is ready to draw. */
function unfit(params: CellParams): unknown[] {
  return catalogue
    .filter(({ group }) => group !== 'batch')
    .filter(({ name, kind, min = 0, max = 0, step = 1, choices }) => {
      const value = params[name as keyof CellParams];
      const range = typeof value === 'number' && value >= min && value <= max;
      const fits = {
        text: typeof value === 'string',
        choice: typeof value === 'string' && (choices?.includes(value) ?? true),
        model: typeof value === 'string',
        boolean: value === true,
        image: typeof value === 'string',
        integer: range && value % step === 0 && value >= 0,
        number: range || (value === null && name === 'eta')
      };
      return !fits[kind] && !(left.has(name) && value === undefined);
    })
    .map(({ name }) => [name, params[name as keyof CellParams]]);
}

test('cells are the product of the axes, each valid by the catalogue, each at a place of its own', () => {
  fc.assert(
    fc.property(sweep, options, (words, variants) => {
      const line = Object.entries(words).map(([name, values]) => `${name}=${values.join(',')}`);
      const text = `%%sweep ${line.join(' ')} limit=100000\na {${variants.join('|')}} cat`;
      const { cells, axes } = expandSweep({ text }, testContext());
      const groups = variants.length > 1 ? variants.length : 1;
      const product = Object.values(words).reduce(
        (total, values) => total * values.length,
        groups * words.n[0]
      );
      expect(cells).toHaveLength(product);
      expect(axes.reduce((total, axis) => total * axis.values.length, 1)).toBe(product);
      expect(new Set(cells.map(cell => cell.index.join())).size).toBe(product);
      expect(cells.flatMap(({ params }) => unfit(params))).toEqual([]);
    }),
    { numRuns: 40 }
  );
});

test('no text makes the parser fail but with an error of its own, at a place within the text', () => {
  const piece = fc.constantFrom(
    ...[
      '%%sweep',
      '%%txt2img',
      ' ',
      '\n',
      'seed',
      'cfg',
      'size',
      'x',
      'where',
      'sample',
      'prompt_sr',
      'sampler',
      'n'
    ],
    ...[
      '=',
      ',',
      '&',
      '..',
      '...',
      '…',
      '1',
      '-1',
      '64x64',
      '0.5',
      '"',
      "'",
      '\\',
      '(',
      ')',
      '[',
      ']',
      '{',
      '|',
      '}',
      ':'
    ],
    ...['Negative prompt:', 'Steps: 20', 'and', 'not', '>', '==', '🦊', '狐', 'Euler', '1e9', '\r\n', '\t']
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), pieces => {
      const text = pieces.join('');
      try {
        expandSweep({ text }, testContext());
      } catch {
        const { where, code } = refusal(() => expandSweep({ text }, testContext()));
        const lines = text.replace(/\r\n/g, '\n').split('\n');
        const line = lines[(where?.line ?? 0) - 1];
        expect([code, line !== undefined]).toEqual([code, true]);
        expect(where?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
      }
    }),
    { numRuns: 1000 }
  );
});

describe('a plan', () => {
  const needs = (changes: Partial<PlanNeeds> = {}): PlanNeeds => ({
    isCached: () => false,
    isDrawn: () => false,
    count: cells => ({ naive: cells.length * 40, planned: cells.length * 39 }),
    pace: { evaluation_s: 0.1, fixed_s: 0.5, factors: null },
    memoryMb: cells => 100 + cells.length,
    diskMb: cells => cells.length / 10,
    ...changes
  });
  const expanded = expandSweep({ text: '%%sweep seed=1..4 cfg=3,5,7,9\na' }, testContext());

  test('counts what is there and prices the rest', () => {
    const plan = planSweep(expanded, needs({ isCached: ({ cfg_scale }) => cfg_scale < 9 }));
    expect(plan).toMatchObject({
      cells: 16,
      cached: 12,
      unet_evals: { naive: 640, planned: 156 },
      memory_mb: 104,
      disk_mb: 0.4
    });
    expect(plan.eta_s).toBeCloseTo(156 * 0.1 + 4 * 0.5);
    expect(plan.axes.map(axis => axis.to_draw)).toEqual([
      [1, 1, 1, 1],
      [0, 0, 0, 4]
    ]);
  });

  test('tells a range of times until they were measured', () => {
    const guessed = { evaluation_s: 0.1, fixed_s: 0, factors: [0.5, 2] as const };
    const plan = planSweep(expanded, needs({ pace: guessed }));
    expect(plan.eta_range_s).toEqual([plan.eta_s / 2, plan.eta_s * 2]);
    expect(planSweep(expanded, needs()).eta_range_s).toBeNull();
  });

  test('of pictures that are all there costs nothing', () => {
    const plan = planSweep(expanded, needs({ isCached: () => true }));
    expect(plan).toMatchObject({
      cached: 16,
      unet_evals: { naive: 640, planned: 0 },
      eta_s: 0,
      memory_mb: 0,
      disk_mb: 0
    });
  });

  test('carries its remarks as data, which are said in the language asked for', () => {
    const remarked = expandSweep({ text: '%%sweep cfg=3,5,5\na' }, testContext());
    const where = { line: 1, column: 17, length: 1 };
    const data = { code: 'duplicate_value', facts: { value: '5', param: 'cfg_scale' }, where };
    const { warnings } = planSweep(remarked, needs());
    expect(warnings).toEqual([data]);
    expect(warnings.map(each => present(each, 'en'))).toEqual([
      { ...data, message: '5 is twice in cfg_scale; it is drawn once.' }
    ]);
    expect(warnings.map(each => present(each, 'zh_CN'))).toEqual([
      { ...data, message: 'cfg_scale 里 5 出现了两次，只画一次。' }
    ]);
  });

  test('carries text, fields, base and layout', () => {
    const { text, fields, base, layout, spec } = planSweep(expanded, needs());
    expect(text).toBe('%%sweep seed=1..4 cfg=3,5,7,9\na');
    expect(fields).toEqual({ seed: '1..4', cfg_scale: '3,5,7,9' });
    expect(base.steps).toBe(20);
    expect(layout).toEqual({ x: 'seed', y: 'cfg_scale' });
    expect(spec.axes).toHaveLength(2);
  });
});
