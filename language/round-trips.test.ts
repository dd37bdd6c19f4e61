/** What is written of a cell draws that cell again: as `%%txt2img` cell out of a saved notebook, and as A1111's infotext. */
import fc from 'fast-check';
import {
  type CellParams,
  catalogue,
  options,
  type Parameter,
  type ParameterValue
} from '../schema/catalogue';
import { Fault } from '../schema/fault';
import { readPayload, type SweepPayload } from '../schema/payload';
import type { Job, Origin, Spec } from '../schema/wire';
import { makePayload } from '../server/images/payload';
import { expandSweep } from '../server/sweep';
import { dreams, emoji, samplers, testContext } from '../server/sweep/testing';
import type { Expanded } from '../server/sweep/types';
import { printCell } from './cell/print-cell';
import { variablesIn } from './cell/text/variables';
import { infotext } from './infotext/write';
import { schedulerLabel } from './names/sampler-names';

const PICTURE = 'ab'.padEnd(64, '0');
/** A model that has something to say about what others leave to the catalogue. */
const opinionated = {
  ...dreams,
  name: 'opinionated',
  defaults: {
    clip_skip: 2,
    enable_hr: true,
    hr_scale: 1.5,
    eta: 0.5,
    negative_prompt: 'bad',
    s_noise: 1.01,
    scheduler: 'karras'
  }
};
const models = [
  emoji,
  dreams,
  opinionated,
  { ...dreams, kind: 'vae' as const, name: 'soft, with "quotes"' },
  { ...dreams, kind: 'upscaler' as const, name: '4x-sharp' }
];
const context = (): ReturnType<typeof testContext> => testContext({ models });
const lists = context();

const tricky = fc
  .array(
    fc.constantFrom(
      ...'ab,:"\'\\{}|[]()$<#',
      ' ',
      '\n',
      '\t',
      '\r\n',
      '\\{',
      '🦊',
      'BREAK',
      'Steps: 20, Seed: 1',
      'Negative prompt: ',
      '$name',
      '{a|b}',
      '{2$$a|b}',
      '${name}',
      '${x=a|b}',
      '__colour__',
      '0.5::'
    ),
    { maxLength: 12 }
  )
  .map(pieces => pieces.join(''));
const words = fc
  .array(fc.constantFrom('a', 'cat', '(dog:1.2)', '[x]', ','), { minLength: 1, maxLength: 6 })
  .map(each => each.join(' ').replace(/^[\s,]+|[\s,]+$/g, ''));

/** Any value that a parameter takes, sizes within what a hires fix may enlarge. */
function valueOf(parameter: Parameter, text: fc.Arbitrary<string>): fc.Arbitrary<ParameterValue> {
  const { name, kind, min = 0, max = 0, step = 1, choices = [], choices_from, optional } = parameter;
  const named = {
    samplers: samplers.map(each => each.name),
    schedulers: lists.schedulers.map(each => each.name),
    models: [emoji.name, dreams.name, opinionated.name],
    vaes: ['soft, with "quotes"'],
    upscalers: ['4x-sharp']
  };
  const all = [...choices, ...(choices_from ? named[choices_from] : [])];
  const top = name === 'width' || name === 'height' ? 1024 : max;
  const value: fc.Arbitrary<ParameterValue> = {
    text: () => text,
    integer: () =>
      fc.integer({ min: Math.ceil(Math.max(min, 0) / step), max: Math.floor(top / step) }).map(k => k * step),
    number: () => fc.integer({ min: Math.ceil(min * 1000), max: Math.floor(max * 1000) }).map(k => k / 1000),
    boolean: () => fc.boolean(),
    image: () => fc.constant(PICTURE),
    choice: () => fc.constantFrom(...all),
    model: () => fc.constantFrom(...all)
  }[kind]();
  return optional ? fc.option(value, { freq: 3 }) : value;
}

/** A sweep that says some parameters and sweeps one more. */
const sweepOf = (text: fc.Arbitrary<string>, without: readonly string[] = []): fc.Arbitrary<Spec> => {
  const said = catalogue.filter(({ group, name }) => group !== 'batch' && !without.includes(name));
  const base = fc
    .subarray(said, { minLength: 4 })
    .chain(chosen =>
      fc.tuple(...chosen.map(each => valueOf(each, text).map(value => [each.name, value] as const)))
    )
    .map(pairs => Object.fromEntries(pairs));
  const axis = fc
    .constantFrom(...options.filter(({ name }) => !without.includes(name)))
    .chain(option =>
      fc
        .uniqueArray(valueOf(option, text), { minLength: 1, maxLength: 2 })
        .map(values => ({ param: option.name, values }))
    );
  return fc.record({ base, axis, seed: fc.nat() }).map(({ base: all, axis: swept, seed }) => {
    const others = Object.entries({ seed, ...all }).filter(([name]) => name !== swept.param);
    return { base: Object.fromEntries(others) as Record<string, ParameterValue>, axes: [swept] };
  });
};

/** The cells of a sweep, or null when it is refused. */
function expanded(request: Parameters<typeof expandSweep>[0]): Expanded | null {
  try {
    return expandSweep(request, context());
  } catch (error) {
    if (error instanceof Fault) {
      return null;
    }
    throw error;
  }
}

/** The payload that a notebook keeps of a sweep, read back from its JSON. */
async function savedAndRead({
  cells,
  axes,
  layout,
  base,
  origins,
  spec,
  text
}: Expanded): Promise<SweepPayload> {
  const job = {
    ...{ id: 'job', state: 'done', created: '2026-11-22T10:00:00.000Z', finished: null, text, spec },
    plan: { axes: axes.map(axis => ({ ...axis, to_draw: [] })), layout, base, origins },
    progress: { cells_done: 0, cells_cached: 0, cells_failed: 0 },
    cells: cells.map(({ index, params }, k) => ({ id: `c${k}`, index, params, state: 'done', image: null }))
  } as unknown as Job;
  const reading = readPayload(JSON.parse(JSON.stringify(await makePayload(job, async () => null))));
  if (!('payload' in reading)) {
    throw new Error(reading.problem);
  }
  return reading.payload;
}

/** A backslash of its own before one of these can't be written: only a wildcard's file can bring it. */
const unwritable = /(?<!\\)(?:\\\\)*\\(?:[{|}#$]|__)/;

test('a cell out of a saved notebook is inserted as the cell that it was', async () => {
  let drawn = 0;
  await fc.assert(
    fc.asyncProperty(sweepOf(tricky), async spec => {
      const sweep = expanded({ spec });
      fc.pre(sweep !== null);
      const payload = await savedAndRead(sweep!);
      const varied = Object.fromEntries(
        payload.axes.flatMap(({ params }) => params.map((name): [string, Origin] => [name, 'user']))
      );
      payload.cells.slice(0, 3).forEach(({ params }, k) => {
        expect(params).toEqual(sweep!.cells[k].params);
        if (!unwritable.test(params.prompt + params.negative_prompt)) {
          const text = printCell(params, { ...payload.origins, ...varied });
          expect({ text, kernels: variablesIn(text) }).toEqual({ text, kernels: [] });
          expect({
            text,
            cells: expandSweep({ text }, context()).cells.map(each => each.params)
          }).toEqual({ text, cells: [params] });
          drawn++;
        }
      });
    }),
    { numRuns: 300 }
  );
  expect(drawn).toBeGreaterThan(100);
});

test('an infotext pasted as a cell draws what it says', () => {
  // It names no pictures to begin with.
  const unsaid = ['init_image', 'mask'];
  let drawn = 0;
  fc.assert(
    fc.property(sweepOf(words, unsaid), spec => {
      const sweep = expanded({ spec });
      fc.pre(sweep !== null && sweep.cells[0].params.model !== opinionated.name);
      const { params } = sweep!.cells[0];
      // One half of the size that a seed is resized from has no words.
      fc.pre((params.seed_resize_from_w === undefined) === (params.seed_resize_from_h === undefined));
      for (const label of [undefined, schedulerLabel(params, lists)]) {
        const text = infotext({ params, schedulerLabel: label });
        const again: CellParams = expandSweep({ text: `%%sweep\n${text}` }, context()).cells[0].params;
        expect({ text, params: again }).toEqual({ text, params });
        drawn++;
      }
    }),
    { numRuns: 300 }
  );
  expect(drawn).toBeGreaterThan(50);
});
